using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Kubectl;

/// <summary>The five systems, alive, behind HTTPS, with a kubectl for the administrator and one for the viewer.</summary>
public sealed class LivingCluster : IAsyncLifetime, IDisposable
{
    private SandboxServer? server;
    private Kubectl? admin;
    private Kubectl? overSpdy;
    private Kubectl? viewer;

    public SandboxCluster Cluster { get; } = SandboxCluster.Create(TimeProvider.System);
    public string Kubeconfig => server!.Kubeconfig;
    public Kubectl Admin => admin!;
    public Kubectl AdminOverSpdy => overSpdy!;
    public Kubectl Viewer => viewer!;

    public async Task InitializeAsync()
    {
        Cluster.Start();
        server = await SandboxServer.StartAsync(Cluster, 0, "a-token-for-tests", CancellationToken.None);
        (admin, viewer) = (new Kubectl(server.Kubeconfig), new Kubectl(server.ViewerKubeconfig));
        overSpdy = new Kubectl(server.Kubeconfig) { OverSpdy = true };
    }

    public async Task DisposeAsync()
    {
        await server!.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    public void Dispose()
    {
        admin?.Dispose();
        overSpdy?.Dispose();
        viewer?.Dispose();
    }
}
