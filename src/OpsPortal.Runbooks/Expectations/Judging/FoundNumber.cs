using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>The number, or numbers, that an output is about. Where it is not plain which they are, there are none.</summary>
internal sealed partial record FoundNumber(double Value, string? Unit, SubjectLine Line)
{
    public static IReadOnlyList<FoundNumber> In(IReadOnlyList<SubjectLine> lines, NumberCondition condition)
    {
        if (lines.Count == 0) return [];
        if (lines is [var only] && Whole(only.Text) is var (value, unit)) return [new(value, unit, only)];
        if (ResultTable.In(lines) is { } table) return OfTable(table, condition);
        if (JsonText.Read(lines) is { } json) return [.. OfJson(json, condition.Subject ?? condition.Thing).Select(n => new FoundNumber(n, null, lines[0]))];
        if (condition.Subject is { } subject && Named(lines, subject) is { Count: > 0 } named) return named;
        if (lines is [var sample] && Sample().Match(sample.Text) is { Success: true } metric && Number(metric.Groups["n"].Value) is { } measured) return [new(measured, null, sample)];
        return Single(lines, condition) is { } single ? [single] : [];
    }

    /// <summary>A text that is a number and nothing else.</summary>
    public static (double Value, string? Unit)? Whole(string text) =>
        Alone().Match(text) is { Success: true } match && Number(match.Groups["n"].Value) is { } value ? (value, match.Groups["unit"] is { Success: true, Value: var unit } ? unit : null) : null;

    private static List<FoundNumber> OfTable(ResultTable table, NumberCondition condition)
    {
        if (condition.Thing is { } thing && thing.StartsWith("row", StringComparison.OrdinalIgnoreCase)) return [new(table.Rows.Count, null, table.Footer ?? table.Header)];
        var column = condition.Subject is { } subject ? table.Column(subject) : condition.Thing is { } counted ? table.Column(counted) : -1;
        if (column < 0 && table.Columns == 1) column = 0;
        if (column < 0 || table.Rows.Count == 0) return [];
        List<FoundNumber> found = [];
        foreach (var (line, cells) in table.Rows)
        {
            // an empty cell is no number, and then not all of them are known
            if (column >= cells.Count || Whole(cells[column]) is not var (value, unit)) return [];
            found.Add(new(value, unit, line));
        }
        return found;
    }

    /// <summary>A number by its name, or the values of a result of Prometheus; an empty result is no number.</summary>
    private static IEnumerable<double> OfJson(JsonElement json, string? name)
    {
        if (json.ValueKind == JsonValueKind.Number) return [json.GetDouble()];
        if (PromResult.Values(json) is { } values) return values;
        if (json.ValueKind != JsonValueKind.Object || name is null) return [];
        return [.. json.EnumerateObject().Where(p => Same(p.Name, name) && p.Value.ValueKind == JsonValueKind.Number).Select(p => p.Value.GetDouble())];
    }

    /// <summary>"lag: 12 kB", "lag=12", on lines of their own.</summary>
    private static List<FoundNumber> Named(IReadOnlyList<SubjectLine> lines, string subject)
    {
        List<FoundNumber> found = [];
        foreach (var line in lines)
            if (Pair().Match(line.Text) is { Success: true } pair && Same(pair.Groups["name"].Value, subject))
            {
                if (Whole(pair.Groups["value"].Value) is not var (value, unit)) return [];
                found.Add(new(value, unit, line));
            }
        return found;
    }

    /// <summary>The one number among words; addresses, versions and times are none, but leave a doubt.</summary>
    private static FoundNumber? Single(IReadOnlyList<SubjectLine> lines, NumberCondition condition)
    {
        FoundNumber? found = null;
        foreach (var line in lines)
            foreach (Match word in Word().Matches(line.Text))
            {
                if (!word.Value.Any(char.IsAsciiDigit)) continue;
                if (found is not null || Whole(word.Value.Trim('(', ')', '[', ']', ',', ';', ':', '"', '\'').TrimEnd('.')) is not var (value, unit)) return null;
                var after = line.Text[(word.Index + word.Length)..].TrimStart();
                found = new(value, unit ?? (After().Match(after) is { Success: true } match ? match.Value : null), line);
            }
        // "12 warnings" says nothing of errors
        if (found is null || (condition.Thing ?? condition.Subject) is not { } wanted) return found;
        return lines.Any(l => l.Text.Contains(wanted.TrimEnd('s'), StringComparison.OrdinalIgnoreCase)) ? found : null;
    }

    private static bool Same(string left, string right) => Plain(left) == Plain(right);

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static double? Number(string digits) => double.TryParse(digits.Replace(",", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    [GeneratedRegex(@"^\s*[""']?(?<n>[-+]?\d{1,18}(?:,\d{3}){0,5}(?:\.\d{1,18})?(?:[eE][-+]?\d{1,3})?)\s*(?<unit>%|µs|us|ns|ms|s|m|min|h|d|[kKMGT]i?B|[kKMGT]i|bytes|B|seconds?|minutes?|hours?|days?|req/s)?[""']?\s*$")]
    private static partial Regex Alone();

    [GeneratedRegex(@"^\s*(?<name>[\w .-]{1,60}?)\s*[:=]\s*(?<value>.{1,40})$")]
    private static partial Regex Pair();

    [GeneratedRegex(@"^[a-zA-Z_:][\w:]*(?:\{[^}]*\})?\s+(?<n>\S+)(?:\s+\d{10,})?$")]
    private static partial Regex Sample();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?:%|ms|µs|[kKMGT]i?B|bytes|seconds?|minutes?|hours?|days?)(?!\w)")]
    private static partial Regex After();
}
