namespace OpsPortal.Secrets;

/// <summary>Takes secrets out of a text that is about to be stored or sent.</summary>
public interface IRedactText
{
    /// <summary>May have several lines.</summary>
    string Redact(string text);
}

/// <summary>
/// The secrets that this process has had in its hands: whatever decrypts one notes it here, and no log, audit entry or error shows it
/// from then on. Values of few sorts of characters ("postgres") are left to where they are used, since they are words as well.
/// </summary>
public sealed class KnownSecrets : IRedactText
{
    private const int Shortest = 8;
    private const int Most = 5_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> held = new(StringComparer.Ordinal);
    private readonly Queue<string> noted = new();
    private readonly HashSet<string> lasting = new(StringComparer.Ordinal);
    private SecretSet? set = SecretSet.Empty;

    internal SecretSet Current
    {
        get { lock (gate) return set ??= new([.. lasting, .. held.Keys]); }
    }

    /// <summary>From now on, as long as the process lives; the oldest are forgotten when there are thousands.</summary>
    public void Note(IEnumerable<string> values)
    {
        lock (gate)
            foreach (var value in values.Where(IsDistinct))
            {
                if (!lasting.Add(value)) continue;
                noted.Enqueue(value);
                if (noted.Count > Most) lasting.Remove(noted.Dequeue());
                set = null;
            }
    }

    /// <summary>Until what is returned is disposed of: the secrets of one execution.</summary>
    public IDisposable Hold(IEnumerable<string> values)
    {
        var mine = values.Where(IsDistinct).Distinct().ToList();
        lock (gate)
            foreach (var value in mine)
            {
                held[value] = held.GetValueOrDefault(value) + 1;
                if (held[value] == 1) set = null;
            }
        return new Held(this, mine);
    }

    public string Redact(string text)
    {
        var lines = new LineRedaction(Current, SecretSet.Empty);
        return text.Contains('\n') ? string.Join('\n', text.Split('\n').Select(lines.Redact)) : lines.Redact(text);
    }

    private static bool IsDistinct(string value) => value.Length >= Shortest
        && (value.Any(char.IsDigit) ? 1 : 0) + (value.Any(char.IsLower) ? 1 : 0) + (value.Any(char.IsUpper) ? 1 : 0) + (value.Any(c => !char.IsLetterOrDigit(c)) ? 1 : 0) >= 2;

    private sealed class Held(KnownSecrets known, List<string> values) : IDisposable
    {
        public void Dispose()
        {
            lock (known.gate)
            {
                foreach (var value in values)
                    if (--known.held[value] == 0)
                    {
                        known.held.Remove(value);
                        known.set = null;
                    }
                values.Clear();
            }
        }
    }
}
