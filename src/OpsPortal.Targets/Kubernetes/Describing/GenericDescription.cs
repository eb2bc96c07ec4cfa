using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Any other kind: every field, with a label made of its name.</summary>
internal static partial class GenericDescription
{
    private static readonly HashSet<string> Acronyms = ["API", "URL", "UID", "OSB", "GUID"];
    private static readonly HashSet<string> Told = [".metadata.managedFields", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.annotations"];

    public static Task WriteAsync(DescriptionWriter writer, DescribedObject described)
    {
        writer.Heading(described.Object);
        Write(writer, 0, described.Object, "");
        return Task.CompletedTask;
    }

    private static void Write(DescriptionWriter writer, int level, JsonObject content, string path)
    {
        foreach (var (field, value) in content.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var here = $"{path}.{field}";
            if (Told.Contains(here)) continue;
            switch (value)
            {
                case JsonObject map:
                    writer.Line(level, $"{Label(field)}:");
                    Write(writer, level + 1, map, here);
                    break;
                case JsonArray list:
                    writer.Line(level, $"{Label(field)}:");
                    foreach (var item in list)
                        if (item is JsonObject child) Write(writer, level + 1, child, here);
                        else writer.Line(level + 1, GoText.Of(item));
                    break;
                default:
                    writer.Line(level, $"{Label(field)}:\t{GoText.Of(value)}");
                    break;
            }
        }
    }

    /// <summary>"creationTimestamp" → "Creation Timestamp".</summary>
    private static string Label(string field)
    {
        if (field.Any(c => !char.IsLetter(c) && c != '-')) return field;
        return string.Join(' ', Words().Matches(field).Select(m => m.Value).Select(word =>
            Acronyms.Contains(word.ToUpperInvariant()) ? word.ToUpperInvariant() : word.All(char.IsLower) ? $"{char.ToUpperInvariant(word[0])}{word[1..]}" : word));
    }

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-+")]
    private static partial Regex Words();
}
