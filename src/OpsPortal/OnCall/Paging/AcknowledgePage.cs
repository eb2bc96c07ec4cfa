using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging;

/// <summary>Says "I am on it" to a page, and so to its incident. Saying it twice is saying it once.</summary>
public sealed class AcknowledgePage(IDbContextFactory<OpsPortalDbContext> contexts, IncidentActs acts, TimeProvider time)
{
    /// <summary>By somebody signed in.</summary>
    public async Task<Result<Page>> InvokeAsync(Actor actor, long id, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "acknowledge pages")!;
        return await StoreAsync(actor, id, cancellation);
    }

    /// <summary>By whoever has the link of the message: it was sent to the page's contact.</summary>
    public async Task<Result<Page>> ByLinkAsync(long id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Pages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellation) is not { } page) return Missing(id);
        var user = await db.Contacts.Where(c => c.Id == page.ContactId).Select(c => c.UserId).FirstOrDefaultAsync(cancellation);
        return await StoreAsync(new Actor(user ?? Guid.Empty, page.Contact, Role.Responder), id, cancellation);
    }

    private async Task<Result<Page>> StoreAsync(Actor actor, long id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Pages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellation) is not { } page) return Missing(id);
        if (page.Incident is { } number)
        {
            var done = await acts.InvokeAsync(actor, number, "acknowledge pages", "page.acknowledged", async work =>
            {
                if (work.Incident.State == IncidentState.Detected)
                    await MoveIncident.EnterAsync(work, IncidentState.Acknowledged, $"{actor.Name} acknowledged: is on it", cancellation);
                else if (page.State == PageState.Open)
                    work.Tell(TimelineKind.Acknowledged, $"{actor.Name} acknowledged the page to {page.Contact}");
                return null;
            }, cancellation);
            if (!done.Succeeded) return done.Problem;
        }
        // A page above an incident that somebody acknowledged before, a reminder, or a test.
        var (now, who) = (time.GetUtcNow(), actor.Name);
        await db.Pages.Where(p => p.Id == id && p.State == PageState.Open).ExecuteUpdateAsync(set => set
            .SetProperty(p => p.State, PageState.Acknowledged).SetProperty(p => p.AcknowledgedAt, now).SetProperty(p => p.AcknowledgedBy, who), cancellation);
        await db.PageAttempts.Where(a => a.PageId == id && a.State == AttemptState.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.State, AttemptState.Skipped).SetProperty(a => a.Reason, $"{who} acknowledged before"), cancellation);
        return await db.Pages.AsNoTracking().Include(p => p.Attempts).FirstAsync(p => p.Id == id, cancellation);
    }

    private static Problem Missing(long id) => Problem.NotFound($"There is no page {id}.");
}
