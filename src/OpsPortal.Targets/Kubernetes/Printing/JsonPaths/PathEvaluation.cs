using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

/// <summary>Applies a piece of a template to values. A missing field gives nothing; an index that is not there is an error.</summary>
internal static class PathEvaluation
{
    public static IReadOnlyList<JsonNode?> Apply(Chain chain, IReadOnlyList<JsonNode?> input)
    {
        foreach (var node in chain.Nodes) input = Apply(node, input);
        return input;
    }

    private static IReadOnlyList<JsonNode?> Apply(PathNode node, IReadOnlyList<JsonNode?> input) => node switch
    {
        Constant { PerInput: false } text => [text.Value],
        Constant constant => [.. input.Select(_ => constant.Value)],
        Field field => [.. input.OfType<JsonObject>().Where(o => o.ContainsKey(field.Name)).Select(o => o[field.Name])],
        Wildcard => [.. input.SelectMany(Children)],
        Recursive => [.. input.SelectMany(Descendants)],
        Slice slice => [.. input.SelectMany(value => Part(slice, value))],
        Union union => [.. union.Members.SelectMany(member => Apply(member, input))],
        Filter filter => [.. input.SelectMany(value => Passing(filter, value))],
        Keyword => input,
        _ => throw new InvalidOperationException($"Unknown piece {node}."),
    };

    private static IEnumerable<JsonNode?> Children(JsonNode? value) => value switch
    {
        JsonObject map => map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value),
        JsonArray list => list,
        _ => [],
    };

    private static IEnumerable<JsonNode?> Descendants(JsonNode? value)
    {
        var children = Children(value).ToList();
        return children.Count == 0 ? [] : [value, .. children.SelectMany(Descendants)];
    }

    private static IEnumerable<JsonNode?> Part(Slice slice, JsonNode? value)
    {
        if (value is null) return [];
        if (value is not JsonArray list) throw new JsonPathException($"{GoType(value)} is not array or slice");
        var from = slice.From ?? 0;
        if (from < 0) from += list.Count;
        var to = slice.To ?? list.Count;
        if (to < 0 || (to == 0 && slice.Single)) to += list.Count;
        if (from == to) return [];
        if (from >= list.Count || from < 0) throw OutOfBounds(from, list.Count);
        if (to > list.Count || to < 0) throw OutOfBounds(to - 1, list.Count);
        if (from > to) throw new JsonPathException($"starting index {from} is greater than ending index {to}");
        var step = slice.Step ?? 1;
        if (step <= 0) throw new JsonPathException("step must be > 0");
        return list.Take(from..to).Where((_, i) => i % step == 0);
    }

    private static IEnumerable<JsonNode?> Passing(Filter filter, JsonNode? value)
    {
        if (value is not JsonArray list) throw new JsonPathException($"{GoText.Of(value)} is not array or slice and cannot be filtered");
        return list.Where(item =>
        {
            if (filter.Operator is null) return Apply(filter.Left, [item]).Count > 0;
            if (One(filter.Left, item) is not [var left] || One(filter.Right, item) is not [var right]) return false;
            return Holds(left, filter.Operator, right);
        });
    }

    private static IReadOnlyList<JsonNode?> One(Chain side, JsonNode? item) =>
        Apply(side, [item]) is { Count: <= 1 } found ? found : throw new JsonPathException("can only compare one element at a time");

    private static bool Holds(JsonNode? left, string comparison, JsonNode? right)
    {
        var order = Compare(left, right);
        return comparison switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => throw new JsonPathException($"unrecognized filter operator {comparison}"),
        };
    }

    private static int Compare(JsonNode? left, JsonNode? right) => (left?.GetValueKind(), right?.GetValueKind()) switch
    {
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left.TextAt(), right.TextAt()),
        (JsonValueKind.Number, JsonValueKind.Number) => Number(left!).CompareTo(Number(right!)),
        (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => left.FlagAt().CompareTo(right.FlagAt()),
        _ => throw new JsonPathException("incompatible types for comparison"),
    };

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static JsonPathException OutOfBounds(int index, int length) => new($"array index out of bounds: index {index}, length {length}");

    private static string GoType(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "map[string]interface {}",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "int64",
        _ => "bool",
    };
}
