using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Runbooks;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal.Sandbox;

/// <summary>
/// Runs the practice cluster inside this process where <c>Sandbox:Enabled</c> says so, and makes it known as the environment
/// <c>sandbox</c> with the runbooks of its systems. The cluster begins anew with each start; runbooks that people changed stay theirs.
/// </summary>
public sealed class SandboxHost(
    IConfiguration configuration, SaveEnvironment environments, SaveRunbook runbooks, IDbContextFactory<OpsPortalDbContext> storage, TimeProvider time, ILogger<SandboxHost> log) : IHostedService
{
    private const string Name = "sandbox";
    private SandboxCluster? cluster;
    private SandboxServer? server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!configuration.GetValue("Sandbox:Enabled", false)) return;
        cluster = SandboxCluster.Create(time);
        cluster.Start();
        server = await SandboxServer.StartAsync(
            cluster, configuration.GetValue("Sandbox:Port", 0), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), cancellationToken);
        await ConnectAsync(server.Kubeconfig, cancellationToken);
        foreach (var system in cluster.Systems) await ImportAsync(system, cancellationToken);
        log.LogInformation("The sandbox cluster listens on {Address} with {Systems} systems", server.Address, cluster.Systems.Count);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is not null) await server.DisposeAsync();
        if (cluster is not null) await cluster.StopAsync();
    }

    private async Task ConnectAsync(string kubeconfig, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var form = new EnvironmentForm(Name, Kubernetes: new(kubeconfig));
        var known = await db.Environments.AnyAsync(e => e.Name == Name && e.RemovedAt == null, cancellation);
        var saved = known
            ? await environments.ChangeAsync(Actor.Portal, Name, form, cancellation)
            : await environments.AddAsync(Actor.Portal, form, cancellation);
        if (!saved.Succeeded) log.LogWarning("The sandbox could not be made an environment: {Problem}", saved.Problem.Detail);
    }

    private async Task ImportAsync(SystemDefinition system, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (!await db.Systems.AnyAsync(s => s.Slug == system.Name, cancellation))
        {
            db.Systems.Add(new OpsSystem { Id = Guid.CreateVersion7(time.GetUtcNow()), Slug = system.Name, Name = system.Title, DefaultNamespace = system.DefaultNamespace });
            await db.SaveChangesAsync(cancellation);
        }
        if (system.Runbook is not { } text || await db.Runbooks.AnyAsync(r => r.Slug == system.Name, cancellation)) return;
        var saved = await runbooks.InvokeAsync(Actor.Portal, system.Name, text, system.Name, cancellation);
        if (!saved.Succeeded) log.LogWarning("The runbook of {System} could not be imported: {Problem}", system.Name, saved.Problem.Detail);
    }
}
