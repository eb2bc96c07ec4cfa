using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Redis.Keys;

/// <summary>Which commands have a way back, by their words alone.</summary>
internal static class KeyRule
{
    /// <summary>These wait for something to happen, or do something beyond the keys that they name.</summary>
    private static readonly Dictionary<string, string> Without = new(StringComparer.Ordinal)
    {
        ["FLUSHALL"] = "every key is gone, and none is kept. A backup can bring them back",
        ["FLUSHDB"] = "every key of the database is gone, and none is kept. A backup can bring them back",
        ["SWAPDB"] = "two databases change their places; to do it again puts them back",
        ["EVAL"] = "a script may touch other keys than it names",
        ["EVALSHA"] = "a script may touch other keys than it names",
        ["FCALL"] = "a function may touch other keys than it names",
        ["SHUTDOWN"] = "the server has to be started where it runs",
        ["MIGRATE"] = "the keys are on another server then",
        ["PUBLISH"] = "whoever listens has it already",
        ["SPUBLISH"] = "whoever listens has it already",
        ["MOVE"] = "the key is in another database then",
        ["SORT"] = "what it stores is not told by its words",
    };

    private static readonly HashSet<string> Waiting = ["BLPOP", "BRPOP", "BLMOVE", "BLMPOP", "BRPOPLPUSH", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "XREADGROUP", "WAIT", "WAITAOF"];

    /// <summary>Why it cannot be put back; null where its keys decide.</summary>
    public static string? Refuses(IReadOnlyList<string> words)
    {
        var name = words[0].ToUpperInvariant();
        if (Waiting.Contains(name)) return "it waits until something comes, and what stood there just before is not known";
        if (IsConfig(words)) return words.Where((_, i) => i >= 2 && i % 2 == 0).Any(Masked.IsSecretName) || words.Count % 2 != 0 ? "what stood there is secret, or is not understood" : null;
        return Without.GetValueOrDefault(name);
    }

    public static bool IsConfig(IReadOnlyList<string> words) => words.Count >= 4 && words[0].Equals("CONFIG", StringComparison.OrdinalIgnoreCase) && words[1].Equals("SET", StringComparison.OrdinalIgnoreCase);

    /// <summary>The command for eyes: without a value of what sounds secret.</summary>
    public static string Shown(IReadOnlyList<string> words, ActionContext context)
    {
        var secret = -1;
        for (var i = 1; i < words.Count && secret < 0; i++)
            if (Masked.IsSecretName(words[i]) || (i == 1 && words[0].Equals("AUTH", StringComparison.OrdinalIgnoreCase))) secret = i;
        var from = words[0].Equals("AUTH", StringComparison.OrdinalIgnoreCase) ? 1 : secret + 1;
        // of a command that only names keys nothing is secret
        var names = words[0].ToUpperInvariant() is "DEL" or "UNLINK" or "EXPIRE" or "PERSIST" or "RENAME" or "TOUCH" or "PEXPIRE" or "EXPIREAT";
        return Masked.Text(string.Join(' ', words.Select((w, i) => secret >= 0 && !names && i >= from ? Masked.Mask : w.Any(char.IsWhiteSpace) || w.Length == 0 ? $"\"{w}\"" : w)), context);
    }
}
