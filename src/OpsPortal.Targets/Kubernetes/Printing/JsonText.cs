using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>JSON as Go's encoding/json writes maps: keys in byte order, <c>&lt; &gt; &amp;</c> escaped.</summary>
internal static class JsonText
{
    /// <summary>On one line.</summary>
    public static string Compact(JsonNode? node) => Write(node, null);

    /// <summary>Indented by four, as <c>-o json</c>.</summary>
    public static string Indented(JsonNode? node) => Write(node, "    ");

    private static string Write(JsonNode? node, string? indent)
    {
        var text = new StringBuilder();
        Append(text, node, indent, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, string? indent, int depth)
    {
        switch (node)
        {
            case JsonObject map:
                Block(text, '{', '}', [.. map.OrderBy(p => p.Key, StringComparer.Ordinal)], indent, depth, pair =>
                {
                    Quote(text, pair.Key);
                    text.Append(indent is null ? ":" : ": ");
                    Append(text, pair.Value, indent, depth + 1);
                });
                break;
            case JsonArray list: Block(text, '[', ']', [.. list], indent, depth, item => Append(text, item, indent, depth + 1)); break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: Quote(text, value.GetValue<string>()); break;
            default: text.Append(node?.ToJsonString() ?? "null"); break;
        }
    }

    private static void Block<T>(StringBuilder text, char open, char close, IReadOnlyList<T> items, string? indent, int depth, Action<T> item)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(',');
            NewLine(text, indent, depth + 1);
            item(items[i]);
        }
        if (items.Count > 0) NewLine(text, indent, depth);
        text.Append(close);
    }

    private static void NewLine(StringBuilder text, string? indent, int depth)
    {
        if (indent is null) return;
        text.Append('\n');
        for (var i = 0; i < depth; i++) text.Append(indent);
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
            switch (c)
            {
                case '"' or '\\': text.Append('\\').Append(c); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029': text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: text.Append(c); break;
            }
        text.Append('"');
    }
}
