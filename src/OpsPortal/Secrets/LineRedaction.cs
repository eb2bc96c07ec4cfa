using System.Text;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Secrets;

/// <summary>Takes secrets out of lines that belong together; remembers what goes on in the next line. Not for several threads.</summary>
internal sealed class LineRedaction(SecretSet first, SecretSet second)
{
    private readonly List<OpenSecret> open = [];
    private readonly List<(int Start, int End)> cuts = [];
    private bool inPrivateKey;

    public string Redact(string line)
    {
        var known = Known(line);
        if (inPrivateKey)
        {
            inPrivateKey = !line.Contains("-----END", StringComparison.Ordinal);
            return SecretShapes.Mask;
        }
        if (known.Contains("-----BEGIN", StringComparison.Ordinal) && SecretShapes.PrivateKeyBegin().Match(known) is { Success: true } key)
        {
            inPrivateKey = known.IndexOf("-----END", key.Index, StringComparison.Ordinal) < 0;
            return known[..key.Index] + SecretShapes.Mask;
        }
        return SecretShapes.Redact(known);
    }

    private string Known(string line)
    {
        if (first.IsEmpty && second.IsEmpty) return line;
        cuts.Clear();
        var (start, end) = Trimmed(line);
        // A line end, and blanks around it, may stand within a secret that something wrapped.
        if (start == end) return line;
        List<OpenSecret> goesOn = [];
        foreach (var secret in open) Continue(secret, line.AsSpan(start, end - start), start, goesOn);
        Find(first, line);
        Find(second, line);
        open.Clear();
        open.AddRange(goesOn);
        first.Open(line.AsSpan(0, end), open);
        second.Open(line.AsSpan(0, end), open);
        foreach (var secret in open)
            if (secret.IsTelling) cuts.Add((Math.Max(start, end - secret.Seen), end));
        return cuts.Count == 0 ? line : Cut(line);
    }

    private void Continue(OpenSecret secret, ReadOnlySpan<char> text, int start, List<OpenSecret> goesOn)
    {
        var rest = secret.Form.AsSpan(secret.Seen);
        if (text.StartsWith(rest, StringComparison.Ordinal)) cuts.Add((start, start + rest.Length));
        else if (rest.StartsWith(text, StringComparison.Ordinal)) goesOn.Add(new(secret.Form, secret.Seen + text.Length));
    }

    private void Find(SecretSet secrets, string line)
    {
        for (var at = 0; secrets.Next(line, at) is { } found; at = found.Start + 1) cuts.Add((found.Start, found.Start + found.Length));
    }

    private string Cut(string line)
    {
        cuts.Sort();
        var kept = new StringBuilder(line.Length);
        var at = 0;
        foreach (var (from, to) in cuts)
        {
            if (to <= at) continue;
            if (from >= at) kept.Append(line, at, from - at).Append(SecretShapes.Mask);
            at = to;
        }
        return kept.Append(line, at, line.Length - at).ToString();
    }

    private static (int Start, int End) Trimmed(string line)
    {
        var (start, end) = (0, line.Length);
        while (start < end && char.IsWhiteSpace(line[start])) start++;
        while (end > start && char.IsWhiteSpace(line[end - 1])) end--;
        return (start, end);
    }
}
