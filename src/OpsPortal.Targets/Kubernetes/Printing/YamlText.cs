using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>YAML as <c>-o yaml</c> prints it: keys sorted, lists not indented below their key.</summary>
internal static class YamlText
{
    public static string Of(JsonNode? node)
    {
        var text = new StringBuilder();
        Value(text, node, 0, 0, inSequence: false);
        return text.Append('\n').ToString();
    }

    /// <param name="indent">Of the block that the value stands in.</param>
    /// <param name="column">Where the value begins.</param>
    private static void Value(StringBuilder text, JsonNode? node, int indent, int column, bool inSequence)
    {
        switch (node)
        {
            case JsonObject { Count: 0 }: text.Append("{}"); break;
            case JsonArray { Count: 0 }: text.Append("[]"); break;
            case JsonObject map: Map(text, map, indent); break;
            case JsonArray list: Sequence(text, list, indent); break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                text.Append(YamlScalar.Write(value.GetValue<string>(), column, inSequence ? indent : indent + 2));
                break;
            default: text.Append(node?.ToJsonString() ?? "null"); break;
        }
    }

    private static void Map(StringBuilder text, JsonObject map, int indent)
    {
        var first = true;
        foreach (var (key, value) in map.OrderBy(p => p.Key, YamlKeyOrder.Instance))
        {
            if (!first) text.Append('\n').Append(' ', indent);
            first = false;
            var name = YamlScalar.Write(key, indent, indent, key: true);
            text.Append(name).Append(':');
            switch (value)
            {
                case JsonObject { Count: > 0 }:
                    text.Append('\n').Append(' ', indent + 2);
                    Value(text, value, indent + 2, indent + 2, inSequence: false);
                    break;
                case JsonArray { Count: > 0 }:
                    text.Append('\n').Append(' ', indent);
                    Value(text, value, indent, indent, inSequence: false);
                    break;
                default:
                    text.Append(' ');
                    Value(text, value, indent, indent + name.Length + 2, inSequence: false);
                    break;
            }
        }
    }

    private static void Sequence(StringBuilder text, JsonArray list, int indent)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0) text.Append('\n').Append(' ', indent);
            text.Append("- ");
            Value(text, list[i], indent + 2, indent + 2, inSequence: true);
        }
    }
}
