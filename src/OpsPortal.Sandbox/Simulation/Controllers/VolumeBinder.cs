using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Provisions a volume for each claim and binds the two; releases the volume of a deleted claim.</summary>
internal sealed class VolumeBinder(ClusterStore store, EventRecorder events) : Controller
{
    private static readonly TimeSpan Provisioning = TimeSpan.FromSeconds(1);

    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.PersistentVolumeClaims];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => [change.Object.Key];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.PersistentVolumeClaims, key.Namespace, key.Name) is not { } claim)
        {
            foreach (var volume in store.View(ResourceTypes.PersistentVolumes).Items.Where(v => Claims(v, key))) Release(volume);
            return null;
        }
        if (claim.Text("status", "phase") == "Bound") return null;
        var left = claim.CreatedAt + Provisioning - store.Time.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        Bind(claim);
        return null;
    }

    private static bool Claims(JsonObject volume, ObjectKey key) =>
        volume.Text("spec", "claimRef", "namespace") == key.Namespace && volume.Text("spec", "claimRef", "name") == key.Name;

    private void Bind(JsonObject claim)
    {
        var name = claim.Text("spec", "volumeName") ?? $"pvc-{claim.Uid}";
        var storage = claim.Text("spec", "resources", "requests", "storage") ?? "1Gi";
        var modes = claim.At("spec", "accessModes") ?? new JsonArray("ReadWriteOnce");
        var storageClass = claim.Text("spec", "storageClassName") ?? "standard";
        store.Create(ResourceTypes.PersistentVolumes, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["creationTimestamp"] = Fields.Stamp(claim.CreatedAt) },
            ["spec"] = new JsonObject
            {
                ["capacity"] = new JsonObject { ["storage"] = storage },
                ["accessModes"] = modes.DeepClone(),
                ["persistentVolumeReclaimPolicy"] = "Delete",
                ["storageClassName"] = storageClass,
                ["volumeMode"] = "Filesystem",
                ["claimRef"] = new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "PersistentVolumeClaim",
                    ["namespace"] = claim.Namespace,
                    ["name"] = claim.Name,
                    ["uid"] = claim.Uid,
                },
                ["hostPath"] = new JsonObject { ["path"] = $"/var/lib/volumes/{name}", ["type"] = "DirectoryOrCreate" },
            },
            ["status"] = new JsonObject { ["phase"] = "Bound" },
        });
        store.Update(ResourceTypes.PersistentVolumeClaims, claim.Namespace, claim.Name, c =>
        {
            c.Into("spec")["volumeName"] = name;
            c.Into("spec")["storageClassName"] = storageClass;
            c.Into("spec")["volumeMode"] ??= "Filesystem";
            c["status"] = new JsonObject { ["phase"] = "Bound", ["accessModes"] = modes.DeepClone(), ["capacity"] = new JsonObject { ["storage"] = storage } };
            return c;
        });
        events.Normal(claim, "persistentvolume-controller", "ProvisioningSucceeded", $"Successfully provisioned volume {name}");
    }

    private void Release(JsonObject volume)
    {
        if (volume.Text("spec", "persistentVolumeReclaimPolicy") == "Delete") store.Remove(ResourceTypes.PersistentVolumes, null, volume.Name);
        else
            store.Update(ResourceTypes.PersistentVolumes, null, volume.Name, v =>
            {
                v.Into("status")["phase"] = "Released";
                return v;
            });
    }
}
