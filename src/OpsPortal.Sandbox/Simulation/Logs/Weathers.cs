using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Logs;

/// <summary>What containers live through: faults and outages that concern them. Logs, metrics and answers all follow it.</summary>
internal sealed class Weathers(ClusterStore store, FaultBoard faults, Outages outages)
{
    public LogWeather Of(string ns, string workload, PulledImage image, PodVariables variables) =>
        new(image, variables, [.. faults.All.Where(f => f.Concerns(ns, workload))], Outages(ns, image.Profile, variables));

    private List<(DependencyDefinition, string, Outage)> Outages(string ns, ProfileDefinition profile, PodVariables variables)
    {
        List<(DependencyDefinition, string, Outage)> all = [];
        foreach (var dependency in profile.Dependencies)
        {
            if ((variables[dependency.Variable] ?? dependency.Default) is not { } host) continue;
            if (ClusterNames.Service(store, ns, host) is { } service)
                all.AddRange(outages.Of(service.Namespace!, service.Name).Select(outage => (dependency, host, outage)));
            else
                all.Add((dependency, host, new Outage(ns, host, DateTimeOffset.MinValue, null)));
        }
        return all;
    }
}
