using System.Buffers;

namespace OpsPortal.Secrets;

/// <summary>Values known to be secret, in all their forms, made ready to be searched for at once. Immutable.</summary>
internal sealed class SecretSet
{
    public static SecretSet Empty { get; } = new([]);

    /// <summary>A line's end that begins a secret is found by this many characters.</summary>
    private const int PrefixLength = 4;

    private readonly string[] forms;
    private readonly SearchValues<string> whole;
    private readonly SearchValues<string> prefixes;
    private readonly Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> byPrefix;
    private readonly Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>>[] byShortPrefix;

    public SecretSet(IEnumerable<string> values)
    {
        forms = [.. values.SelectMany(SecretForms.Of).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)];
        whole = SearchValues.Create(forms, StringComparison.Ordinal);
        var first = Grouped(PrefixLength);
        prefixes = SearchValues.Create([.. first.Keys], StringComparison.Ordinal);
        byPrefix = first.GetAlternateLookup<ReadOnlySpan<char>>();
        byShortPrefix = [.. Enumerable.Range(1, PrefixLength - 1).Select(n => Grouped(n).GetAlternateLookup<ReadOnlySpan<char>>())];
        Longest = forms.Length == 0 ? 0 : forms[0].Length;
    }

    public int Longest { get; }
    public bool IsEmpty => forms.Length == 0;

    /// <summary>Where the next secret begins at or after <paramref name="from"/>, and how long it is; null where there is none.</summary>
    public (int Start, int Length)? Next(ReadOnlySpan<char> text, int from)
    {
        if (forms.Length == 0 || from >= text.Length) return null;
        var at = text[from..].IndexOfAny(whole);
        if (at < 0) return null;
        var start = from + at;
        var rest = text[start..];
        // forms are sorted by length: the longest one that stands here counts
        foreach (var form in Starting(rest))
            if (rest.StartsWith(form, StringComparison.Ordinal)) return (start, form.Length);
        return null;
    }

    /// <summary>Secrets that <paramref name="text"/> ends in the middle of, with the length of what is there.</summary>
    public void Open(ReadOnlySpan<char> text, List<OpenSecret> into)
    {
        if (forms.Length == 0) return;
        for (var n = 1; n < PrefixLength && n <= text.Length; n++)
            if (byShortPrefix[n - 1].TryGetValue(text[^n..], out var found))
                foreach (var form in found) into.Add(new(form, n));
        for (var at = Math.Max(0, text.Length - Longest + 1); at < text.Length;)
        {
            var next = text[at..].IndexOfAny(prefixes);
            if (next < 0) return;
            at += next;
            var rest = text[at..];
            foreach (var form in Starting(rest))
                if (form.Length > rest.Length && form.AsSpan().StartsWith(rest, StringComparison.Ordinal)) into.Add(new(form, rest.Length));
            at++;
        }
    }

    private string[] Starting(ReadOnlySpan<char> text) => text.Length >= PrefixLength && byPrefix.TryGetValue(text[..PrefixLength], out var found) ? found : [];

    private Dictionary<string, string[]> Grouped(int length) =>
        forms.GroupBy(f => f[..length], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
}

/// <param name="Seen">Characters of <paramref name="Form"/> that the text so far ends with.</param>
internal readonly record struct OpenSecret(string Form, int Seen)
{
    /// <summary>So much of it is no chance.</summary>
    public bool IsTelling => Seen >= Math.Max(SecretForms.ShortestValue, Form.Length / 4);
}
