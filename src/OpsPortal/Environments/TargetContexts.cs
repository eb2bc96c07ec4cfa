using OpsPortal.Targets;

namespace OpsPortal.Environments;

/// <summary>From an environment to everything that an action may use there.</summary>
public sealed class TargetContexts(IClusterConnections clusters, EnvironmentVault vault, TimeProvider time)
{
    /// <param name="defaultNamespace">Null takes that of the cluster's context.</param>
    /// <exception cref="TargetUnreachableException">Its credentials cannot be read.</exception>
    public ActionContext For(OpsEnvironment environment, string? defaultNamespace, IOutput output)
    {
        var context = new ActionContext
        {
            NoCluster = EnvironmentVault.NoCluster(environment),
            DefaultNamespace = defaultNamespace ?? "default",
            Targets = vault.Targets(environment),
            Output = output,
            Time = time,
        };
        if (!environment.HasCluster) return context;
        var cluster = clusters.For(environment);
        return context with { Kubernetes = cluster.Api, DefaultNamespace = defaultNamespace ?? cluster.DefaultNamespace };
    }
}
