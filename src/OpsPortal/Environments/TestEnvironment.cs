using OpsPortal.Access;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Probes;

namespace OpsPortal.Environments;

/// <summary>Asks each of an environment's targets whether it answers, and what the portal may do there.</summary>
public sealed class TestEnvironment(EnvironmentQueries environments, EnvironmentVault vault, IClusterConnections clusters, TargetProbes probes, TimeProvider time)
{
    /// <summary>Asks every target as it is stored.</summary>
    public async Task<Result<ConnectionReport>> InvokeAsync(Actor actor, string name, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, name, toDoWhat: "test environments") is { } refused) return refused;
        if (await environments.FindAsync(name, cancellation) is not { } environment) return EnvironmentQueries.Missing(name);
        return ConnectionReport.Of(await AskAsync(environment, SaveEnvironment.Stored(vault, environment), null, cancellation));
    }

    /// <summary>Asks what a form says, without storing it. What the form leaves blank is taken from the stored environment.</summary>
    /// <param name="name">As the environment is called now; null where it is new.</param>
    /// <param name="only">The one target to ask; null asks all.</param>
    public async Task<Result<ConnectionReport>> InvokeAsync(Actor actor, string? name, EnvironmentForm form, TargetChoice? only, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, "test environments") is { } refused) return refused;
        var environment = name is null ? new OpsEnvironment { Name = form.Name is { Length: > 0 } given ? given : "this environment" } : await environments.FindAsync(name, cancellation);
        if (environment is null) return EnvironmentQueries.Missing(name!);
        if (form.Kubernetes is { } kubernetes)
        {
            if (kubernetes.Kubeconfig is { Length: > 0 } kubeconfig) environment.ProtectedKubeconfig = vault.Protect(kubeconfig);
            if (kubernetes.Context is { } context) environment.Context = context.Length > 0 ? context : null;
            if (kubernetes.DefaultNamespace is { } place) environment.DefaultNamespace = place.Length > 0 ? place : null;
        }
        var targets = TargetChange.Apply(SaveEnvironment.Stored(vault, environment), only is null ? form : only.Alone(form));
        return targets.Succeeded ? ConnectionReport.Of(await AskAsync(environment, targets.Value, only, cancellation)) : targets.Problem;
    }

    private async Task<IReadOnlyList<TargetReport>> AskAsync(OpsEnvironment environment, TargetSettings targets, TargetChoice? only, CancellationToken cancellation)
    {
        List<TargetProbe> all = [.. environment.HasCluster ? [new TargetProbe(TargetKind.Cluster, "Kubernetes", stop => AskClusterAsync(environment, stop), [])] : Array.Empty<TargetProbe>(), .. probes.Of(targets)];
        return await Task.WhenAll(all.Where(p => only?.Covers(p) != false).Select(p => p.RunAsync(time, cancellation)));
    }

    private async Task<(string State, string Message)> AskClusterAsync(OpsEnvironment environment, CancellationToken cancellation)
    {
        try
        {
            var cluster = clusters.For(environment);
            var place = environment.DefaultNamespace ?? cluster.DefaultNamespace;
            var version = await cluster.Api.VersionAsync(cancellation);
            var may = await cluster.Api.MayAsync("list", new(ApiResource.Pods, place), cancellation);
            return may.Allowed
                ? (TargetState.Ok, $"Connected to Kubernetes {version.GitVersion}; pods in {place} can be listed.")
                : (TargetState.Failed, $"Connected to Kubernetes {version.GitVersion}, but this account may not list pods in {place}{(may.Reason is { Length: > 0 } why ? $": {why}" : "")}. Bind it to a role that may, or choose another namespace.");
        }
        catch (KubernetesApiException e)
        {
            return (TargetState.Failed, e.Message);
        }
    }
}
