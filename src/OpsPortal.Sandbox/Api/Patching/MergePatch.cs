using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Patching;

/// <summary>RFC 7386.</summary>
internal static class MergePatch
{
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var made = target is JsonObject map ? map.Copy() : [];
        foreach (var (key, value) in changes)
        {
            if (value is null) made.Remove(key);
            else made[key] = Apply(made[key], value);
        }
        return made;
    }
}
