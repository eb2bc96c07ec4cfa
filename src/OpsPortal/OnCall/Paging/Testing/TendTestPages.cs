using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Testing;

/// <summary>Sends the test pages that are due. Any number of workers may do so at once; after an outage one comes, not all that were missed.</summary>
public sealed class TendTestPages(IDbContextFactory<OpsPortalDbContext> contexts, OnCallQueries onCall, MakePages pages, TimeProvider time)
{
    public async Task InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var due = await db.TestRoutines.AsNoTracking().Where(r => r.NextAt <= now).OrderBy(r => r.NextAt).Select(r => r.Id).Take(100).ToListAsync(cancellation);
        foreach (var id in due) await SendAsync(id, cancellation);
    }

    private async Task SendAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"test-routine:{id}", cancellation);
        var now = time.GetUtcNow();
        // Another worker may have been faster.
        if (await db.TestRoutines.FirstOrDefaultAsync(r => r.Id == id && r.NextAt <= now, cancellation) is not { } routine) return;
        (routine.LastAt, routine.NextAt, routine.LastProblem) = (now, routine.After(now), null);
        var (contact, because) = await WhomAsync(db, routine, now, cancellation);
        if (contact is null) routine.LastProblem = because;
        else await PageAsync(db, routine, contact, because, now, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task PageAsync(OpsPortalDbContext db, TestRoutine routine, Contact contact, string because, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await db.Pages.FirstOrDefaultAsync(p => p.Id == routine.LastPage && p.State == PageState.Open, cancellation) is { } before)
        {
            (before.State, before.EndedBecause) = (PageState.Stopped, "a newer test page was sent");
            await SkipAttempts.InvokeAsync(db, null, [before.Id], "a newer test page was sent", cancellation);
        }
        var page = pages.Of(contact, $"{because}, and a planned test tries whether pages arrive", SendTestPage.Title, urgent: true, now, now, PageKind.Test, null, 0, 1);
        db.Pages.Add(page);
        // Its number is there.
        await db.SaveChangesAsync(cancellation);
        routine.LastPage = page.Id;
    }

    /// <summary>Whom, and why they; or nobody, and why.</summary>
    private async Task<(Contact? Contact, string Because)> WhomAsync(OpsPortalDbContext db, TestRoutine routine, DateTimeOffset now, CancellationToken cancellation)
    {
        if (routine.ContactId is { } person)
            return await onCall.ContactAsync(person, cancellation) is { } named ? (named, "named by a plan") : (null, "The contact was removed, so nobody was paged.");
        if (await onCall.WhoAsync(routine.ScheduleId!.Value, now, cancellation) is not { } who) return (null, "The schedule was removed, so nobody was paged.");
        return who.Contact is { } contact ? (contact, $"on call for {who.Schedule.Name}") : (null, $"Nobody was on call for {who.Schedule.Name} when the last one was due.");
    }
}
