using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>A state of a workload that can be gone back to.</summary>
/// <param name="Keeper">The ReplicaSet or ControllerRevision that keeps it.</param>
/// <param name="Template">The pod template then.</param>
internal sealed record Revision(long Number, JsonObject Keeper, JsonObject Template)
{
    public string? ChangeCause => Keeper.Annotation("kubernetes.io/change-cause");

    /// <summary>"v1.4.2", or whole image names where there are several: what a person knows a revision by.</summary>
    public string Images => string.Join(", ", Template.Objects("spec", "containers").Select(c => c.TextAt("image")));
}

internal static class Revisions
{
    /// <summary>Oldest first.</summary>
    public static async Task<IReadOnlyList<Revision>> OfAsync(IKubernetesApi api, Selected workload, CancellationToken cancellation)
    {
        var keepers = workload.Object.TextAt("kind") == "Deployment" ? ApiResource.ReplicaSets : ApiResource.ControllerRevisions;
        var path = new ResourcePath(keepers, workload.Object.Namespace());
        var selector = new ListOptions { LabelSelector = LabelSelectorText.Of(workload.Object.At("spec", "selector")) };
        var list = await api.ListAsync(path, selector, cancellation);
        return [.. list.Items.Where(k => k.Controller().TextAt("uid") == workload.Object.Uid()).Select(keepers.Typed).Select(Read).OfType<Revision>().OrderBy(r => r.Number)];
    }

    /// <summary>The one asked for, or without a number the second highest; null where there is none.</summary>
    public static Revision? Target(IReadOnlyList<Revision> revisions, long asked) =>
        asked > 0 ? revisions.FirstOrDefault(r => r.Number == asked) : revisions.Count > 1 ? revisions[^2] : null;

    /// <summary>Equal but for the hash label that the controller adds.</summary>
    public static bool SameTemplate(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(WithoutHash(one), WithoutHash(other));

    public static JsonObject WithoutHash(JsonNode? template)
    {
        var copy = (JsonObject?)template?.DeepClone() ?? [];
        (copy.At("metadata", "labels") as JsonObject)?.Remove("pod-template-hash");
        // The API server writes these two only into some of the copies.
        (copy["metadata"] as JsonObject)?.Remove("creationTimestamp");
        copy.Remove("$patch");
        return copy;
    }

    private static Revision? Read(JsonObject keeper) => keeper.TextAt("kind") == "ControllerRevision"
        ? keeper.NumberAt("revision") is { } number ? new(number, keeper, keeper.At("data", "spec", "template") as JsonObject ?? []) : null
        : long.TryParse(keeper.Annotation("deployment.kubernetes.io/revision"), out var revision) ? new(revision, keeper, keeper.At("spec", "template") as JsonObject ?? []) : null;
}
