using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>What <c>--for</c> asks of an object.</summary>
internal abstract record WaitCondition
{
    /// <param name="item">Null where it is gone.</param>
    public abstract bool Met(JsonObject? item);

    /// <exception cref="StepRefusal">It is none of the forms.</exception>
    public static WaitCondition Parse(string text)
    {
        if (text is "delete" or "create") return new Presence(text == "create");
        if (text.Split('=', 2) is ["condition", var condition])
            return condition.Split('=', 2) is [var type, var status] ? new Condition(type, status) : new Condition(condition, "true");
        if (text.StartsWith("jsonpath=", StringComparison.Ordinal)) return Parsed(text["jsonpath=".Length..]);
        throw new StepRefusal($"'{text}' is nothing to wait for: write condition=Ready, delete, create or jsonpath={{.status.phase}}=Running.");
    }

    private static Field Parsed(string text)
    {
        var (path, value) = text.LastIndexOf("}=", StringComparison.Ordinal) is >= 0 and var end ? (text[..(end + 1)], text[(end + 2)..]) : (text, null);
        try
        {
            return new(JsonPath.Relaxed(path), value?.Trim('\'', '"'));
        }
        catch (JsonPathException wrong)
        {
            throw new StepRefusal($"{path}: {wrong.Message}");
        }
    }

    private sealed record Presence(bool There) : WaitCondition
    {
        public override bool Met(JsonObject? item) => item is not null == There;
    }

    /// <summary>A condition that speaks of an older state of the object does not count.</summary>
    private sealed record Condition(string Type, string Status) : WaitCondition
    {
        public override bool Met(JsonObject? item) => item.Objects("status", "conditions").FirstOrDefault(c => Same(c.TextAt("type"), Type)) is { } found
            && Same(found.TextAt("status"), Status)
            && (found.NumberAt("observedGeneration") ?? item.NumberAt("status", "observedGeneration")) is var seen && (seen is null || item.NumberAt("metadata", "generation") is var now && (now is null || seen >= now));

        private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
    }

    /// <param name="Value">Null is met as soon as there is any.</param>
    private sealed record Field(JsonPath Path, string? Value) : WaitCondition
    {
        public override bool Met(JsonObject? item)
        {
            try
            {
                var found = item is null ? [] : Path.Find(item).SelectMany(v => v).OfType<JsonNode>().ToList();
                return Value is null ? found.Count > 0 : found.Count == 1 && (found[0].TextAt() ?? found[0].ToJsonString()) == Value;
            }
            catch (JsonPathException)
            {
                // an index that is not there yet
                return false;
            }
        }
    }
}
