using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using OpsPortal.Environments;
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

    private PrivatePostgres postgres = null!;
    private PrivateRedis redis = null!;
    private KubernetesClientFactory clients = null!;
    private bool changed;

    public PortalProcess Portal { get; private set; } = null!;
    public IReadOnlyList<SystemDefinition> Systems => practice.Cluster.Systems;

    /// <summary>The cluster, to see what there is.</summary>
    public IKubernetesApi Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        postgres = await PrivatePostgres.RunningAsync();
        await StartPracticeAsync();
        Portal = await PortalProcess.StartAsync(await postgres.CreateDatabaseAsync());
        foreach (var form in Forms())
        {
            using var added = await Portal.Client.PostAsJsonAsync("/api/v1/environments", form);
            if (!added.IsSuccessStatusCode) throw new InvalidOperationException(await added.Content.ReadAsStringAsync());
        }
    }

    /// <summary>
    /// For whoever is about to change the systems: they are as at the beginning, whatever ran before, because runbooks scale down, delete and
    /// truncate, and what one leaves behind must not fail another.
    /// </summary>
    public async Task BeginAsync()
    {
        if (changed)
        {
            await StopPracticeAsync();
            await postgres.ForgetSandboxAsync();
            await StartPracticeAsync();
            foreach (var form in Forms())
            {
                using var moved = await Portal.Client.PatchAsJsonAsync($"/api/v1/environments/{form.Name}", form);
                if (!moved.IsSuccessStatusCode) throw new InvalidOperationException(await moved.Content.ReadAsStringAsync());
            }
        }
        changed = true;
    }

    private IEnumerable<EnvironmentForm> Forms() =>
        Systems.Select(system => practice.Form(system.Name) is var form ? form with { Kubernetes = form.Kubernetes! with { DefaultNamespace = system.DefaultNamespace } } : form);

    private async Task StartPracticeAsync()
    {
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
    }

    private async Task StopPracticeAsync()
    {
        clients?.Dispose();
        if (practice is not null) await practice.DisposeAsync();
        if (redis is not null) await redis.DisposeAsync();
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
        await StopPracticeAsync();
        Directory.Delete(directory, recursive: true);
    }
}

[CollectionDefinition(nameof(PracticePortal))]
public sealed class PracticePortalScenarios : ICollectionFixture<PracticePortal>;
