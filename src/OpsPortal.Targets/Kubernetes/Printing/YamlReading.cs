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

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value ?? "", Convert(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when Float().IsMatch(text) => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    [GeneratedRegex(@"^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$")]
    private static partial Regex Float();
}
