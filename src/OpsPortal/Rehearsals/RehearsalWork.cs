using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Runbooks;
using OpsPortal.Schedules;
using OpsPortal.Storage;

namespace OpsPortal.Rehearsals;

/// <summary>A rehearsal by the calendar. Its owner gets the list of what is broken as the digest of a failed run.</summary>
internal sealed class RehearsalWork(IDbContextFactory<OpsPortalDbContext> storage, RunbookLibrary library, RequestRehearsal request) : IScheduledWork
{
    private const int Named = 20;

    public ScheduleKind Kind => ScheduleKind.Rehearsal;

    public async Task<Result<WorkCheck>> CheckAsync(WorkPlan plan, Actor owner, CancellationToken cancellation) =>
        await library.FindAsync(plan.Runbook, cancellation) is { } edition
            ? new WorkCheck($"Rehearsal of {edition.Runbook.Title}", [.. edition.Compiled.Parameters.Where(p => p.Secret).Select(p => p.Name)], false)
            : RunbookLibrary.Missing(plan.Runbook);

    public async Task<Result<WorkStarted>> StartAsync(Firing firing, RunSchedule schedule, WorkPlan plan, Actor owner, CancellationToken cancellation)
    {
        var made = await request.InvokeAsync(owner, plan.Runbook, plan.Environment, plan.Values, firing.Key, cancellation);
        return made.Succeeded ? new WorkStarted([], made.Value.Id, $"rehearsal {made.Value.Id}") : made.Problem;
    }

    public async Task<WorkEnd?> EndAsync(Firing firing, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var rehearsal = await db.Rehearsals.AsNoTracking().Include(r => r.Steps.OrderBy(s => s.Number)).FirstOrDefaultAsync(r => r.Id == firing.Rehearsal, cancellation);
        if (rehearsal is null) return new(false, "Its rehearsal is gone.");
        if (rehearsal.FinishedAt is null) return null;
        var broken = rehearsal.Steps.Where(s => s.Outcome == StepOutcome.Broken).ToList();
        return new(broken.Count == 0, broken.Count == 0 ? rehearsal.Sentence
            : $"{rehearsal.Sentence}.\n" + string.Join('\n', broken.Take(Named).Select(s => $"{s.Number}. {s.Title}: {s.Reason}")) + (broken.Count > Named ? $"\nand {broken.Count - Named} more" : ""));
    }
}
