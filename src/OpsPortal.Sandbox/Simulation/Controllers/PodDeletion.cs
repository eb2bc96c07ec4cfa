using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

internal static class PodDeletion
{
    /// <summary>Asks for a graceful end; the kubelet takes the object away when the containers have stopped.</summary>
    public static void Delete(ClusterStore store, JsonObject pod) => store.Update(ResourceTypes.Pods, pod.Namespace, pod.Name, current =>
    {
        if (current.IsDeleting) return null;
        var grace = current.Number("spec", "terminationGracePeriodSeconds") ?? 30;
        current.Into("metadata")["deletionGracePeriodSeconds"] = grace;
        current.Into("metadata")["deletionTimestamp"] = Fields.Stamp(store.Time.GetUtcNow().AddSeconds(grace));
        return current;
    });
}
