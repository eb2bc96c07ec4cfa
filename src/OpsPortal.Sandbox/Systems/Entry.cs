using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Systems;

/// <summary>A mapping in a system's file, read key by key. Every error names the file, the key and what to do.</summary>
internal sealed class Entry(string file, string place, JsonObject fields)
{
    private readonly HashSet<string> read = [];

    public string Text(string key) =>
        OptionalText(key) ?? throw Wrong(key, "is missing", $"add “{key}: …”");

    public string? OptionalText(string key) => Value(key) switch
    {
        null => null,
        JsonValue value => value.TryGetValue(out string? text) ? text : value.ToJsonString(),
        _ => throw Wrong(key, "is not a single value", "write one value behind the colon"),
    };

    public double Number(string key, double otherwise) => OptionalText(key) switch
    {
        null => otherwise,
        { } text when double.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw Wrong(key, $"is “{text}”, which is no number", "write a number such as 3 or 0.5"),
    };

    /// <summary>A duration such as <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>40d</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan otherwise)
    {
        if (OptionalText(key) is not { } text) return otherwise;
        if (double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var count))
            switch (text[^1])
            {
                case 's': return TimeSpan.FromSeconds(count);
                case 'm': return TimeSpan.FromMinutes(count);
                case 'h': return TimeSpan.FromHours(count);
                case 'd': return TimeSpan.FromDays(count);
            }
        throw Wrong(key, $"is “{text}”, which is no duration", "write a number and s, m, h or d, such as 90s or 12d");
    }

    public T Choice<T>(string key, T otherwise) where T : struct, Enum => OptionalText(key) switch
    {
        null => otherwise,
        { } text when Enum.TryParse<T>(text, ignoreCase: true, out var value) && !int.TryParse(text, CultureInfo.InvariantCulture, out _) => value,
        var text => throw Wrong(key, $"is “{text}”", $"write one of {string.Join(", ", Enum.GetNames<T>())}"),
    };

    public IReadOnlyList<string> Texts(string key) => Value(key) switch
    {
        null => [],
        JsonArray list when list.All(i => i is JsonValue) => [.. list.Select(i => i is JsonValue v && v.TryGetValue(out string? s) ? s : i!.ToJsonString())],
        _ => throw Wrong(key, "is not a list of values", $"write “{key}: [one, two]”"),
    };

    public IReadOnlyDictionary<string, string> Map(string key) => Value(key) switch
    {
        null => new Dictionary<string, string>(),
        JsonObject map when map.All(e => e.Value is JsonValue) =>
            map.ToDictionary(e => e.Key, e => e.Value is JsonValue v && v.TryGetValue(out string? s) ? s : e.Value!.ToJsonString()),
        _ => throw Wrong(key, "is not a map of values", $"write “{key}: {{ name: value }}”"),
    };

    public Entry? Inner(string key) => Value(key) switch
    {
        null => null,
        JsonObject map => new Entry(file, $"{place}{key}.", map),
        _ => throw Wrong(key, "is not a map", $"indent its keys below “{key}:”"),
    };

    public IReadOnlyList<Entry> List(string key) => Value(key) switch
    {
        null => [],
        JsonArray list => [.. list.Select((item, i) => item is JsonObject map
            ? new Entry(file, $"{place}{key}[{i}].", map)
            : throw Wrong($"{key}[{i}]", "is not a map", "give each item of the list its keys"))],
        _ => throw Wrong(key, "is not a list", "begin each item with a dash"),
    };

    /// <summary>The members of a map whose values are maps themselves.</summary>
    public IReadOnlyList<(string Name, Entry Entry)> Named(string key) => Value(key) switch
    {
        null => [],
        JsonObject map => [.. map.Select(e => (e.Key, e.Value is JsonObject inner
            ? new Entry(file, $"{place}{key}.{e.Key}.", inner)
            : throw Wrong($"{key}.{e.Key}", "is not a map", "indent its keys below its name")))],
        _ => throw Wrong(key, "is not a map", $"indent the names below “{key}:”"),
    };

    public IReadOnlyList<string> Keys => [.. fields.Select(f => f.Key)];

    /// <summary>Passed on as it stands.</summary>
    public JsonNode? Value(string key)
    {
        read.Add(key);
        return fields[key];
    }

    /// <summary>Refuses keys that nobody read: a mistyped key would be ignored in silence otherwise.</summary>
    public T Whole<T>(T made)
    {
        if (fields.Select(f => f.Key).FirstOrDefault(key => !read.Contains(key)) is { } unknown)
            throw Wrong(unknown, "is unknown", $"remove it or write one of {string.Join(", ", read.Order(StringComparer.Ordinal))}");
        return made;
    }

    public SystemDefinitionException Wrong(string key, string what, string advice) => new($"{file}: {place}{key} {what}: {advice}.");
}

/// <summary>A system's file cannot be used. The message names the file, the key and what to do.</summary>
public sealed class SystemDefinitionException(string message) : Exception(message);
