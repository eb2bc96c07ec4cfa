using OpsPortal.Sandbox.Api.Types;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Tables;

/// <summary>Which columns each kind prints.</summary>
internal static class TableColumns
{
    private static readonly IReadOnlyList<Column> Generic =
        [Column.Named, new("Created At", (o, _) => o.Text("metadata.creationTimestamp")) { Type = "date" }];

    private static readonly Dictionary<string, IReadOnlyList<Column>> ByKind = new()
    {
        [ResourceTypes.Pods.Id] = PodTable.Columns,
        [ResourceTypes.Deployments.Id] = WorkloadTables.Deployments,
        [ResourceTypes.ReplicaSets.Id] = WorkloadTables.ReplicaSets,
        [ResourceTypes.ReplicationControllers.Id] = WorkloadTables.ReplicaSets,
        [ResourceTypes.StatefulSets.Id] = WorkloadTables.StatefulSets,
        [ResourceTypes.DaemonSets.Id] = WorkloadTables.DaemonSets,
        [ResourceTypes.ControllerRevisions.Id] = WorkloadTables.ControllerRevisions,
        [ResourceTypes.Jobs.Id] = BatchTables.Jobs,
        [ResourceTypes.CronJobs.Id] = BatchTables.CronJobs,
        [ResourceTypes.HorizontalPodAutoscalers.Id] = AutoscalerTable.Columns,
        [ResourceTypes.Services.Id] = NetworkTables.Services,
        [ResourceTypes.Endpoints.Id] = NetworkTables.Endpoints,
        [ResourceTypes.EndpointSlices.Id] = NetworkTables.EndpointSlices,
        [ResourceTypes.Ingresses.Id] = NetworkTables.Ingresses,
        [ResourceTypes.IngressClasses.Id] = NetworkTables.IngressClasses,
        [ResourceTypes.NetworkPolicies.Id] = NetworkTables.NetworkPolicies,
        [ResourceTypes.ConfigMaps.Id] = ConfigTables.ConfigMaps,
        [ResourceTypes.Secrets.Id] = ConfigTables.Secrets,
        [ResourceTypes.Namespaces.Id] = ClusterTables.Namespaces,
        [ResourceTypes.Nodes.Id] = NodeTable.Columns,
        [ResourceTypes.Events.Id] = EventTable.Columns,
        ["events.events.k8s.io"] = EventTable.Columns,
        [ResourceTypes.PersistentVolumes.Id] = StorageTables.Volumes,
        [ResourceTypes.PersistentVolumeClaims.Id] = StorageTables.Claims,
        [ResourceTypes.StorageClasses.Id] = StorageTables.Classes,
        [ResourceTypes.Roles.Id] = ClusterTables.CreatedAt,
        [ResourceTypes.ClusterRoles.Id] = ClusterTables.CreatedAt,
        [ResourceTypes.RoleBindings.Id] = ClusterTables.Bindings,
        [ResourceTypes.ClusterRoleBindings.Id] = ClusterTables.Bindings,
        [ResourceTypes.ServiceAccounts.Id] = ConfigTables.ServiceAccounts,
        [ResourceTypes.PodDisruptionBudgets.Id] = ClusterTables.DisruptionBudgets,
        [ResourceTypes.ResourceQuotas.Id] = ClusterTables.ResourceQuotas,
        [ResourceTypes.LimitRanges.Id] = ClusterTables.CreatedAt,
        [ResourceTypes.Leases.Id] = ClusterTables.Leases,
        [ResourceTypes.PriorityClasses.Id] = ClusterTables.PriorityClasses,
        [PodMetrics.Type.Id] = UsageTables.Pods,
        [NodeMetrics.Type.Id] = UsageTables.Nodes,
    };


    public static IReadOnlyList<Column> For(ServedType served) =>
        served.IsCustom ? CustomTable.For(served) : ByKind.GetValueOrDefault(served.Type.Id, Generic);
}
