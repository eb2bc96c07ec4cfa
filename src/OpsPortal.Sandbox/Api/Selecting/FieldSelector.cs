using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Selecting;

/// <summary>A field selector, e.g. <c>status.phase!=Running,spec.nodeName=node-1</c>.</summary>
internal sealed record FieldSelector(IReadOnlyList<(string Field, bool Equal, string Value)> Terms)
{
    private static readonly string[] Common = ["metadata.name", "metadata.namespace"];

    /// <summary>The fields each kind can be selected by, beside name and namespace.</summary>
    private static readonly Dictionary<string, string[]> Fields = new()
    {
        [ResourceTypes.Pods.Id] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"],
        [ResourceTypes.Events.Id] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        ["events.events.k8s.io"] = ["regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "reason", "reportingController", "type"],
        [ResourceTypes.Namespaces.Id] = ["status.phase"],
        [ResourceTypes.Nodes.Id] = ["spec.unschedulable"],
        [ResourceTypes.Secrets.Id] = ["type"],
        [ResourceTypes.ReplicaSets.Id] = ["status.replicas"],
        [ResourceTypes.Jobs.Id] = ["status.successful"],
        [ResourceTypes.Services.Id] = ["spec.clusterIP", "spec.type"],
    };

    /// <exception cref="ApiError">400 for a field that this kind cannot be selected by.</exception>
    public static FieldSelector Parse(string? text, ResourceType type) =>
        new([.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(term => Term(term, type))]);

    /// <summary>The one name asked for, where there is one.</summary>
    public string? Name => Terms.FirstOrDefault(t => t is { Field: "metadata.name", Equal: true }).Value;

    public bool Matches(JsonObject value) => Terms.All(t => Read(value, t.Field) == t.Value == t.Equal);

    private static (string, bool, string) Term(string text, ResourceType type)
    {
        var at = text.IndexOf('=');
        if (at < 1) throw ApiError.BadRequest($"invalid selector: '{text}'; can't understand '{text}'");
        var unequal = text[at - 1] == '!';
        var field = text[..(unequal ? at - 1 : at)].Trim();
        if (!Common.Contains(field) && !(Fields.TryGetValue(type.Id, out var known) && known.Contains(field)))
            throw ApiError.BadRequest($"field label not supported: {field}");
        return (field, !unequal, text[(at + 1)..].TrimStart('=').Trim());
    }

    private static string Read(JsonObject value, string field) => field switch
    {
        "source" => value.Text("source.component") ?? value.Text("reportingComponent") ?? "",
        "spec.unschedulable" or "spec.hostNetwork" => value.Flag(field) ? "true" : "false",
        "status.successful" => value.Text("status.succeeded") ?? "0",
        _ => value.Text(field) ?? "",
    };
}
