using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging;

/// <summary>Something to tell people that is no incident.</summary>
/// <param name="Because">"the owner of MNT-7": why this person.</param>
/// <param name="Address">Path of the page where it stands.</param>
public sealed record Notice(string Title, string Text, string Because, string Address);

/// <summary>Tells accounts something over their contact methods, within the transaction of what it tells of.</summary>
public sealed class SendNotice(OnCallQueries onCall, MakePages pages)
{
    /// <summary>Once over the first method that works, in no hurry, and nobody has to answer.</summary>
    /// <returns>Who cannot be told: they have no contact, or no method that works.</returns>
    public Task<IReadOnlyList<Guid>> TellAsync(OpsPortalDbContext db, IEnumerable<Guid> accounts, Notice notice, DateTimeOffset now, CancellationToken cancellation) =>
        AddAsync(db, accounts, notice, PageKind.Notice, now, cancellation);

    /// <summary>At once, over one method after the other until they acknowledge.</summary>
    public Task<IReadOnlyList<Guid>> CallAsync(OpsPortalDbContext db, IEnumerable<Guid> accounts, Notice notice, DateTimeOffset now, CancellationToken cancellation) =>
        AddAsync(db, accounts, notice, PageKind.Summons, now, cancellation);

    /// <summary>What called somebody is settled: what is not sent yet stays unsent.</summary>
    /// <param name="address">Of the notices.</param>
    public static async Task EndAsync(OpsPortalDbContext db, string address, string why, CancellationToken cancellation)
    {
        var open = await db.Pages.Where(p => p.Address == address && p.Kind == PageKind.Summons && p.State == PageState.Open).Select(p => p.Id).ToListAsync(cancellation);
        if (open.Count == 0) return;
        await db.Pages.Where(p => open.Contains(p.Id)).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PageState.Stopped).SetProperty(p => p.EndedBecause, why), cancellation);
        await db.PageAttempts.Where(a => open.Contains(a.PageId) && a.State == AttemptState.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.State, AttemptState.Skipped).SetProperty(a => a.Reason, $"Not needed: {why}"), cancellation);
    }

    private async Task<IReadOnlyList<Guid>> AddAsync(OpsPortalDbContext db, IEnumerable<Guid> accounts, Notice notice, PageKind kind, DateTimeOffset now, CancellationToken cancellation)
    {
        List<Guid> untold = [];
        foreach (var account in accounts.Distinct())
        {
            var id = await db.Contacts.Where(c => c.UserId == account && c.RemovedAt == null).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellation);
            var page = id is { } known && await onCall.ContactAsync(known, cancellation) is { } contact ? pages.Of(contact, notice, kind, now) : null;
            if (page is { State: PageState.Open }) db.Pages.Add(page);
            else untold.Add(account);
        }
        return untold;
    }
}
