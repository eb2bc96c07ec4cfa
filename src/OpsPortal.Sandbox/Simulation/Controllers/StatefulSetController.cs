using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Keeps the pods of stateful sets, in order: up from the lowest ordinal, down and renewed from the highest, one at a time.</summary>
internal sealed class StatefulSetController(ClusterStore store, EventRecorder events) : Controller
{
    private const string RevisionLabel = "controller-revision-hash";

    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.StatefulSets, ResourceTypes.Pods];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.StatefulSets
        ? [change.Object.Key]
        : change.Object.Owner is { } owner && owner.Text("kind") == "StatefulSet" ? [new(change.Object.Namespace, owner.Text("name")!)] : [];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.StatefulSets, key.Namespace, key.Name) is not { } set || set.IsDeleting) return null;
        var revision = Revision(set);
        var pods = store.View(ResourceTypes.Pods, key.Namespace).Items.Where(p => p.IsOwnedBy(set)).OrderBy(Ordinal).ToList();
        Act(set, revision, pods);
        Report(set, revision);
        return null;
    }

    private void Act(JsonObject set, string revision, List<JsonObject> pods)
    {
        for (var ordinal = 0; ordinal < set.Replicas; ordinal++)
        {
            var pod = pods.FirstOrDefault(p => Ordinal(p) == ordinal);
            if (pod is null) Create(set, revision, ordinal);
            if (pod is null || pod.IsDeleting || !pod.HasCondition("Ready"))
            {
                if (pod is not null && !pod.IsDeleting && pod.Labels.GetValueOrDefault(RevisionLabel) != revision) Delete(set, pod);
                if (set.Text("spec", "podManagementPolicy") != "Parallel") return;
            }
        }
        if (pods.LastOrDefault(p => Ordinal(p) >= set.Replicas) is { } surplus)
        {
            if (!surplus.IsDeleting) Delete(set, surplus);
            return;
        }
        if (set.Text("spec", "updateStrategy", "type") == "OnDelete") return;
        var from = set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        if (pods.LastOrDefault(p => Ordinal(p) >= from && p.Labels.GetValueOrDefault(RevisionLabel) != revision) is { } outdated) Delete(set, outdated);
    }

    private void Create(JsonObject set, string revision, int ordinal)
    {
        var name = $"{set.Name}-{ordinal}";
        var pod = PodFactory.From((JsonObject)set.At("spec", "template")!, set, name);
        pod.Into("metadata", "labels")[RevisionLabel] = revision;
        pod.Into("metadata", "labels")["statefulset.kubernetes.io/pod-name"] = name;
        pod.Into("metadata", "labels")["apps.kubernetes.io/pod-index"] = $"{ordinal}";
        pod.Into("spec")["hostname"] = name;
        pod.Into("spec")["subdomain"] = set.Text("spec", "serviceName");
        foreach (var claim in set.List("spec", "volumeClaimTemplates")) Claim(set, pod, claim, name);
        if (store.Create(ResourceTypes.Pods, pod) is not null)
            events.Normal(set, "statefulset-controller", "SuccessfulCreate", $"create Pod {name} in StatefulSet {set.Name} successful");
    }

    private void Claim(JsonObject set, JsonObject pod, JsonObject template, string podName)
    {
        var claim = (JsonObject)template.DeepClone();
        var name = $"{template.Name}-{podName}";
        claim["apiVersion"] = "v1";
        claim["kind"] = "PersistentVolumeClaim";
        claim.Into("metadata")["name"] = name;
        claim.Into("metadata")["namespace"] = set.Namespace;
        claim.Into("metadata")["labels"] = set.At("spec", "selector", "matchLabels")?.DeepClone();
        claim.Into("status")["phase"] ??= "Pending";
        store.Create(ResourceTypes.PersistentVolumeClaims, claim);
        var volumes = (JsonArray)(pod.Into("spec")["volumes"] ??= new JsonArray());
        volumes.Add(new JsonObject { ["name"] = template.Name, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = name } });
    }

    private void Delete(JsonObject set, JsonObject pod)
    {
        PodDeletion.Delete(store, pod);
        events.Normal(set, "statefulset-controller", "SuccessfulDelete", $"delete Pod {pod.Name} in StatefulSet {set.Name} successful");
    }

    /// <summary>The name of the controller revision of the present template, made where missing.</summary>
    private string Revision(JsonObject set)
    {
        var template = (JsonObject)set.At("spec", "template")!;
        var name = $"{set.Name}-{Naming.TemplateHash(template)}";
        if (store.Get(ResourceTypes.ControllerRevisions, set.Namespace, name) is not null) return name;
        var data = new JsonObject { ["spec"] = new JsonObject { ["template"] = template.DeepClone() } };
        data["spec"]!["template"]!["$patch"] = "replace";
        var newest = store.View(ResourceTypes.ControllerRevisions, set.Namespace).Items.Where(r => r.IsOwnedBy(set)).Select(r => r.Number("revision") ?? 0).DefaultIfEmpty().Max();
        store.Create(ResourceTypes.ControllerRevisions, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = set.Namespace,
                ["labels"] = set.At("spec", "selector", "matchLabels")?.DeepClone(),
                ["ownerReferences"] = new JsonArray(Fields.OwnerReference(set)),
            },
            ["data"] = data,
            ["revision"] = newest + 1,
        });
        return name;
    }

    private void Report(JsonObject set, string revision)
    {
        var pods = store.View(ResourceTypes.Pods, set.Namespace).Items.Where(p => p.IsOwnedBy(set) && !p.IsDeleting).ToList();
        var ready = pods.Count(p => p.HasCondition("Ready"));
        var updated = pods.Count(p => p.Labels.GetValueOrDefault(RevisionLabel) == revision);
        store.Update(ResourceTypes.StatefulSets, set.Namespace, set.Name, s =>
        {
            var done = updated == s.Replicas && ready == s.Replicas;
            var current = done ? revision : s.Text("status", "currentRevision") ?? revision;
            s["status"] = new JsonObject
            {
                ["observedGeneration"] = s.Number("metadata", "generation"),
                ["replicas"] = pods.Count,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["currentReplicas"] = pods.Count(p => p.Labels.GetValueOrDefault(RevisionLabel) == current),
                ["updatedReplicas"] = updated,
                ["currentRevision"] = current,
                ["updateRevision"] = revision,
                ["collisionCount"] = 0,
            };
            return s;
        });
    }

    private static int Ordinal(JsonObject pod) => int.Parse(pod.Name[(pod.Name.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
}
