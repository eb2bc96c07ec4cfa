namespace OpsPortal.Incidents.Guides;

/// <summary>What sort of trouble it is: each has its own way through.</summary>
public enum IncidentKind { General, SloBreach, DataCorruption, Security }

/// <summary>Kinds in words, and words that speak for a kind. Pure.</summary>
public static class IncidentKinds
{
    private static readonly (IncidentKind Kind, string[] Words)[] Signs =
    [
        (IncidentKind.SloBreach, ["slo", "slos", "sli", "error budget", "burn rate", "burnrate", "service level"]),
        (IncidentKind.DataCorruption, ["corrupt", "data loss", "lost data", "inconsisten", "checksum", "wrong data", "integrity", "duplicate rows", "missing rows"]),
        (IncidentKind.Security, ["security", "breach", "intrusion", "intruder", "attack", "leaked", "credential", "unauthorized", "unauthorised", "malware", "exploit", "vulnerab", "cve", "phishing", "compromised", "exfiltrat"]),
    ];

    public static string Word(this IncidentKind kind) => kind switch
    {
        IncidentKind.SloBreach => "SLO breach",
        IncidentKind.DataCorruption => "data corruption",
        IncidentKind.Security => "security incident",
        _ => "general",
    };

    /// <summary>As the API writes it: <c>sloBreach</c>.</summary>
    public static string Name(this IncidentKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{kind}");

    public static Result<IncidentKind> Read(string text) => Enum.TryParse<IncidentKind>(text.Trim(), ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsDigit(text.Trim()[0]) ? kind
        : Problem.Invalid($"There is no kind {text}; kinds are {string.Join(", ", Enum.GetValues<IncidentKind>().Select(Name))}.", "kind");

    /// <summary>The kind of which the words speak; general where they speak of none.</summary>
    /// <param name="text">What is wrong, in somebody's words.</param>
    /// <param name="labels">Of the alert.</param>
    public static IncidentKind Suggest(string text, IReadOnlyDictionary<string, string> labels)
    {
        // Names of alerts are written together: SloBurnRateHigh.
        var words = string.Join(' ', SymptomWords.Cut($"{text} {labels.GetValueOrDefault("alertname")} {labels.GetValueOrDefault("category")}")).ToLowerInvariant();
        return Signs.FirstOrDefault(s => s.Words.Any(w => Speaks(words, w))).Kind;
    }

    // At the beginning of a word: "corrupt" is in "corrupted"; three letters have to be a word, since "slo" is in "slow".
    private static bool Speaks(string words, string sign)
    {
        for (var at = words.IndexOf(sign, StringComparison.Ordinal); at >= 0; at = words.IndexOf(sign, at + 1, StringComparison.Ordinal))
            if ((at == 0 || words[at - 1] == ' ') && (sign.Length > 4 || at + sign.Length == words.Length || words[at + sign.Length] == ' ')) return true;
        return false;
    }
}
