using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging;

/// <summary>Says "I am on it" to a page, and so to its incident, in one transaction. Saying it twice is saying it once.</summary>
public sealed class AcknowledgePage(IDbContextFactory<OpsPortalDbContext> contexts, IncidentActs acts, AuditLog audit, TimeProvider time)
{
    /// <summary>By somebody signed in.</summary>
    public async Task<Result<Page>> InvokeAsync(Actor actor, long id, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "acknowledge pages")!;
        return await StoreAsync(actor, id, cancellation);
    }

    /// <summary>By whoever has the link of the message: it was sent to the page's contact, who need not have an account.</summary>
    public async Task<Result<Page>> ByLinkAsync(long id, CancellationToken cancellation)
    {
        // The link is the right to this one act, whoever is signed in at the browser, and also where the incident is private.
        Sight.Through(null);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Pages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellation) is not { } page) return Missing(id);
        var user = await db.Contacts.Where(c => c.Id == page.ContactId).Select(c => c.UserId).FirstOrDefaultAsync(cancellation);
        return await StoreAsync(new Actor(user ?? Guid.Empty, page.Contact, Role.Responder), id, cancellation);
    }

    private async Task<Result<Page>> StoreAsync(Actor actor, long id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Pages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellation) is not { } page) return Missing(id);
        if (page.Incident is not { } number) await TestAsync(actor, id, cancellation);
        else if (await CallAsync(actor, number, id, cancellation) is { } refused) return refused;
        return await db.Pages.AsNoTracking().Include(p => p.Attempts).FirstAsync(p => p.Id == id, cancellation);
    }

    private async Task<Problem?> CallAsync(Actor actor, long number, long id, CancellationToken cancellation) => (await acts.InvokeAsync(actor, number, "acknowledge pages", "page.acknowledged", async work =>
    {
        var page = await work.Db.Pages.FirstAsync(p => p.Id == id, cancellation);
        var first = page.State == PageState.Open;
        if (first) await EndAsync(work.Db, work, page, actor, work.Now, cancellation);
        if (work.Incident.State == IncidentState.Detected)
            await MoveIncident.EnterAsync(work, IncidentState.Acknowledged, $"{actor.Name} acknowledged: is on it", cancellation);
        // A page above an incident that somebody acknowledged before, a reminder, or a call for help.
        else if (first) work.Tell(TimelineKind.Acknowledged, actor.Name == page.Contact ? $"{actor.Name} acknowledged their page" : $"{actor.Name} acknowledged the page to {page.Contact}");
        return null;
    }, cancellation)).Problem;

    private async Task TestAsync(Actor actor, long id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"page:{id}", cancellation);
        var page = await db.Pages.FirstAsync(p => p.Id == id, cancellation);
        if (page.State != PageState.Open) return;
        await EndAsync(db, null, page, actor, time.GetUtcNow(), cancellation);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "page.acknowledged", "page", $"{id}", new Dictionary<string, string> { ["contact"] = page.Contact }, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task EndAsync(OpsPortalDbContext db, IncidentWork? work, Page page, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        (page.State, page.AcknowledgedAt, page.AcknowledgedBy) = (PageState.Acknowledged, now, actor.Name);
        await SkipAttempts.InvokeAsync(db, work, [page.Id], $"{actor.Name} acknowledged before", cancellation);
    }

    private static Problem Missing(long id) => Problem.NotFound($"There is no page {id}.");
}
