namespace OpsPortal.Runbooks.Markdown.Steps;

/// <summary>Names for steps that survive edits elsewhere: made of the section, the command (white space aside), and which of several equal ones it is.</summary>
internal sealed class StepIds
{
    private readonly Dictionary<ulong, int> occurrences = [];
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    public string Of(string sectionId, string source)
    {
        var key = Hash(Hash(Hash(Basis, sectionId), "\n"), source);
        while (true)
        {
            var occurrence = occurrences[key] = occurrences.GetValueOrDefault(key) + 1;
            var id = (Mix(key, (ulong)occurrence) >> 24).ToString("x10");
            if (given.Add(id)) return id;
        }
    }

    // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv: nothing here has to withstand an attacker
    private const ulong Basis = 14695981039346656037;

    private static ulong Hash(ulong hash, string text)
    {
        var blank = false;
        foreach (var c in text)
        {
            if (!blank || !char.IsWhiteSpace(c)) hash = Mix(hash, char.IsWhiteSpace(c) ? ' ' : c);
            blank = char.IsWhiteSpace(c);
        }
        return hash;
    }

    private static ulong Mix(ulong hash, ulong value) => (hash ^ value) * 1099511628211;
}
