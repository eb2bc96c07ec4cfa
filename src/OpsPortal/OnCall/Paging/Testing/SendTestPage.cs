using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Testing;

/// <summary>Pages whoever is on call for a schedule, for trial: it goes the whole way that a true page goes.</summary>
public sealed class SendTestPage(IDbContextFactory<OpsPortalDbContext> contexts, OnCallQueries onCall, MakePages pages, AuditLog audit, TimeProvider time)
{
    internal const string Title = "Test page from OpsPortal: nothing is wrong";

    public async Task<Result<Page>> InvokeAsync(Actor actor, string schedule, CancellationToken cancellation)
    {
        if (actor.May(Permission.Write, toDoWhat: "send test pages") is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.OnCallSchedules.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == schedule && s.RemovedAt == null, cancellation) is not { } wanted)
            return Problem.NotFound($"There is no schedule {schedule}; those that are stand under On-call.");
        var now = time.GetUtcNow();
        if ((await onCall.WhoAsync(wanted.Id, now, cancellation))?.Contact is not { } contact)
            return Problem.Conflict($"Nobody is on call for {wanted.Name} now, so nobody would be paged. Fill the gap first.");
        var page = pages.Of(contact, $"on call for {wanted.Name}, and {actor.Name} tries whether pages arrive", Title, urgent: true, now, now, PageKind.Test, null, 0, 1);
        if (page.State == PageState.Unreached) return Problem.Conflict($"{contact.Name} is on call for {wanted.Name}, and has no contact method that works.");
        db.Pages.Add(page);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "page.tested", "schedule", schedule, new Dictionary<string, string> { ["contact"] = contact.Name }, cancellation);
        await transaction.CommitAsync(cancellation);
        return page;
    }
}
