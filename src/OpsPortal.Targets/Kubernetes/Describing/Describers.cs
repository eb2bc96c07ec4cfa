namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Who describes which kind.</summary>
internal static class Describers
{
    private static readonly Dictionary<(string Group, string Resource), Func<DescriptionWriter, DescribedObject, Task>> ByResource = new()
    {
        [("", "pods")] = PodDescription.WriteAsync,
        [("apps", "deployments")] = WorkloadDescription.WriteDeploymentAsync,
        [("apps", "replicasets")] = WorkloadDescription.WriteReplicaSetAsync,
        [("apps", "daemonsets")] = WorkloadDescription.WriteDaemonSetAsync,
        [("apps", "statefulsets")] = WorkloadDescription.WriteStatefulSetAsync,
        [("batch", "jobs")] = JobDescription.WriteJobAsync,
        [("batch", "cronjobs")] = JobDescription.WriteCronJobAsync,
        [("", "services")] = NetworkDescription.WriteServiceAsync,
        [("networking.k8s.io", "ingresses")] = NetworkDescription.WriteIngressAsync,
        [("networking.k8s.io", "networkpolicies")] = NetworkPolicyDescription.WriteAsync,
        [("", "nodes")] = NodeDescription.WriteAsync,
        [("autoscaling", "horizontalpodautoscalers")] = AutoscalerDescription.WriteAsync,
        [("", "configmaps")] = ConfigurationDescription.WriteConfigMapAsync,
        [("", "secrets")] = ConfigurationDescription.WriteSecretAsync,
        [("", "namespaces")] = ConfigurationDescription.WriteNamespaceAsync,
        [("", "persistentvolumes")] = StorageDescription.WriteVolumeAsync,
        [("", "persistentvolumeclaims")] = StorageDescription.WriteClaimAsync,
    };

    /// <summary>Kinds of which kubectl tells no events.</summary>
    private static readonly HashSet<(string, string)> WithoutEvents = [("", "secrets"), ("", "namespaces"), ("networking.k8s.io", "networkpolicies")];

    /// <summary>The lines; and what the events' refusal was, where there was one.</summary>
    public static async Task<(IReadOnlyList<string> Lines, string? Refusal)> DescribeAsync(DescribedObject described, TimeProvider time)
    {
        var key = (described.Resource.Group, described.Resource.Name);
        var writer = new DescriptionWriter(time);
        await ByResource.GetValueOrDefault(key, GenericDescription.WriteAsync)(writer, described);
        var refusal = WithoutEvents.Contains(key) ? null : await EventsDescription.WriteAsync(writer, described);
        return ([.. writer.Flush().SelectMany(line => line.Split('\n'))], refusal);
    }
}
