using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Checks;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Storage;

namespace OpsPortal.Sandbox;

/// <summary>
/// A few checks for each practice system, so that a fault that is injected shows: a crash of <c>platform-service</c> fails "API answers" and
/// "All replicas run". A system that has, or had, any check in the sandbox is left as people made it.
/// </summary>
internal sealed class SandboxChecks(IDbContextFactory<OpsPortalDbContext> storage, SaveCheck save, ILogger<SandboxChecks> log) : IPracticePart
{
    private static readonly CheckForm[] All =
    [
        new("API answers", "platform-service", Component: "API", Spec: new HttpCheck("https://platform.example.com/health", Pointer: "/status", Expect: "healthy"), Objective: new(99.9)),
        new("All replicas run", "platform-service", Component: "API", Spec: new KubernetesCheck(KubernetesCheck.Deployment, Name: "platform-service")),
        new("Certificate", "platform-service", Component: "API", Spec: new TlsCheck("platform.example.com")),
        new("Database connections", "platform-service", Component: "Database", Spec: new SqlCheck("select count(*) from pg_stat_activity"), Thresholds: new("<", 80, 95)),
        new("API answers", "meta-prompt-evolution-hub", Component: "API", Spec: new HttpCheck("https://meta-prompt-evolution.example.com/health", Pointer: "/status", Expect: "healthy")),
        new("Cache answers", "meta-prompt-evolution-hub", Component: "Cache", Spec: new RedisCheck()),
        new("Stable tier answers", "tiered-platform", Component: "Tier 2", Spec: new HttpCheck("http://localhost:8001/health/live")),
        new("Stable tier runs", "tiered-platform", Component: "Tier 2", Spec: new KubernetesCheck(KubernetesCheck.Deployment, Name: "platform-v2-api")),
        new("API answers", "discord-intelligence-bot", Component: "API", Spec: new HttpCheck("https://api.example.com/health", Pointer: "/status", Expect: "healthy")),
        new("API answers", "structured-prompt-service", Component: "API", Spec: new HttpCheck("http://localhost:8000/v1/health", Pointer: "/status", Expect: "healthy")),
    ];

    public async Task ArrangeAsync(string environment, IReadOnlyList<SystemDefinition> systems, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var known = await db.Checks.Where(c => c.Environment!.Name == environment).Select(c => c.System).Distinct().ToListAsync(cancellation);
        foreach (var form in All.Where(f => !known.Contains(f.System!)))
        {
            var saved = await save.AddAsync(Actor.Portal, form with { Environment = environment }, cancellation);
            if (!saved.Succeeded) log.LogWarning("The check {Name} of {System} could not be made: {Problem}", form.Name, form.System, saved.Problem.Detail);
        }
    }
}
