using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Tables;

/// <summary>A column of a printed table. Priority 1 shows in wide output only.</summary>
internal sealed record Column(string Name, Func<JsonObject, PrintContext, JsonNode?> Cell)
{
    public string Type { get; init; } = "string";
    public string Format { get; init; } = "";
    public int Priority { get; init; }

    public static Column Named { get; } = new("Name", (o, _) => o.Name()) { Format = "name" };

    public static Column Age { get; } = new("Age", (o, at) => at.Age(o.Instant("metadata.creationTimestamp")));

    public static Column Text(string name, Func<JsonObject, string?> cell) => new(name, (o, _) => cell(o) is { Length: > 0 } text ? text : "<none>");

    /// <summary>As <see cref="Text"/>, in wide output only.</summary>
    public static Column Wide(string name, Func<JsonObject, string?> cell) => Text(name, cell) with { Priority = 1 };

    public static Column Count(string name, Func<JsonObject, long?> cell) => new(name, (o, _) => cell(o) ?? 0) { Type = "integer" };

    public JsonObject ToDefinition() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Format,
        ["description"] = "",
        ["priority"] = Priority,
    };
}

/// <summary>What cells need beside the object.</summary>
internal sealed record PrintContext(DateTimeOffset Now, ClusterStore Store)
{
    /// <summary>Since then, as kubectl writes durations.</summary>
    public string Age(DateTimeOffset? since) => since is { } at ? HumanDuration.Of(Now - at) : "<unknown>";
}
