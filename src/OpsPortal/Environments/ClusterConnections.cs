using Microsoft.Extensions.Options;
using OpsPortal.Access;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Environments;

/// <summary>The cluster of an environment, connected once and shared.</summary>
public interface IClusterConnections
{
    /// <exception cref="TargetUnreachableException">The environment has no cluster, or its kubeconfig cannot be used.</exception>
    ClusterHandle For(OpsEnvironment environment);
}

/// <param name="DefaultNamespace">The context's own, else <c>default</c>.</param>
public sealed record ClusterHandle(IKubernetesApi Api, string DefaultNamespace);

/// <summary>From an environment's kubeconfig to its client.</summary>
public sealed class ClusterConnections(EnvironmentVault vault, IOptions<ClusterOptions> options, TimeProvider time) : IClusterConnections, IDisposable
{
    /// <summary>In place of a kubeconfig: the cluster that the portal itself runs in, with its pod's service account.</summary>
    public const string InCluster = "in-cluster";

    private readonly KubernetesClientFactory clients = new(time, Policy(options.Value));

    public ClusterHandle For(OpsEnvironment environment)
    {
        try
        {
            var kubeconfig = vault.Reveal(environment);
            var client = kubeconfig.Trim() == InCluster ? clients.InCluster() : clients.For(kubeconfig, environment.Context);
            return new(environment.ActAsPerson ? client.As(Person(environment)) : client, client.DefaultNamespace);
        }
        catch (KubeconfigException e)
        {
            throw new TargetUnreachableException($"The kubeconfig of {environment.Name} cannot be used: {e.Message}.", inner: e);
        }
    }

    /// <summary>What is wrong with a kubeconfig that somebody wants to store; null where nothing is.</summary>
    public Problem? Check(string kubeconfig, string? context)
    {
        try
        {
            if (kubeconfig.Trim() == InCluster) ClusterConnection.InCluster();
            else Kubeconfig.Parse(kubeconfig, Policy(options.Value)).Connection(context);
            return null;
        }
        catch (KubeconfigException e)
        {
            return Problem.Invalid($"This kubeconfig cannot be used: {e.Message}.", "kubeconfig");
        }
    }

    /// <summary>What a kubeconfig offers to choose from.</summary>
    public static Result<KubeconfigContexts> Contexts(string kubeconfig)
    {
        if (kubeconfig.Trim() == InCluster) return new KubeconfigContexts([], null);
        try
        {
            var config = Kubeconfig.Parse(kubeconfig, KubeconfigPolicy.Pasted);
            return new KubeconfigContexts([.. config.Contexts.Select(c => c.Name)], config.CurrentContext);
        }
        catch (KubeconfigException e)
        {
            return Problem.Invalid($"This is no kubeconfig: {e.Message}.", "kubeconfig");
        }
    }

    private static Impersonation Person(OpsEnvironment environment) => Acting.Person is { } person
        ? new(person.User) { Groups = person.Groups }
        : throw new TargetUnreachableException($"The cluster of {environment.Name} is asked in the name of whoever acts, and here nobody does.");

    public void Dispose() => clients.Dispose();

    private static KubeconfigPolicy Policy(ClusterOptions options) => new() { AllowFiles = options.AllowFiles, AllowExec = options.AllowExec };
}
