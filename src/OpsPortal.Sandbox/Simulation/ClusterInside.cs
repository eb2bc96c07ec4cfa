using OpsPortal.Sandbox.Simulation.Logs;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>What a cluster knows of itself beyond its objects.</summary>
internal sealed record ClusterInside(ClusterStore Store, PodLives Lives, ImageCatalog Images, PodUsage Usage, Weathers Weathers, SandboxAuthority Authority)
{
    public DateTimeOffset Now => Store.Time.GetUtcNow();
}
