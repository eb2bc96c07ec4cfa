using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>A table for servers that print none: name and age.</summary>
internal static class PlainTable
{
    public static JsonObject Of(IEnumerable<JsonObject> items, DateTimeOffset now) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = new JsonObject(),
        ["columnDefinitions"] = new JsonArray(Column("Name", "name"), Column("Age", "")),
        ["rows"] = new JsonArray([.. items.Select(item => Row(item, now))]),
    };

    private static JsonObject Column(string name, string format) => new()
    {
        ["name"] = name,
        ["type"] = "string",
        ["format"] = format,
        ["description"] = "",
        ["priority"] = 0,
    };

    private static JsonObject Row(JsonObject item, DateTimeOffset now)
    {
        var metadata = item.Map("metadata");
        var age = DateTimeOffset.TryParse(metadata.Text("creationTimestamp"), out var created) ? Age(now - created) : "<unknown>";
        return new() { ["cells"] = new JsonArray(metadata.Text("name") ?? "", age), ["object"] = item.DeepClone() };
    }

    /// <summary>As the API server prints ages, e.g. <c>90s</c>, <c>7m12s</c>, <c>26h</c>, <c>12d</c> (k8s.io/apimachinery, HumanDuration).</summary>
    internal static string Age(TimeSpan age)
    {
        var (s, m, h, d) = ((long)age.TotalSeconds, (long)age.TotalMinutes, (long)age.TotalHours, (long)age.TotalDays);
        return age switch
        {
            _ when s < 0 => "0s",
            _ when s < 120 => $"{s}s",
            _ when m < 10 => With(m, "m", s % 60, "s"),
            _ when m < 180 => $"{m}m",
            _ when h < 8 => With(h, "h", m % 60, "m"),
            _ when h < 48 => $"{h}h",
            _ when d < 8 => With(d, "d", h % 24, "h"),
            _ when d < 730 => $"{d}d",
            _ when d < 8 * 365 => With(d / 365, "y", d % 365, "d"),
            _ => $"{d / 365}y",
        };
    }

    private static string With(long big, string bigUnit, long small, string smallUnit) =>
        small == 0 ? $"{big}{bigUnit}" : $"{big}{bigUnit}{small}{smallUnit}";
}
