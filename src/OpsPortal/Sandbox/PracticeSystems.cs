using Npgsql;
using OpsPortal.Environments;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Data;
using OpsPortal.Sandbox.Docker;
using OpsPortal.Sandbox.Host;
using OpsPortal.Sandbox.Http;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox;

/// <summary>Everything that the practice systems consist of, started together: cluster, HTTP services, Docker engine, databases, a place for programs.</summary>
internal sealed class PracticeSystems : IAsyncDisposable
{
    private SandboxDatabases? databases;
    private SandboxServices services = null!;
    private SandboxDocker docker = null!;
    private SandboxToolbox toolbox = null!;

    private PracticeSystems(SandboxCluster cluster) => Cluster = cluster;

    public SandboxCluster Cluster { get; }
    public SandboxServer Server { get; private set; } = null!;

    /// <param name="configuration"><c>Sandbox:Port</c> of the Kubernetes API, <c>Sandbox:Postgres</c> and <c>Sandbox:Redis</c> as connection strings of servers
    /// that are there for the sandbox alone, <c>Sandbox:Directory</c> for its programs; each may be left out.</param>
    public static async Task<PracticeSystems> StartAsync(IConfiguration configuration, string token, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        var settings = configuration.GetSection("Sandbox");
        var systems = new PracticeSystems(SandboxCluster.Create(time));
        systems.Cluster.Start();
        systems.Server = await SandboxServer.StartAsync(systems.Cluster, settings.GetValue("Port", 0), token, cancellation);
        systems.services = await SandboxServices.StartAsync(systems.Cluster, 0, 0, cancellation);
        systems.docker = await SandboxDocker.StartAsync(systems.Cluster, 0, cancellation);
        systems.toolbox = SandboxToolbox.Create(settings["Directory"] ?? Path.Combine(Path.GetTempPath(), $"opsportal-sandbox-{Environment.ProcessId}"), time, systems.docker.Address);
        await systems.StartDatabasesAsync(settings, log, cancellation);
        return systems;
    }

    /// <summary>What a person would type to make them an environment.</summary>
    public EnvironmentForm Form(string name) => new(
        name,
        Kubernetes: new(Server.Kubeconfig),
        Databases: Servers(databases?.Databases),
        Redis: Servers(databases?.Redis),
        Http: new([], [.. services.Routes.Select(r => new Targets.HttpRoute(r.From, r.To))], services.AuthorityPem),
        Prometheus: new($"http://prometheus:9090"),
        Docker: new(docker.Address.ToString(), SandboxDocker.ComposeFile, SandboxDocker.Project),
        Programs: toolbox.Programs,
        Host: new(toolbox.WorkingDirectory, toolbox.SearchPath, toolbox.Paths, toolbox.Variables));

    public async ValueTask DisposeAsync()
    {
        if (databases is not null) await databases.DisposeAsync();
        await docker.DisposeAsync();
        await services.DisposeAsync();
        await Server.DisposeAsync();
        await Cluster.StopAsync();
    }

    /// <summary>Without them the systems still run; their SQL and Redis steps then say which server is missing.</summary>
    private async Task StartDatabasesAsync(IConfigurationSection settings, ILogger log, CancellationToken cancellation)
    {
        try
        {
            databases = await SandboxDatabases.StartAsync(settings["Postgres"], settings["Redis"], [.. Cluster.Systems.Select(s => s.Name)], cancellation);
            foreach (var notice in databases.Notices) log.LogInformation("Sandbox databases: {Notice}", notice);
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            log.LogWarning(e, "The sandbox's databases could not be set up; its SQL and Redis steps will not run");
        }
    }

    private static List<ServerForm> Servers(IReadOnlyList<SandboxBinding>? servers) => [.. (servers ?? []).Select(s => new ServerForm(s.Name, s.ConnectionString, s.Binds))];
}
