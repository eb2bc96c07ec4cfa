using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Files;
using OpsPortal.Sandbox.Runbooks;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal.Sandbox;

/// <summary>
/// Runs the practice systems inside this process where <c>Sandbox:Enabled</c> says so, and makes them known as the environment
/// <c>sandbox</c> with the runbooks of its systems. Everything but the databases begins anew with each start; runbooks and files that
/// people changed stay theirs.
/// </summary>
internal sealed class SandboxHost(
    IConfiguration configuration, SaveEnvironment environments, SaveRunbook runbooks, RunbookFiles files, IEnumerable<IPracticePart> parts, IDbContextFactory<OpsPortalDbContext> storage, TimeProvider time, ILogger<SandboxHost> log)
    : IHostedService
{
    private const string Name = "sandbox";
    private PracticeSystems? systems;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!configuration.GetValue("Sandbox:Enabled", false)) return;
        systems = await PracticeSystems.StartAsync(configuration, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), time, log, cancellationToken);
        await ConnectAsync(systems.Form(Name), cancellationToken);
        foreach (var system in systems.Cluster.Systems) await ImportAsync(system, cancellationToken);
        foreach (var part in parts) await part.ArrangeAsync(Name, systems.Cluster.Systems, cancellationToken);
        log.LogInformation("The sandbox cluster listens on {Address} with {Systems} systems", systems.Server.Address, systems.Cluster.Systems.Count);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (systems is not null) await systems.DisposeAsync();
    }

    private async Task ConnectAsync(EnvironmentForm form, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var known = await db.Environments.AnyAsync(e => e.Name == Name && e.RemovedAt == null, cancellation);
        var saved = known
            ? await environments.ChangeAsync(Actor.Portal, Name, form, cancellation)
            : await environments.AddAsync(Actor.Portal, form, cancellation);
        if (!saved.Succeeded) log.LogWarning("The sandbox could not be made an environment: {Problem}", saved.Problem.Detail);
    }

    /// <summary>Once: whoever changes or removes the schedule has the last word.</summary>
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
        if (!saved.Succeeded)
        {
            log.LogWarning("The runbook of {System} could not be imported: {Problem}", system.Name, saved.Problem.Detail);
            return;
        }
        foreach (var file in SandboxFiles.All(systems!.Cluster).Where(f => f.System == system.Name))
            await files.AttachAsync(Actor.Portal, system.Name, file.Path, file.Bytes, cancellation);
    }
}
