using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Control;

/// <summary>
/// Tells what happened, as Events. The same event about the same object is counted, not repeated; one that has not recurred
/// for an hour is forgotten, as a cluster's default <c>--event-ttl</c> has it.
/// </summary>
internal sealed class EventRecorder(ClusterStore store, Naming naming)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly Dictionary<(string Uid, string Reason, string Message), string> known = [];

    public void Normal(JsonObject about, string component, string reason, string message, string? fieldPath = null) =>
        Record(about, "Normal", component, reason, message, fieldPath);

    public void Warning(JsonObject about, string component, string reason, string message, string? fieldPath = null) =>
        Record(about, "Warning", component, reason, message, fieldPath);

    private void Record(JsonObject about, string type, string component, string reason, string message, string? fieldPath)
    {
        var now = Fields.Stamp(store.Time.GetUtcNow());
        var ns = about.Namespace ?? "default";
        var id = (about.Uid, reason, message);
        if (known.TryGetValue(id, out var name) && store.Update(ResourceTypes.Events, ns, name, e => Again(e, now)) is not null) return;
        name = $"{about.Name}.{naming.Hex(16)}";
        known[id] = name;
        store.Create(ResourceTypes.Events, Event(about, ns, name, type, component, reason, message, fieldPath, now));
    }

    private static JsonObject Again(JsonObject told, string now)
    {
        told["count"] = (told.Number("count") ?? 1) + 1;
        told["lastTimestamp"] = now;
        return told;
    }

    private static JsonObject Event(
        JsonObject about, string ns, string name, string type, string component, string reason, string message, string? fieldPath, string now)
    {
        var involved = new JsonObject
        {
            ["apiVersion"] = about.Text("apiVersion"),
            ["kind"] = about.Text("kind"),
            ["name"] = about.Name,
            ["namespace"] = about.Namespace,
            ["uid"] = about.Uid,
            ["resourceVersion"] = about.Text("metadata", "resourceVersion"),
        };
        if (fieldPath is not null) involved["fieldPath"] = fieldPath;
        var source = new JsonObject { ["component"] = component };
        if (component == "kubelet" && about.Text("spec", "nodeName") is { } node) source["host"] = node;
        return new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = type,
            ["reportingComponent"] = component,
            ["reportingInstance"] = source.Text("host") ?? "",
        };
    }
}
