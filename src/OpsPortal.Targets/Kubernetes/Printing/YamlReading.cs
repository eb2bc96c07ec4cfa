using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>YAML, of which JSON is a part, as JSON. Plain scalars get the types that Kubernetes' own reader (YAML 1.1 core) gives them.</summary>
internal static partial class YamlReading
{
    public static bool TryRead(string text, out JsonNode? node, out string? wrong)
    {
        (node, wrong) = (null, null);
        try
        {
            // JSON first: its escapes and big numbers come through exactly.
            node = JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            try
            {
                var stream = new YamlStream();
                stream.Load(new StringReader(text));
                node = stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode);
                wrong = node is JsonObject or JsonArray ? null : "it is neither an object nor a list; check quotes and braces.";
            }
            catch (YamlException bad)
            {
                wrong = $"{bad.InnerException?.Message ?? bad.Message} (line {bad.Start.Line}, column {bad.Start.Column})";
            }
            return wrong is null;
        }
    }

    /// <summary>All documents of a text, empty ones left out.</summary>
    public static bool TryReadAll(string text, out IReadOnlyList<JsonNode> documents, out string? wrong)
    {
        (documents, wrong) = ([], null);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            documents = [.. stream.Documents.Select(d => Convert(d.RootNode, new Allowance())).OfType<JsonNode>()];
        }
        catch (YamlException bad)
        {
            wrong = $"{bad.InnerException?.Message ?? bad.Message} (line {bad.Start.Line}, column {bad.Start.Column})";
        }
        return wrong is null;
    }

    private static JsonNode? Convert(YamlNode node) => Convert(node, new Allowance());

    private static JsonNode? Convert(YamlNode node, Allowance allowance)
    {
        allowance.Take(node);
        return node switch
        {
            YamlMappingNode map => Map(map, allowance),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(child => Convert(child, allowance))]),
            YamlScalarNode { Style: ScalarStyle.Plain } scalar when scalar.Tag.IsEmpty => Plain(scalar.Value ?? ""),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => null,
        };
    }

    /// <summary>With what <c>&lt;&lt;</c> merges in, below what the map itself says.</summary>
    private static JsonObject Map(YamlMappingNode map, Allowance allowance)
    {
        var made = new JsonObject();
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode name) throw new YamlException(key.Start, key.End, "a key has to be plain text");
            if (name is { Value: "<<", Style: ScalarStyle.Plain })
                foreach (var merged in value is YamlSequenceNode several ? several.Children : [value])
                    foreach (var (inherited, below) in Convert(merged, allowance) as JsonObject ?? [])
                        if (!map.Children.ContainsKey(new YamlScalarNode(inherited)) && !made.ContainsKey(inherited)) made[inherited] = below?.DeepClone();
            if (name.Value != "<<") made[name.Value ?? ""] = Convert(value, allowance);
        }
        return made;
    }

    /// <summary>Anchors can make a small text a huge document.</summary>
    private sealed class Allowance
    {
        private int left = 200_000;

        public void Take(YamlNode node)
        {
            if (--left < 0) throw new YamlException(node.Start, node.End, "the document is too large once its anchors are filled in");
        }
    }

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        // as YAML 1.1 has it, and every file mode is written so: 0644 is 420
        _ when Octal().IsMatch(text) => JsonValue.Create(System.Convert.ToInt64(text.Replace("o", "", StringComparison.Ordinal), 8)),
        _ when Hexadecimal().IsMatch(text) => JsonValue.Create(System.Convert.ToInt64(text, 16)),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when Float().IsMatch(text) => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    [GeneratedRegex("^0o?[0-7]{1,20}$")]
    private static partial Regex Octal();

    [GeneratedRegex("^0x[0-9a-fA-F]{1,15}$")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$")]
    private static partial Regex Float();
}
