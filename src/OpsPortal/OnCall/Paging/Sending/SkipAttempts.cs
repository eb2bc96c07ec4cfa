using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>What waits to be sent is no longer needed. What a worker is sending at this moment ends by itself.</summary>
internal static class SkipAttempts
{
    internal const string MayHaveArrived = "An earlier try may have arrived";

    /// <param name="work">Null for test pages, which have no timeline.</param>
    public static async Task InvokeAsync(OpsPortalDbContext db, IncidentWork? work, IReadOnlyCollection<long> pages, string reason, CancellationToken cancellation)
    {
        if (pages.Count == 0) return;
        // Of what was tried before, nobody can tell that it was not sent.
        foreach (var attempt in await db.PageAttempts.AsNoTracking().Include(a => a.Page).Where(a => pages.Contains(a.PageId) && a.State == AttemptState.Waiting && a.InDoubt).ToListAsync(cancellation))
            if (await db.PageAttempts.Where(a => a.Id == attempt.Id && a.State == AttemptState.Waiting).ExecuteUpdateAsync(set => set
                .SetProperty(a => a.State, AttemptState.Unknown).SetProperty(a => a.Reason, $"{MayHaveArrived}; {reason}."), cancellation) == 1)
                work?.Tell(TimelineKind.Page, $"Page to {attempt.Page!.Contact} by {MethodWords.Of(attempt.Kind)}: delivery unknown. {MayHaveArrived}; {reason}.",
                    new Dictionary<string, string> { ["page"] = $"{attempt.PageId}", ["delivery"] = "unknown" });
        await db.PageAttempts.Where(a => pages.Contains(a.PageId) && a.State == AttemptState.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.State, AttemptState.Skipped).SetProperty(a => a.Reason, reason), cancellation);
    }
}
