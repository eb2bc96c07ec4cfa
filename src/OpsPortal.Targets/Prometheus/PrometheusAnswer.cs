using System.Globalization;
using System.Text.Json;

namespace OpsPortal.Targets.Prometheus;

/// <summary>A value at a time, as Prometheus writes it: Unix seconds, and the value as text (<c>NaN</c> and <c>+Inf</c> are values).</summary>
internal readonly record struct Sample(decimal At, string Text)
{
    /// <summary>Null where it cannot be drawn.</summary>
    public double? Value => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds((long)(At * 1000));
}

/// <param name="Name">The metric's name, or empty.</param>
/// <param name="Labels">Without the name, in order.</param>
internal sealed record Series(string Name, IReadOnlyList<(string Name, string Value)> Labels, IReadOnlyList<Sample> Samples)
{
    /// <summary><c>up{job="web"}</c>.</summary>
    public override string ToString() =>
        Labels.Count == 0 && Name.Length > 0 ? Name : $"{Name}{{{string.Join(", ", Labels.Select(l => $"{l.Name}={JsonSerializer.Serialize(l.Value, Plain)}"))}}}";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>An answer of the query API.</summary>
/// <param name="Type"><c>vector</c>, <c>matrix</c>, <c>scalar</c> or <c>string</c>; empty for an error.</param>
internal sealed record PrometheusAnswer(string Type, IReadOnlyList<Series> Series, string? Error, IReadOnlyList<string> Warnings)
{
    /// <summary>Null where the text is none.</summary>
    public static PrometheusAnswer? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (Text(root, "status") == "error") return new("", [], $"{Text(root, "errorType") ?? "error"}: {Text(root, "error")}", []);
            if (Text(root, "status") != "success" || !root.TryGetProperty("data", out var data) || Text(data, "resultType") is not { } type) return null;
            var warnings = root.TryGetProperty("warnings", out var told) && told.ValueKind == JsonValueKind.Array ? told.EnumerateArray().Select(w => w.ToString()).ToList() : [];
            var result = data.GetProperty("result");
            return new(type, type is "scalar" or "string" ? [new("", [], [Pair(result)])] : [.. result.EnumerateArray().Select(One)], null, warnings);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static Series One(JsonElement item)
    {
        var labels = item.GetProperty("metric").EnumerateObject().Select(l => (l.Name, Value: l.Value.GetString() ?? "")).ToList();
        var samples = item.TryGetProperty("values", out var values) ? values.EnumerateArray().Select(Pair) : item.TryGetProperty("value", out var value) ? [Pair(value)] : [];
        return new(labels.FirstOrDefault(l => l.Name == "__name__").Value ?? "", [.. labels.Where(l => l.Name != "__name__").OrderBy(l => l.Name, StringComparer.Ordinal)], [.. samples]);
    }

    private static Sample Pair(JsonElement pair) => new(pair[0].GetDecimal(), pair[1].GetString() ?? "");

    private static string? Text(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
