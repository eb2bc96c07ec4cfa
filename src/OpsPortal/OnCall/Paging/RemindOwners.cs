using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Reviews;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging;

/// <summary>Reminds the owners of action items, in business hours and over what does not wake them.</summary>
public sealed class RemindOwners(IDbContextFactory<OpsPortalDbContext> contexts, IncidentActs acts, MakePages pages, OnCallQueries onCall, TimeProvider time)
{
    public async Task InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var due = await db.ActionItems.AsNoTracking().Where(i => i.RemindAt <= now).OrderBy(i => i.RemindAt).Select(i => new { i.Id, i.Incident }).Take(100).ToListAsync(cancellation);
        foreach (var item in due) await RemindAsync(item.Incident, item.Id, cancellation);
    }

    private async Task RemindAsync(long incident, long id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await acts.WithinAsync(db, Actor.Portal, incident, async work =>
        {
            if (await db.ActionItems.FirstOrDefaultAsync(i => i.Id == id && i.RemindAt <= work.Now, cancellation) is not { } item) return;
            item.Reminders++;
            item.RemindAt = KeepActionItems.NextReminder(item.DueOn, work.Now);
            var contact = await db.Contacts.Where(c => c.UserId == item.OwnerId && c.RemovedAt == null).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellation);
            if (contact is not { } found || await onCall.ContactAsync(found, cancellation) is not { } owner) return;
            await pages.AddAsync(work, owner, PageKind.ActionItem, (int)item.Id, item.Reminders, $"{item.Text} (due {item.DueOn:yyyy-MM-dd})", urgent: false, BusinessHours.Usual.Next(work.Now), cancellation);
        }, cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
