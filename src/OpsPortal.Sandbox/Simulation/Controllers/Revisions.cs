using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>The replica sets of a deployment as its revisions.</summary>
internal static class Revisions
{
    public const string Annotation = "deployment.kubernetes.io/revision";

    /// <summary>Annotations that stay with the deployment when it makes a replica set (deployment_util.go, annotationsToSkip).</summary>
    private static readonly HashSet<string> Own =
    [
        "kubectl.kubernetes.io/last-applied-configuration", Annotation, "deployment.kubernetes.io/revision-history",
        "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to",
    ];

    public static long Of(JsonObject set) =>
        long.TryParse(set.Text("metadata", "annotations", Annotation), CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    public static JsonObject ReplicaSet(JsonObject deployment, JsonObject template, long revision, int replicas)
    {
        var made = (JsonObject)template.DeepClone();
        var hash = Naming.TemplateHash(template);
        made.Into("metadata", "labels")["pod-template-hash"] = hash;
        var selector = (JsonObject)deployment.At("spec", "selector")!.DeepClone();
        selector.Into("matchLabels")["pod-template-hash"] = hash;
        var set = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name}-{hash}",
                ["namespace"] = deployment.Namespace,
                ["labels"] = made.At("metadata", "labels")!.DeepClone(),
                ["ownerReferences"] = new JsonArray(Fields.OwnerReference(deployment)),
            },
            ["spec"] = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = made },
            ["status"] = new JsonObject { ["replicas"] = 0 },
        };
        if (deployment.Number("spec", "minReadySeconds") is { } settling) set["spec"]!["minReadySeconds"] = settling;
        Annotate(set, deployment, revision);
        return set;
    }

    /// <summary>Copies what the deployment says of itself (such as the change cause) and its sizes; the revision only ever rises.</summary>
    public static void Annotate(JsonObject set, JsonObject deployment, long revision)
    {
        var annotations = set.Into("metadata", "annotations");
        foreach (var (key, value) in deployment.Texts("metadata", "annotations"))
            if (!Own.Contains(key)) annotations[key] = value;
        var before = Of(set);
        if (before < revision)
        {
            if (before > 0)
                annotations["deployment.kubernetes.io/revision-history"] = annotations.Text("deployment.kubernetes.io/revision-history") is { Length: > 0 } history
                    ? $"{history},{before}" : $"{before}";
            annotations[Annotation] = revision.ToString(CultureInfo.InvariantCulture);
        }
        Size(set, deployment);
    }

    public static void Size(JsonObject set, JsonObject deployment)
    {
        var annotations = set.Into("metadata", "annotations");
        annotations["deployment.kubernetes.io/desired-replicas"] = $"{deployment.Replicas}";
        annotations["deployment.kubernetes.io/max-replicas"] = $"{deployment.Replicas + RolloutPlan.Limits(deployment).MaxSurge}";
    }
}
