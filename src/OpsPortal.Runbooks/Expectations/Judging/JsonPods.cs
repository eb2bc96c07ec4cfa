using System.Text.Json;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>Pods in the JSON that kubectl prints.</summary>
internal static class JsonPods
{
    public sealed record Pod(string Name, string? Problem, bool Finished);

    /// <summary>Null where the output is no JSON of pods.</summary>
    public static List<Pod>? In(IReadOnlyList<SubjectLine> lines)
    {
        if (JsonText.Read(lines) is not { ValueKind: JsonValueKind.Object } root) return null;
        if (root.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
            return items.GetArrayLength() > 0 && items.EnumerateArray().All(IsPod) ? [.. items.EnumerateArray().Select(Of)] : null;
        return IsPod(root) ? [Of(root)] : null;
    }

    private static bool IsPod(JsonElement item) => Text(item, "kind") == "Pod";

    private static Pod Of(JsonElement pod)
    {
        var name = pod.TryGetProperty("metadata", out var metadata) ? Text(metadata, "name") ?? "a pod" : "a pod";
        if (!pod.TryGetProperty("status", out var status)) return new(name, "has no status", false);
        var phase = Text(status, "phase");
        if (phase == "Succeeded") return new(name, null, true);
        if (phase != "Running") return new(name, $"is {phase ?? "in no known phase"}", false);
        if (!status.TryGetProperty("containerStatuses", out var containers) || containers.ValueKind != JsonValueKind.Array) return new(name, "does not tell whether it is ready", false);
        var ready = containers.EnumerateArray().Count(c => c.ValueKind == JsonValueKind.Object && c.TryGetProperty("ready", out var r) && r.ValueKind == JsonValueKind.True);
        return new(name, ready < containers.GetArrayLength() ? $"is Running, but {ready} of {containers.GetArrayLength()} are ready" : null, false);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
