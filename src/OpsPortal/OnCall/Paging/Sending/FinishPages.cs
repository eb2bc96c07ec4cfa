using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>What came of a message, written by whoever still holds it. Where it did not get through, the person's next method is due at once; after the last, the next level.</summary>
internal sealed class FinishPages(IDbContextFactory<OpsPortalDbContext> contexts, IncidentActs acts, IPagePoints points, ILiveBus bus, TimeProvider time)
{
    public async Task InvokeAsync(ClaimedMessage message, Outcome outcome, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        List<Incident> told = [];
        // Incidents first, in the order of their numbers, as everywhere; tests have none.
        foreach (var page in message.Attempts.Where(a => a.Page!.Incident is null)) await StoreAsync(db, message, page, outcome, null, cancellation);
        foreach (var group in message.Attempts.Where(a => a.Page!.Incident is not null).GroupBy(a => a.Page!.Incident!.Value).OrderBy(g => g.Key))
            if (await acts.WithinAsync(db, Actor.Portal, group.Key, async work =>
            {
                foreach (var attempt in group) await StoreAsync(db, message, attempt, outcome, work, cancellation);
            }, cancellation) is { } incident) told.Add(incident);
        await points.ReachAsync(PagePoint.BeforeResult, message.First.Page!.Incident);
        await transaction.CommitAsync(cancellation);
        foreach (var incident in told) await bus.PublishAsync(new(HintKind.Incident, $"{incident.Number}", incident.LastEntry), cancellation);
    }

    private async Task StoreAsync(OpsPortalDbContext db, ClaimedMessage message, PageAttempt attempt, Outcome outcome, IncidentWork? work, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var held = db.PageAttempts.Where(a => a.Id == attempt.Id && a.ClaimId == message.Claim && a.State == AttemptState.Sending);
        var again = outcome.Again;
        // Nobody waits for it any more.
        var open = await db.Pages.Where(p => p.Id == attempt.PageId).Select(p => p.State).FirstAsync(cancellation) == PageState.Open;
        var (doubt, reason) = (attempt.InDoubt || outcome.Doubt, outcome.Reason);
        var state = again is not null ? open ? AttemptState.Waiting : AttemptState.Skipped : outcome.State;
        // Once nobody could tell whether it arrived, nobody can tell that it did not.
        if (doubt && state is AttemptState.Skipped or AttemptState.Failed) (state, reason) = (AttemptState.Unknown, $"{SkipAttempts.MayHaveArrived}. {reason}");
        var (due, sent) = (again ?? attempt.DueAt, state is AttemptState.Delivered or AttemptState.Unknown ? now : (DateTimeOffset?)null);
        var stored = await held.ExecuteUpdateAsync(set => set
            .SetProperty(a => a.State, state).SetProperty(a => a.Reason, reason).SetProperty(a => a.InDoubt, doubt).SetProperty(a => a.DueAt, due).SetProperty(a => a.SentAt, a => sent ?? a.SentAt)
            .SetProperty(a => a.ClaimId, (Guid?)null).SetProperty(a => a.LeaseUntil, (DateTimeOffset?)null), cancellation);
        if (stored == 0) return;
        if (work is not null && state is AttemptState.Delivered or AttemptState.Unknown or AttemptState.Failed)
            work!.Tell(TimelineKind.Page, Sentence(attempt, state, reason), new Dictionary<string, string> { ["page"] = $"{attempt.PageId}", ["delivery"] = state.ToString().ToLowerInvariant() });
        if (state == AttemptState.Delivered && attempt.Page!.Kind == PageKind.Notice) await CloseAsync(db, attempt.PageId, cancellation);
        if (state is AttemptState.Unknown or AttemptState.Failed && open) await NextRungAsync(db, attempt, now, work, cancellation);
    }

    /// <summary>Told is told: a notice wants no answer.</summary>
    private static async Task CloseAsync(OpsPortalDbContext db, long page, CancellationToken cancellation)
    {
        await db.Pages.Where(p => p.Id == page && p.State == PageState.Open).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, PageState.Stopped).SetProperty(p => p.EndedBecause, "It arrived, and wants no answer."), cancellation);
        await db.PageAttempts.Where(a => a.PageId == page && a.State == AttemptState.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.State, AttemptState.Skipped).SetProperty(a => a.Reason, "It arrived over another method"), cancellation);
    }

    private static async Task NextRungAsync(OpsPortalDbContext db, PageAttempt attempt, DateTimeOffset now, IncidentWork? work, CancellationToken cancellation)
    {
        var left = await db.PageAttempts.Where(a => a.PageId == attempt.PageId && (a.State == AttemptState.Waiting || a.State == AttemptState.Sending)).OrderBy(a => a.DueAt).Select(a => new { a.Id, a.State }).ToListAsync(cancellation);
        if (left.Count > 0)
        {
            var next = left[0].Id;
            await db.PageAttempts.Where(a => a.Id == next && a.State == AttemptState.Waiting && a.DueAt > now).ExecuteUpdateAsync(set => set.SetProperty(a => a.DueAt, now), cancellation);
            return;
        }
        if (await db.PageAttempts.AnyAsync(a => a.PageId == attempt.PageId && (a.State == AttemptState.Delivered || a.State == AttemptState.Unknown), cancellation)) return;
        await db.Pages.Where(p => p.Id == attempt.PageId && p.State == PageState.Open).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, PageState.Unreached).SetProperty(p => p.EndedBecause, "No contact method got through."), cancellation);
        if (work is null) return;
        work.Tell(TimelineKind.Page, $"{attempt.Page!.Contact} could not be reached by any method");
        // Whoever else of this level was reached still has their time.
        if (!await db.Pages.AnyAsync(p => p.Incident == work.Incident.Number && p.State == PageState.Open && p.Kind == PageKind.Call, cancellation)
            && await db.Escalations.FirstOrDefaultAsync(e => e.Incident == work.Incident.Number, cancellation) is { NextAt: not null } escalation) escalation.NextAt = now;
    }

    private static string Sentence(PageAttempt attempt, AttemptState state, string? reason) => state switch
    {
        AttemptState.Delivered => $"Page to {attempt.Page!.Contact} delivered by {MethodWords.Of(attempt.Kind)}",
        AttemptState.Unknown => $"Page to {attempt.Page!.Contact} by {MethodWords.Of(attempt.Kind)}: delivery unknown. {reason}",
        _ => $"Page to {attempt.Page!.Contact} by {MethodWords.Of(attempt.Kind)} failed. {reason}",
    };
}

/// <param name="Again">When it is tried again; null where this is the end of the attempt.</param>
/// <param name="Doubt">It may have arrived all the same.</param>
internal sealed record Outcome(AttemptState State, string? Reason, DateTimeOffset? Again = null, bool Doubt = false);
