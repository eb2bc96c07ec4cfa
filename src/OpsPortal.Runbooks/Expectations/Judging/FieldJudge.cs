using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary><c>status: "healthy"</c>: the field of that name has that value, in JSON or on a line.</summary>
internal static partial class FieldJudge
{
    private const int Deepest = 20;

    /// <summary>Name and value, where the words state a field and nothing else.</summary>
    public static (string Name, string Value)? Parse(string words) =>
        words.Length <= 200 && Statement().Match(words.Trim()) is { Success: true } match ? (match.Groups["name"].Value, match.Groups["value"].Value) : null;

    public static Verdict Of(string words, ExpectationSubject subject)
    {
        if (Parse(words) is not var (name, value)) return Verdict.Judge("Compare the field yourself.");
        var lines = subject.Printed;
        if (lines.Count == 0) return Verdict.Judge($"Nothing was printed, so {name} is not known.");
        if (JsonText.Read(lines) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json)
        {
            List<JsonElement> found = [];
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var outermost)) found.Add(outermost);
            else Collect(json, name, found, 0);
            return Compare(name, value, [.. found.Select(f => (Text(f), lines[0]))]);
        }
        List<(string, SubjectLine)> pairs = [];
        foreach (var line in lines)
            foreach (Match pair in Pair().Matches(Brief.Of(line.Text, 5000)))
                if (pair.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
                    pairs.Add((pair.Groups["value"].Value.Trim().Trim('"', '\'', ','), line));
        return pairs.Count > 0 ? Compare(name, value, pairs) : Verdict.Judge($"The output has no {name}.");
    }

    private static Verdict Compare(string name, string value, List<(string Text, SubjectLine Line)> found)
    {
        if (found.Count == 0) return Verdict.NotMet($"The answer has no {name}.");
        var wrong = found.Where(f => !f.Text.Equals(value, StringComparison.OrdinalIgnoreCase)).ToList();
        if (wrong.Count == 0) return Verdict.Met($"{Capital(name)} is {Brief.Quoted(found[0].Text)}.", found.Select(f => f.Line).Distinct());
        return wrong.Count < found.Count && found.Count > 1
            ? Verdict.NotMet($"{wrong.Count} of {found.Count} are not {Brief.Quoted(value)}, but {Brief.Quoted(wrong[0].Text)}.", wrong.Select(f => f.Line).Distinct())
            : Verdict.NotMet($"{Capital(name)} is {Brief.Quoted(wrong[0].Text)}, not {Brief.Quoted(value)}.", wrong.Select(f => f.Line).Distinct());
    }

    private static void Collect(JsonElement element, string name, List<JsonElement> found, int depth)
    {
        if (depth > Deepest) return;
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray()) Collect(item, name, found, depth + 1);
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var property in element.EnumerateObject())
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) found.Add(property.Value);
            else Collect(property.Value, name, found, depth + 1);
    }

    private static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static string Capital(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";

    [GeneratedRegex(@"^[""'`{\s]*(?<name>[A-Za-z_][\w.-]{0,40})[""'`]?\s*[:=]\s*(?:""(?<value>[^""]{1,80})""|'(?<value>[^']{1,80})'|`(?<value>[^`]{1,80})`|(?<value>[A-Za-z][\w-]{0,40}))[`}\s.]*$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"(?<![\w-])[""']?(?<name>[A-Za-z_][\w-]{0,40})[""']?\s*[:=]\s*(?<value>""[^""]{0,200}""|'[^']{0,200}'|[^\s,;}]{1,200})")]
    private static partial Regex Pair();
}
