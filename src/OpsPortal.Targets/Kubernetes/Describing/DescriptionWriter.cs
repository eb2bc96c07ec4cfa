using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Lines of a description in kubectl's layout; tabs separate what is aligned.</summary>
internal sealed class DescriptionWriter(TimeProvider time)
{
    /// <summary>Longer annotations get lines of their own.</summary>
    private const int LongestAnnotation = 140;

    private readonly TabWriter writer = TabWriter.Description();

    /// <param name="level">Steps of two blanks.</param>
    public void Line(int level, string text) => writer.Line(new string(' ', 2 * level) + text);

    public void Line(string text) => writer.Line(text);

    /// <summary>Only where there is a value.</summary>
    public void Optional(int level, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Line(level, $"{label}:\t{value}");
    }

    public IReadOnlyList<string> Flush() => writer.Flush();
    public IReadOnlyList<string> FlushRaw() => writer.FlushRaw();

    public void Labels(string title, IReadOnlyList<KeyValuePair<string, string>> labels) => Several(title, [.. labels.Select(l => $"{l.Key}={l.Value}")]);

    /// <summary>A title with its values below each other.</summary>
    public void Several(string title, IReadOnlyList<string> values)
    {
        if (values.Count == 0) Line($"{title}:\t<none>");
        for (var i = 0; i < values.Count; i++) Line(i == 0 ? $"{title}:\t{values[i]}" : $"\t{values[i]}");
    }

    public void Annotations(string title, JsonNode? metadata)
    {
        List<string> lines = [];
        foreach (var (key, raw) in metadata.MapAt("annotations").Where(a => a.Key != "kubectl.kubernetes.io/last-applied-configuration"))
        {
            var value = raw.EndsWith('\n') ? raw[..^1] : raw;
            if (value.Length + key.Length + 2 <= LongestAnnotation && !value.Contains('\n')) lines.Add($"{key}: {value}");
            else lines.AddRange([$"{key}:", .. value.Split('\n').Select(line => $"  {(line.Length > LongestAnnotation - 2 ? $"{line[..(LongestAnnotation - 2)]}..." : line)}")]);
        }
        Several(title, lines);
    }

    /// <summary>Name, namespace, labels and annotations, as most kinds begin.</summary>
    public void Heading(JsonObject item)
    {
        Line($"Name:\t{item.Name()}");
        Line($"Namespace:\t{item.Namespace()}");
        Labels("Labels", item.MapAt("metadata", "labels"));
        Annotations("Annotations", item["metadata"]);
    }

    /// <summary>Type, status and reason of each condition.</summary>
    public void Conditions(JsonObject item)
    {
        var conditions = item.Objects("status", "conditions").ToList();
        if (conditions.Count == 0) return;
        Line("Conditions:");
        Line(1, "Type\tStatus\tReason");
        Line(1, "----\t------\t------");
        foreach (var c in conditions) Line(1, $"{c.TextAt("type")} \t{c.TextAt("status")}\t{c.TextAt("reason")}");
    }

    public string Age(DateTimeOffset? since) => HumanDuration.Since(since, time);

    /// <summary>RFC 1123 with a numeric zone, in UTC.</summary>
    public static string Date(DateTimeOffset? at) => (at ?? DateTimeOffset.MinValue).UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "<none>" : text;
}
