using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Patching;

/// <summary>The merge keys that the API types declare (<c>patchStrategy</c> and <c>patchMergeKey</c> of k8s.io/api).</summary>
internal static class MergeShapes
{
    private static readonly MergeShape Container = Shape(
        ("env", MergeField.ListBy("name")),
        ("ports", MergeField.ListBy("containerPort")),
        ("volumeMounts", MergeField.ListBy("mountPath")),
        ("volumeDevices", MergeField.ListBy("devicePath")));

    private static readonly MergeShape PodSpec = Shape(
        ("containers", MergeField.ListBy("name", Container)),
        ("initContainers", MergeField.ListBy("name", Container)),
        ("ephemeralContainers", MergeField.ListBy("name", Container)),
        ("volumes", MergeField.ListBy("name")),
        ("imagePullSecrets", MergeField.ListBy("name")),
        ("hostAliases", MergeField.ListBy("ip")),
        ("resourceClaims", MergeField.ListBy("name")),
        ("schedulingGates", MergeField.ListBy("name")),
        ("topologySpreadConstraints", MergeField.ListBy("topologyKey")));

    private static readonly MergeField Metadata = MergeField.Map(Shape(("ownerReferences", MergeField.ListBy("uid")), ("finalizers", MergeField.Values)));

    private static readonly MergeField Template = MergeField.Map(Shape(("metadata", Metadata), ("spec", MergeField.Map(PodSpec))));

    private static readonly MergeField WorkloadSpec = MergeField.Map(Shape(("template", Template)));

    private static readonly MergeField Conditions = MergeField.Map(Shape(("conditions", MergeField.ListBy("type"))));

    private static readonly MergeShape Workload = Shape(("metadata", Metadata), ("spec", WorkloadSpec), ("status", Conditions));

    private static readonly MergeShape Ordinary = Shape(("metadata", Metadata), ("status", Conditions));

    private static readonly Dictionary<string, MergeShape> ByKind = new()
    {
        [ResourceTypes.Deployments.Id] = Workload,
        [ResourceTypes.ReplicaSets.Id] = Workload,
        [ResourceTypes.StatefulSets.Id] = Workload,
        [ResourceTypes.DaemonSets.Id] = Workload,
        [ResourceTypes.ReplicationControllers.Id] = Workload,
        [ResourceTypes.Jobs.Id] = Workload,
        [ResourceTypes.CronJobs.Id] = Shape(("metadata", Metadata), ("spec", MergeField.Map(Shape(("jobTemplate", MergeField.Map(Shape(("metadata", Metadata), ("spec", WorkloadSpec)))))))),
        [ResourceTypes.Pods.Id] = Shape(("metadata", Metadata), ("spec", MergeField.Map(PodSpec)), ("status", MergeField.Map(Shape(("conditions", MergeField.ListBy("type")), ("podIPs", MergeField.ListBy("ip")))))),
        [ResourceTypes.Services.Id] = Shape(("metadata", Metadata), ("spec", MergeField.Map(Shape(("ports", MergeField.ListBy("port"))))), ("status", Conditions)),
        [ResourceTypes.ServiceAccounts.Id] = Shape(("metadata", Metadata), ("secrets", MergeField.ListBy("name")), ("imagePullSecrets", MergeField.ListBy("name"))),
        [ResourceTypes.Nodes.Id] = Shape(("metadata", Metadata), ("spec", MergeField.Map(Shape(("podCIDRs", MergeField.Values)))),
            ("status", MergeField.Map(Shape(("conditions", MergeField.ListBy("type")), ("addresses", MergeField.ListBy("type")))))),
    };

    public static MergeShape For(ResourceType type) => ByKind.GetValueOrDefault(type.Id, Ordinary);

    private static MergeShape Shape(params (string Field, MergeField Rule)[] fields) => new(fields.ToDictionary(f => f.Field, f => f.Rule));
}
