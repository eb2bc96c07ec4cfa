using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Scenarios.Support;

/// <summary>A portal process, its database, and a sandbox cluster in this process that it knows as the environment <c>box</c>.</summary>
public sealed class SandboxPortal : IAsyncLifetime
{
    public SandboxCluster Cluster { get; } = SandboxCluster.Create(TimeProvider.System);
    public SandboxServer Server { get; private set; } = null!;
    public PortalProcess Portal { get; private set; } = null!;
    public HttpClient Client => Portal.Client;

    public async Task InitializeAsync()
    {
        Cluster.Start();
        Server = await SandboxServer.StartAsync(Cluster, 0, "sandbox-administrator-token", CancellationToken.None);
        Portal = await PortalProcess.StartAsync(await CreateDatabaseAsync());
        await Client.AddEnvironmentAsync("box", Server.Kubeconfig);
    }

    /// <summary>A database of its own, for portals that a test starts itself.</summary>
    public async Task<string> CreateDatabaseAsync() => await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();

    public async Task DisposeAsync()
    {
        if (Portal is not null) await Portal.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
        await Cluster.StopAsync();
    }
}

[CollectionDefinition(nameof(SandboxPortal))]
public sealed class SandboxPortalScenarios : ICollectionFixture<SandboxPortal>;
