using System.Globalization;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>Values that metrics should have, from lists with a bold name and from tables with a column of metrics.</summary>
internal static partial class ThresholdReader
{
    public static IEnumerable<Threshold> In(Section section, IReadOnlyList<ProseLine> lines)
    {
        foreach (var line in lines)
            if (line.Item && line.Text.AsSpan().ContainsAnyInRange('0', '9') && Label.Of(line.Text) is { Alone: false } label && Levels(InlineText.Plain(label.Rest)) is { Count: > 0 } levels)
                yield return new(label.Text, levels, line.Number);
        foreach (var prose in section.Blocks.OfType<Prose>())
            if (prose.Markdown.Contains('|') && MarkdownTable.Of(prose.Markdown, prose.Line) is { } table)
                foreach (var threshold in OfTable(table)) yield return threshold;
    }

    private static IEnumerable<Threshold> OfTable(MarkdownTable table)
    {
        var name = table.Headers.ToList().FindIndex(h => h.ToLowerInvariant() is "metric" or "metrics" or "indicator" or "kpi" or "slo" or "sli" or "measure" or "signal");
        if (name < 0) yield break;
        foreach (var row in table.Rows)
        {
            List<ThresholdLevel> levels = [];
            for (var column = 0; column < table.Headers.Count; column++)
                if (column != name && Meaning().IsMatch(table.Headers[column]) && Level(InlineText.Plain(row[column]), table.Headers[column].Split(['→', '(', '/'])[0].Trim().ToLowerInvariant()) is { } level)
                    levels.Add(level);
            if (levels.Count > 0 && InlineText.Plain(row[name]) is { Length: > 0 } metric) yield return new(metric, levels, row.Line);
        }
    }

    /// <summary>Every clause has to be a value; else the item says something other.</summary>
    private static List<ThresholdLevel> Levels(string text)
    {
        if (!Begins().IsMatch(text)) return [];
        List<ThresholdLevel> levels = [];
        foreach (var clause in text.Split([',', ';']))
            if (Level(clause.Trim(), null) is { } level) levels.Add(level);
        return levels;
    }

    private static ThresholdLevel? Level(string clause, string? meaning)
    {
        var match = Value().Match(clause);
        if (!match.Success || !double.TryParse(match.Groups["n"].Value.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return null;
        var comparison = match.Groups["cmp"].Value switch { "≤" => "<=", "≥" => ">=", "" => meaning is null ? "" : "=", var other => other };
        if (comparison.Length == 0) return null;
        var said = $"{match.Groups["before"].Value} {match.Groups["after"].Value}";
        var aggregate = Aggregate().Match(said) is { Success: true } found ? found.Value.ToLowerInvariant() : null;
        if (aggregate is not null) said = Aggregate().Replace(said, "", 1);
        var words = string.Join(' ', said.ToLowerInvariant().Split((char[])[' ', '(', ')', '.'], StringSplitOptions.RemoveEmptyEntries));
        if (words.EndsWith(" at", StringComparison.Ordinal)) words = words[..^3];
        return new(meaning ?? (words.Length == 0 ? "target" : words), comparison, value, match.Groups["unit"] is { Success: true, Value: { Length: > 0 } unit } ? unit : null, aggregate);
    }

    [GeneratedRegex(@"^(?:[<>≤≥]=?|=)\s*\d")]
    private static partial Regex Begins();

    [GeneratedRegex(@"^(?<before>[^\d<>≤≥=]{0,60}?)\s*(?<cmp><=|>=|[<>≤≥=])?\s*(?<n>\d[\d_]{0,15}(?:\.\d{1,9})?)\s*(?<unit>%|[a-zA-Zµ]{1,10}/[a-zA-Z]{1,10}|(?:ms|us|µs|ns|s|m|min|h|d|seconds?|minutes?|hours?|days?|[kKMGT]i?B|rps|qps)(?![\w]))?(?<after>.{0,80})$")]
    private static partial Regex Value();

    [GeneratedRegex(@"\b(?:p\d{2,3}(?:\.\d)?|average|avg|mean|median|max(?:imum)?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Aggregate();

    [GeneratedRegex("healthy|normal|target|acceptable|warn|critical|threshold|good|bad|limit|alert|max|min|goal|objective", RegexOptions.IgnoreCase)]
    private static partial Regex Meaning();
}
