using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Defaulting;

/// <summary>Fills in what the API server fills in, by kind.</summary>
internal static class Defaults
{
    private static readonly Dictionary<string, Action<JsonObject>> ByKind = new()
    {
        [ResourceTypes.Pods.Id] = PodDefaults.Pod,
        [ResourceTypes.Deployments.Id] = WorkloadDefaults.Deployment,
        [ResourceTypes.ReplicaSets.Id] = WorkloadDefaults.Replicated,
        [ResourceTypes.ReplicationControllers.Id] = WorkloadDefaults.Replicated,
        [ResourceTypes.StatefulSets.Id] = WorkloadDefaults.StatefulSet,
        [ResourceTypes.DaemonSets.Id] = WorkloadDefaults.DaemonSet,
        [ResourceTypes.Jobs.Id] = BatchDefaults.Job,
        [ResourceTypes.CronJobs.Id] = BatchDefaults.CronJob,
        [ResourceTypes.Services.Id] = NetworkDefaults.Service,
        [ResourceTypes.NetworkPolicies.Id] = NetworkDefaults.NetworkPolicy,
        [ResourceTypes.HorizontalPodAutoscalers.Id] = o => o.Child("spec").Default("minReplicas", 1),
        [ResourceTypes.PersistentVolumeClaims.Id] = o => o.Child("spec").Default("volumeMode", "Filesystem"),
        [ResourceTypes.PersistentVolumes.Id] = StorageDefaults.Volume,
        [ResourceTypes.StorageClasses.Id] = StorageDefaults.Class,
        [ResourceTypes.Secrets.Id] = StorageDefaults.Secret,
        [ResourceTypes.Namespaces.Id] = ClusterDefaults.Namespace,
        [ResourceTypes.RoleBindings.Id] = ClusterDefaults.Binding,
        [ResourceTypes.ClusterRoleBindings.Id] = ClusterDefaults.Binding,
        [ResourceTypes.CustomResourceDefinitions.Id] = ClusterDefaults.Definition,
    };

    public static void Apply(ResourceType type, JsonObject value) => ByKind.GetValueOrDefault(type.Id)?.Invoke(value);

    public static void Default(this JsonObject parent, string key, JsonNode value) => parent[key] ??= value;
}
