using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Docker.Templates;

/// <summary>Fills a template once.</summary>
internal sealed class TemplateRun(JsonNode? data)
{
    private readonly Dictionary<string, JsonNode?> variables = new() { ["$"] = data };
    private readonly StringBuilder text = new();

    public string Of(IReadOnlyList<TemplateNode> nodes)
    {
        Write(nodes, data);
        return text.ToString();
    }

    private void Write(IReadOnlyList<TemplateNode> nodes, JsonNode? dot)
    {
        foreach (var node in nodes)
            switch (node)
            {
                case TextNode literal:
                    text.Append(literal.Text);
                    break;
                case ValueNode { Variable: { } variable } assigned:
                    variables[variable] = Value(assigned.Pipe, dot);
                    break;
                case ValueNode value:
                    text.Append(TemplateFunctions.Print(Value(value.Pipe, dot)));
                    break;
                case IfNode branch:
                    var condition = Value(branch.Condition, dot);
                    var holds = TemplateFunctions.IsTrue(condition);
                    Write(holds ? branch.Then : branch.Otherwise, holds && branch.With ? condition : dot);
                    break;
                case RangeNode range:
                    Range(range, dot);
                    break;
            }
    }

    private void Range(RangeNode range, JsonNode? dot)
    {
        var over = Value(range.Over, dot);
        List<(JsonNode? Key, JsonNode? Value)> items = over switch
        {
            JsonArray list => [.. list.Select((item, i) => ((JsonNode?)i, item))],
            JsonObject map => [.. map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => ((JsonNode?)p.Key, p.Value))],
            _ => [],
        };
        if (items.Count == 0) Write(range.None, dot);
        foreach (var (key, value) in items)
        {
            if (range.Key is not null) variables[range.Key] = key;
            if (range.Value is not null) variables[range.Value] = value;
            Write(range.Each, value);
        }
    }

    private JsonNode? Value(Pipe pipe, JsonNode? dot)
    {
        JsonNode? value = null;
        for (var i = 0; i < pipe.Commands.Count; i++)
        {
            var command = pipe.Commands[i];
            IEnumerable<Func<JsonNode?>> arguments = command.Skip(1).Select(o => (Func<JsonNode?>)(() => Value(o, dot)));
            if (i > 0)
            {
                var before = value;
                arguments = arguments.Append(() => before);
            }
            var given = arguments.ToList();
            value = command[0] switch
            {
                FunctionOperand function => TemplateFunctions.Call(function.Name, given),
                // docker's rows have one method: the value of a label
                FieldOperand { Root: null, Path: ["Label"] } when given.Count == 1 => Label(dot, given[0]()?.TextAt() ?? ""),
                var operand when given.Count == 0 => Value(operand, dot),
                var operand => throw new GoTemplateException($"template parsing error: template: :1: can't give argument to non-function {(operand as FieldOperand)?.Text}"),
            };
        }
        return value;
    }

    private JsonNode? Value(Operand operand, JsonNode? dot) => operand switch
    {
        ConstantOperand constant => constant.Value,
        FunctionOperand function => TemplateFunctions.Call(function.Name, []),
        NestedOperand nested => Field(Value(nested.Pipe, dot), nested.Path, $".{string.Join('.', nested.Path)}"),
        FieldOperand { Root: null } field => Field(dot, field.Path, field.Text),
        FieldOperand field => variables.TryGetValue(field.Root!, out var value)
            ? Field(value, field.Path, field.Text)
            : throw new GoTemplateException($"template parsing error: template: :1: undefined variable \"{field.Root}\""),
        _ => null,
    };

    private static JsonNode? Field(JsonNode? value, IReadOnlyList<string> path, string spoken)
    {
        foreach (var name in path)
            value = value switch
            {
                JsonObject map when map.TryGetPropertyValue(name, out var inner) => inner,
                JsonObject => throw new GoTemplateException($"template parsing error: template: :1:2: executing \"\" at <{spoken}>: map has no entry for key \"{name}\""),
                null => throw new GoTemplateException($"template parsing error: template: :1:2: executing \"\" at <{spoken}>: nil data; no entry for key \"{name}\""),
                _ => throw new GoTemplateException($"template parsing error: template: :1:2: executing \"\" at <{spoken}>: can't evaluate field {name} in type {(value.GetValueKind() == JsonValueKind.String ? "string" : "interface {}")}"),
            };
        return value;
    }

    private static string Label(JsonNode? dot, string name) =>
        (dot.TextAt("Labels") ?? "").Split(',').Select(l => l.Split('=', 2)).FirstOrDefault(l => l[0] == name) is [_, var value] ? value : "";
}

internal static class TemplateFunctions
{
    /// <summary>As Go's encoder with its escaping of HTML off.</summary>
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsTrue(JsonNode? value) => value switch
    {
        null => false,
        JsonObject map => map.Count > 0,
        JsonArray list => list.Count > 0,
        _ => value.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, JsonValueKind.String => value.GetValue<string>().Length > 0, _ => Number(value) != 0 },
    };

    /// <summary>Numbers as they came: docker's own are whole.</summary>
    public static string Print(JsonNode? value) => value is null ? "<no value>" : GoText.Of(value);

    public static JsonNode? Call(string name, IReadOnlyList<Func<JsonNode?>> given)
    {
        JsonNode? At(int i) => i < given.Count ? given[i]() : throw new GoTemplateException($"template parsing error: template: :1: wrong number of args for {name}: want at least {i + 1} got {given.Count}");
        string Text(int i) => At(i).TextAt() ?? GoText.Of(At(i));
        switch (name)
        {
            case "json": return At(0)?.ToJsonString(Compact) ?? "null";
            case "upper": return Text(0).ToUpperInvariant();
            case "lower": return Text(0).ToLowerInvariant();
            case "title": return Text(0) is { Length: > 0 } word ? char.ToUpperInvariant(word[0]) + word[1..] : "";
            case "join": return string.Join(Text(1), (At(0) as JsonArray)?.Select(GoText.Of) ?? []);
            case "split": return new JsonArray([.. Text(0).Split(Text(1)).Select(p => (JsonNode?)p)]);
            case "truncate": return Text(0) is var whole && Number(At(1)) is var most && whole.Length > most ? whole[..(int)most] : Text(0);
            case "pad": return new string(' ', (int)Number(At(1))) + Text(0) + new string(' ', (int)Number(At(2)));
            case "len": return At(0) switch { JsonObject map => map.Count, JsonArray list => list.Count, var other => (other.TextAt() ?? "").Length };
            case "index": return Enumerable.Range(1, given.Count - 1).Aggregate(At(0), (value, i) => Index(value, At(i)));
            case "print": return string.Concat(given.Select(g => Print(g())));
            case "println": return string.Join(' ', given.Select(g => Print(g()))) + "\n";
            case "printf": return GoFormat.Of(Text(0), [.. given.Skip(1).Select(g => g())]);
            case "not": return !IsTrue(At(0));
            case "and": return given.Select(g => g()).FirstOrDefault(v => !IsTrue(v), At(given.Count - 1))?.DeepClone();
            case "or": return given.Select(g => g()).FirstOrDefault(IsTrue, At(given.Count - 1))?.DeepClone();
            case "eq": return Enumerable.Range(1, given.Count - 1).Any(i => Compare(At(0), At(i)) == 0);
            case "ne": return Compare(At(0), At(1)) != 0;
            case "lt": return Compare(At(0), At(1)) < 0;
            case "le": return Compare(At(0), At(1)) <= 0;
            case "gt": return Compare(At(0), At(1)) > 0;
            case "ge": return Compare(At(0), At(1)) >= 0;
            default: throw new GoTemplateException($"template parsing error: template: :1: function \"{name}\" not defined");
        }
    }

    private static JsonNode? Index(JsonNode? value, JsonNode? key) => value switch
    {
        JsonObject map => map[key.TextAt() ?? ""] ?? "",
        JsonArray list when Number(key) is var at && at >= 0 && at < list.Count => list[(int)at],
        JsonArray list => throw new GoTemplateException($"template parsing error: template: :1: error calling index: reflect: slice index out of range: {GoText.Of(key)} of {list.Count}"),
        _ => throw new GoTemplateException("template parsing error: template: :1: error calling index: index of untyped nil"),
    };

    private static int Compare(JsonNode? one, JsonNode? other) =>
        one is JsonValue a && other is JsonValue b && a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number
            ? Number(a).CompareTo(Number(b))
            : string.CompareOrdinal(GoText.Of(one), GoText.Of(other));

    private static double Number(JsonNode? value) => double.TryParse(value?.ToString(), out var number) ? number : 0;
}
