using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>Walks expected JSON and looks up each value in the actual one.</summary>
internal sealed partial class JsonComparison
{
    private const int Deepest = 30;

    /// <summary>Sentences without full stop.</summary>
    public List<string> Wrong { get; } = [];
    public List<string> Doubts { get; } = [];

    /// <summary>Values that differ as they may.</summary>
    public int Varied { get; private set; }

    /// <param name="name">The property the values stand under; the nearest one above for items of arrays.</param>
    public void Compare(JsonElement expected, JsonElement actual, string path, string name)
    {
        var where = path.Length == 0 ? "The answer" : path;
        if (path.Count(c => c is '.' or '[') > Deepest) Doubts.Add($"{where} is nested too deeply to be compared");
        else if (expected.ValueKind == JsonValueKind.String && VaryingText.IsPlaceholder(expected.GetString()!)) Varied++;
        else if (Kind(expected) != Kind(actual))
            (actual.ValueKind == JsonValueKind.Null || State().IsMatch(name) ? Wrong : Doubts).Add($"{where} is {Shown(actual)}, not {Shown(expected)}");
        else if (expected.ValueKind == JsonValueKind.Object) CompareObjects(expected, actual, path);
        else if (expected.ValueKind == JsonValueKind.Array) CompareArrays(expected, actual, path, name);
        else CompareValues(expected, actual, where, path, name);
    }

    private void CompareObjects(JsonElement expected, JsonElement actual, string path)
    {
        foreach (var property in expected.EnumerateObject())
        {
            var below = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (VaryingText.IsPlaceholder(property.Name)) continue;
            if (actual.TryGetProperty(property.Name, out var value)) Compare(property.Value, value, below, property.Name);
            else Wrong.Add($"The answer has no {below}");
        }
    }

    /// <summary>Each expected item is looked for behind the last one that was found.</summary>
    private void CompareArrays(JsonElement expected, JsonElement actual, string path, string name)
    {
        var wanted = expected.EnumerateArray().Where(i => i.ValueKind != JsonValueKind.String || !VaryingText.IsPlaceholder(i.GetString()!)).ToList();
        var items = actual.EnumerateArray().ToList();
        if (wanted.Count == 0)
        {
            if (expected.GetArrayLength() == 0 && items.Count > 0) Doubts.Add($"{Named(path)} is not empty");
            return;
        }
        if (items.Count == 0)
        {
            Wrong.Add($"{Named(path)} is empty");
            return;
        }
        var from = 0;
        foreach (var item in wanted)
        {
            var found = Enumerable.Range(from, items.Count - from).Select(i => (Index: i, Try: Attempt(item, items[i], path, name))).FirstOrDefault(t => t.Try is { Wrong.Count: 0, Doubts.Count: 0 });
            if (found.Try is null)
            {
                var near = Attempt(item, items[Math.Min(from, items.Count - 1)], $"{path}[{Math.Min(from, items.Count - 1)}]", name);
                Wrong.AddRange(near.Wrong);
                Doubts.AddRange(near.Wrong.Count > 0 ? [] : near.Doubts);
                return;
            }
            Varied += found.Try.Varied;
            from = found.Index + 1;
        }
    }

    private static JsonComparison Attempt(JsonElement expected, JsonElement actual, string path, string name)
    {
        var comparison = new JsonComparison();
        comparison.Compare(expected, actual, path, name);
        return comparison;
    }

    private void CompareValues(JsonElement expected, JsonElement actual, string where, string path, string name)
    {
        if (Same(expected, actual)) return;
        if (expected.ValueKind == JsonValueKind.String && (VaryingText.Alike(expected.GetString()!, actual.GetString()!) || VaryingName().IsMatch(name))) Varied++;
        else if (expected.ValueKind == JsonValueKind.Number && (Measured().IsMatch(name) || Measurements().IsMatch(path)) && !Counted().IsMatch(name)) Varied++;
        else
        {
            var certain = expected.ValueKind is JsonValueKind.True or JsonValueKind.False || State().IsMatch(name)
                || (expected.ValueKind == JsonValueKind.Number && expected.GetDouble() == 0 && Counted().IsMatch(name))
                || (expected.ValueKind == JsonValueKind.String && StateWords.Of(expected.GetString()!) == Tone.Good && StateWords.Of(actual.GetString()!) != Tone.Good);
            (certain ? Wrong : Doubts).Add($"{where} is {Shown(actual)}, not {Shown(expected)}");
        }
    }

    private static bool Same(JsonElement expected, JsonElement actual) => expected.ValueKind switch
    {
        JsonValueKind.String => string.Equals(expected.GetString(), actual.GetString(), StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Number => expected.GetDouble() == actual.GetDouble(),
        _ => expected.ValueKind == actual.ValueKind,
    };

    /// <summary>True and false are of one kind.</summary>
    private static JsonValueKind Kind(JsonElement element) => element.ValueKind == JsonValueKind.False ? JsonValueKind.True : element.ValueKind;

    private static string Named(string path) => path.Length == 0 ? "The answer" : path;

    private static string Shown(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Brief.Of(element.GetRawText()),
    };

    [GeneratedRegex("^(?:status|state|health|healthy|ready|ok|success|phase|result|up|alive|active|enabled|code|status_?code|http_?code|exit_?code)$", RegexOptions.IgnoreCase)]
    private static partial Regex State();

    [GeneratedRegex(@"(?:^|[_-])(?:id|uid|uuid|hash|sha|commit|build|version|time|timestamp|date|at|host|hostname|node|pod|instance|region|zone|url|uri|address|ip|token|etag|image)$|(?:Id|At|Time|Timestamp|Version|Host|Hostname|Url|Hash)$", RegexOptions.IgnoreCase)]
    private static partial Regex VaryingName();

    [GeneratedRegex(@"time|latency|uptime|duration|elapsed|usage|memory|mem|cpu|disk|bytes|size|rate|percent|ratio|load|age|seconds|millis|_ms$|Ms$|timestamp|(?:^|_)(?:id|pid|port)$|p\d\d|avg|average|mean|total|requests|rps|throughput|heap|free|used|available_|score", RegexOptions.IgnoreCase)]
    private static partial Regex Measured();

    [GeneratedRegex(@"(?:^|\.)(?:metrics|stats|statistics|performance|resources|timings?|usage)\.", RegexOptions.IgnoreCase)]
    private static partial Regex Measurements();

    // of these a number other than the expected one means something
    [GeneratedRegex("error|fail|reject|pending|dead|lost|missing|unhealthy|violation|alert|backlog|lag", RegexOptions.IgnoreCase)]
    private static partial Regex Counted();
}
