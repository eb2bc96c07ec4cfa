using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Schedules;
using OpsPortal.Storage;

namespace OpsPortal.Sandbox;

/// <summary>Has the practice systems' runbooks rehearsed every night.</summary>
internal sealed class SandboxRehearsals(ArrangeSchedule schedules, IDbContextFactory<OpsPortalDbContext> storage, ILogger<SandboxRehearsals> log) : IPracticePart
{
    public async Task ArrangeAsync(string environment, IReadOnlyList<SystemDefinition> systems, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        foreach (var slug in systems.Select(s => s.Name))
        {
            if (await db.Runbooks.FirstOrDefaultAsync(r => r.Slug == slug, cancellation) is not { } runbook) continue;
            if (await db.RunSchedules.AnyAsync(s => s.RunbookId == runbook.Id && s.Kind == ScheduleKind.Rehearsal, cancellation)) continue;
            var made = await schedules.AddAsync(Actor.Portal, new($"Nightly rehearsal of {runbook.Title}", ScheduleKind.Rehearsal, slug, null, environment, "20 3 * * *", null, "UTC", Missed: MissedRule.Skip), cancellation);
            if (!made.Succeeded) log.LogWarning("The runbook of {System} is not rehearsed: {Problem}", slug, made.Problem.Detail);
        }
    }
}
