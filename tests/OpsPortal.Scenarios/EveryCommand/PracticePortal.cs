using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using OpsPortal.Sandbox;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Scenarios.EveryCommand;

/// <summary>A portal process, and the practice systems with real databases in this process; each system is an environment of its own, so that they run side by side.</summary>
public sealed class PracticePortal : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("opsportal-practice-").FullName;
    private PracticeSystems practice = null!;

    /// <summary>The cluster's clock: behind the portal's at first, so that no certificate is of the future, and faster, so that nobody waits.</summary>
    public TimeProvider Time { get; } = new FastTime(10, TimeSpan.FromHours(-3));

    private PrivateRedis redis = null!;
    private KubernetesClientFactory clients = null!;

    public PortalProcess Portal { get; private set; } = null!;
    public IReadOnlyList<SystemDefinition> Systems => practice.Cluster.Systems;

    /// <summary>The cluster, to see what there is.</summary>
    public IKubernetesApi Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var postgres = await PrivatePostgres.RunningAsync();
        redis = await PrivateRedis.StartAsync();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sandbox:Postgres"] = postgres.ConnectionString("postgres"),
            ["Sandbox:Redis"] = redis.Connection,
            ["Sandbox:Directory"] = directory,
        }).Build();
        practice = await PracticeSystems.StartAsync(settings, "practice-administrator-token", Time, NullLogger.Instance, default);
        clients = new(TimeProvider.System, KubeconfigPolicy.Pasted);
        Cluster = clients.For(practice.Server.Kubeconfig, null);
        Portal = await PortalProcess.StartAsync(await postgres.CreateDatabaseAsync());
        foreach (var system in Systems)
        {
            var form = practice.Form(system.Name);
            using var added = await Portal.Client.PostAsJsonAsync("/api/v1/environments", form with { Kubernetes = form.Kubernetes! with { DefaultNamespace = system.DefaultNamespace } });
            if (!added.IsSuccessStatusCode) throw new InvalidOperationException(await added.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Stores a runbook with the files that its system ships.</summary>
    public async Task ImportAsync(string slug, string system, string text)
    {
        using var stored = await Portal.Client.PutAsync($"/api/v1/runbooks/{slug}?system={system}", new StringContent(text));
        stored.EnsureSuccessStatusCode();
        foreach (var file in OpsPortal.Sandbox.Runbooks.SandboxFiles.All(practice.Cluster).Where(f => f.System == system))
        {
            using var attached = await Portal.Client.PutAsync($"/api/v1/runbooks/{slug}/files/{file.Path}", new ByteArrayContent(file.Bytes));
            attached.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Replaces a pod by one that crashes and starts again; its name.</summary>
    public async Task<string> CrashAsync(string @namespace, string pod)
    {
        var owner = string.Join('-', pod.Split('-')[..^2]);
        var fault = practice.Cluster.Faults.Inject(new(OpsPortal.Sandbox.Simulation.Faults.FaultKind.CrashLoop, @namespace, owner));
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var list = await Cluster.ListAsync(new(ApiResource.Pods, @namespace), new(), enough.Token);
        await Cluster.DeleteAsync(new(ApiResource.Pods, @namespace, pod), new(), dryRun: false, enough.Token);
        await foreach (var seen in Cluster.WatchAsync(new(ApiResource.Pods, @namespace), new(), list.ResourceVersion, enough.Token))
            if ((string?)seen.Object["metadata"]?["name"] is { } name && name.StartsWith(owner, StringComparison.Ordinal) && (int?)seen.Object["status"]?["containerStatuses"]?[0]?["restartCount"] > 0)
            {
                practice.Cluster.Faults.Clear(fault.Id);
                return name;
            }
        throw new InvalidOperationException($"No pod of {owner} crashed.");
    }

    public async Task DisposeAsync()
    {
        if (Portal is not null) await Portal.DisposeAsync();
        clients?.Dispose();
        if (practice is not null) await practice.DisposeAsync();
        if (redis is not null) await redis.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}

[CollectionDefinition(nameof(PracticePortal))]
public sealed class PracticePortalScenarios : ICollectionFixture<PracticePortal>;
