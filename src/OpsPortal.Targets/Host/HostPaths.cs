namespace OpsPortal.Targets.Host;

/// <summary>Where the runbook's absolute paths are on this machine, and back again in what programs print.</summary>
/// <param name="own">A directory of the step whose name nobody is to see: files in it have relative names. Null where there is none.</param>
internal sealed class HostPaths(IReadOnlyDictionary<string, string> paths, string? own = null)
{
    private readonly List<(string Written, string Real)> known = [.. paths.Select(p => (p.Key.TrimEnd('/'), p.Value.TrimEnd('/'))).OrderByDescending(p => p.Item1.Length)];

    /// <summary>A word of a command; the path may stand behind an equals sign (<c>--file=/backups/x</c>).</summary>
    public string Real(string word)
    {
        var start = word.StartsWith('/') ? 0 : word.StartsWith('-') && word.IndexOf('=') is > 0 and var equals && equals + 1 < word.Length && word[equals + 1] == '/' ? equals + 1 : -1;
        if (start < 0) return word;
        foreach (var (written, real) in known)
            if (Begins(word, start, written)) return word[..start] + real + word[(start + written.Length)..];
        return word;
    }

    /// <summary>A line that a program printed.</summary>
    public string Written(string line)
    {
        foreach (var (written, real) in known)
            if (line.Contains(real, StringComparison.Ordinal)) line = line.Replace(real, written);
        return own is not null && line.Contains(own, StringComparison.Ordinal) ? line.Replace(own + "/", "").Replace(own, ".") : line;
    }

    private static bool Begins(string word, int start, string path) =>
        string.CompareOrdinal(word, start, path, 0, path.Length) == 0 && (word.Length == start + path.Length || word[start + path.Length] == '/');
}
