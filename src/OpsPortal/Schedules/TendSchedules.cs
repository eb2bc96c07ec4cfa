using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Channels;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

/// <summary>
/// Looks after what is due: claims times, begins what was claimed, notes how it ended, tells owners. Any number of workers may do so at
/// once: a time is claimed by one conditional UPDATE with the row of its firing, and beginning it twice is beginning it once, by its key.
/// </summary>
internal sealed class TendSchedules(
    IDbContextFactory<OpsPortalDbContext> storage, IEnumerable<IScheduledWork> works, ApproveSchedule approvals, OwnerActors owners, ScheduleVault vault, TellOwner tell, TimeProvider time, ILogger<TendSchedules> log)
{
    private const int AtOnce = 50;
    private const int MostTellings = 5;
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(5);

    public async Task InvokeAsync(CancellationToken cancellation)
    {
        await ClaimAsync(cancellation);
        await approvals.ReviewAsync(cancellation);
        await EachAsync(FiringState.Due, StartAsync, cancellation);
        await EachAsync(FiringState.Started, FinishAsync, cancellation);
        await TellAsync(cancellation);
    }

    private async Task ClaimAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var due = await db.RunSchedules.AsNoTracking().Where(s => s.NextAt <= now && s.PausedAt == null && s.RemovedAt == null).OrderBy(s => s.NextAt).Take(AtOnce).ToListAsync(cancellation);
        foreach (var schedule in due) await ClaimAsync(schedule, now, cancellation);
    }

    private async Task ClaimAsync(RunSchedule schedule, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = DueTime.Of(schedule.Times(), schedule.NextAt!.Value, now, schedule.Missed);
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Of many portals one finds the time still to come; and whoever paused or changed it a moment ago was first.
        var claimed = await db.RunSchedules.Where(s => s.Id == schedule.Id && s.NextAt == schedule.NextAt && s.Revision == schedule.Revision && s.PausedAt == null && s.RemovedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.NextAt, found.Next), cancellation);
        if (claimed == 0) return;
        if (!await db.Firings.AnyAsync(f => f.ScheduleId == schedule.Id && f.DueAt == found.At, cancellation))
            db.Firings.Add(new()
            {
                Id = Guid.CreateVersion7(now),
                ScheduleId = schedule.Id,
                DueAt = found.At,
                CreatedAt = now,
                Reason = found.Reason,
                State = found.Runs ? FiringState.Due : FiringState.Skipped,
                FinishedAt = found.Runs ? null : now,
            });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task EachAsync(FiringState state, Func<OpsPortalDbContext, Firing, CancellationToken, Task> act, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        foreach (var firing in await db.Firings.AsNoTracking().Where(f => f.State == state).OrderBy(f => f.DueAt).Take(AtOnce * 4).ToListAsync(cancellation))
            try
            {
                await act(db, firing, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is not DbUpdateException && !DatabaseTrouble.Passes(e))
            {
                log.LogError(e, "The run of schedule {Schedule} that was due {Due} failed in the portal", firing.ScheduleId, firing.DueAt);
                await MoveAsync(db, firing, FiringState.Refused, $"It failed in the portal, which is a bug worth reporting: {e.Message}", true, cancellation);
            }
    }

    private async Task StartAsync(OpsPortalDbContext db, Firing firing, CancellationToken cancellation)
    {
        var schedule = await db.RunSchedules.AsNoTracking().Include(s => s.Runbook).Include(s => s.Environment).FirstAsync(s => s.Id == firing.ScheduleId, cancellation);
        if (schedule.RemovedAt is not null || schedule.Environment!.RemovedAt is not null)
        {
            await MoveAsync(db, firing, FiringState.Refused, schedule.RemovedAt is not null ? "The schedule was removed" : $"The environment {schedule.Environment!.Name} was removed", schedule.RemovedAt is null, cancellation);
            return;
        }
        if (await db.Firings.AnyAsync(f => f.ScheduleId == schedule.Id && f.State == FiringState.Started, cancellation))
        {
            var place = await db.Firings.CountAsync(f => f.ScheduleId == schedule.Id && f.State == FiringState.Due && f.DueAt < firing.DueAt, cancellation);
            if (schedule.Overlap == OverlapRule.Skip) await MoveAsync(db, firing, FiringState.Skipped, "The run before it had not ended", false, cancellation);
            else if (place > 0) await MoveAsync(db, firing, FiringState.Skipped, "The run before it had not ended, and another one waited already", false, cancellation);
            return;
        }
        var work = works.First(w => w.Kind == schedule.Kind);
        var owner = await owners.OfAsync(schedule, cancellation);
        var begun = await work.StartAsync(firing, schedule, new(schedule.Runbook!.Slug, schedule.Part, schedule.Environment.Name, vault.ValuesOf(schedule)), owner, cancellation);
        if (!begun.Succeeded)
        {
            await MoveAsync(db, firing, FiringState.Refused, begun.Problem.Detail, true, cancellation);
            return;
        }
        await db.Firings.Where(f => f.Id == firing.Id && f.State == FiringState.Due).ExecuteUpdateAsync(f => f
            .SetProperty(x => x.State, FiringState.Started)
            .SetProperty(x => x.Executions, begun.Value.Executions.ToList())
            .SetProperty(x => x.Rehearsal, begun.Value.Rehearsal)
            .SetProperty(x => x.Reason, $"{firing.Reason}: {begun.Value.Sentence}"), cancellation);
    }

    private async Task FinishAsync(OpsPortalDbContext db, Firing firing, CancellationToken cancellation)
    {
        var kind = await db.RunSchedules.Where(s => s.Id == firing.ScheduleId).Select(s => s.Kind).FirstAsync(cancellation);
        if (await works.First(w => w.Kind == kind).EndAsync(firing, cancellation) is { } end)
            await MoveAsync(db, firing, end.Succeeded ? FiringState.Succeeded : FiringState.Failed, end.Sentence, !end.Succeeded, cancellation);
    }

    private async Task MoveAsync(OpsPortalDbContext db, Firing firing, FiringState to, string reason, bool tells, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await db.Firings.Where(f => f.Id == firing.Id && f.State == firing.State).ExecuteUpdateAsync(f => f
            .SetProperty(x => x.State, to).SetProperty(x => x.Reason, reason).SetProperty(x => x.FinishedAt, now).SetProperty(x => x.TellAt, tells ? now : null), cancellation);
    }

    private async Task TellAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        foreach (var firing in await db.Firings.AsNoTracking().Where(f => f.TellAt <= now).OrderBy(f => f.TellAt).Take(AtOnce).ToListAsync(cancellation))
        {
            // Claimed before it is sent: rather not told than told twice by two portals. What is not taken comes again.
            var again = firing.Tellings + 1 < MostTellings ? now + TellAgain * (firing.Tellings + 1) : (DateTimeOffset?)null;
            if (await db.Firings.Where(f => f.Id == firing.Id && f.TellAt == firing.TellAt).ExecuteUpdateAsync(f => f.SetProperty(x => x.TellAt, again).SetProperty(x => x.Tellings, x => x.Tellings + 1), cancellation) == 0) continue;
            var schedule = await db.RunSchedules.AsNoTracking().Include(s => s.Environment).FirstAsync(s => s.Id == firing.ScheduleId, cancellation);
            var title = firing.State == FiringState.Refused ? $"{schedule.Name} could not run in {schedule.Environment!.Name}" : $"{schedule.Name} failed in {schedule.Environment!.Name}";
            var delivery = await tell.InvokeAsync(schedule.OwnerId, $"firing-{firing.Id:N}", title, $"{firing.Reason}\n\nIt was due {firing.DueAt:yyyy-MM-dd HH:mm} UTC ({schedule.Times().Sentence}).", $"/schedules/{schedule.Id}", cancellation);
            var told = delivery is null ? $"{schedule.Owner} has no way to be told" : delivery.Why is { } why ? $"{schedule.Owner} could not be told: {why}" : $"{schedule.Owner} was told";
            var done = delivery is not Delivery.Temporary;
            await db.Firings.Where(f => f.Id == firing.Id).ExecuteUpdateAsync(f => f.SetProperty(x => x.Told, told).SetProperty(x => x.TellAt, x => done ? null : x.TellAt), cancellation);
        }
    }
}

/// <summary>Tends schedules for as long as this process works.</summary>
internal sealed class ScheduleWatch(TendSchedules schedules, TimeProvider time, ILogger<ScheduleWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try { await schedules.InvokeAsync(stopping); }
                catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Schedules could not be looked after; again in {Interval}", Interval); }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
