using OpsPortal.Access;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Environments;

/// <summary>Asks an environment's targets whether they answer, and what the portal may do there.</summary>
public sealed class TestEnvironment(EnvironmentQueries environments, IClusterConnections clusters)
{
    public async Task<Result<ConnectionReport>> InvokeAsync(Actor actor, string name, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, name, toDoWhat: "test environments") is { } refused) return refused;
        if (await environments.FindAsync(name, cancellation) is not { } environment) return EnvironmentQueries.Missing(name);
        try
        {
            var cluster = clusters.For(environment);
            var version = await cluster.Api.VersionAsync(cancellation);
            var may = await cluster.Api.MayAsync("list", new(ApiResource.Pods, cluster.DefaultNamespace), cancellation);
            return may.Allowed
                ? new ConnectionReport(true, $"Connected to Kubernetes {version.GitVersion}; pods in {cluster.DefaultNamespace} can be listed.")
                : new ConnectionReport(false, $"Connected to Kubernetes {version.GitVersion}, but this account may not list pods in {cluster.DefaultNamespace}{(may.Reason is { Length: > 0 } why ? $": {why}" : "")}. Bind it to a role that may, or choose another namespace.");
        }
        catch (TargetUnreachableException e) { return new ConnectionReport(false, e.Message); }
        catch (KubernetesApiException e) { return new ConnectionReport(false, e.Message); }
    }
}

/// <param name="Message">What happened, and where it failed what to do.</param>
public sealed record ConnectionReport(bool Succeeded, string Message);
