using Microsoft.EntityFrameworkCore;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Sources;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Managing;

/// <summary>A page with all that those inside see of it.</summary>
/// <param name="Proposals">That wait; the newest first.</param>
/// <param name="Posts">Newest first, at most 50.</param>
/// <param name="Subscribers">That confirmed.</param>
public sealed record PageSheet(PublicPage Page, IReadOnlyList<PageComponent> Components, IReadOnlyList<StatusProposal> Proposals, IReadOnlyList<PublicPost> Posts, int Subscribers)
{
    public IReadOnlyList<(string Count, string Kind, string How)> Told { get; init; } = [];
}

/// <summary>Status pages to look at from inside. Proposals of systems that the reader may not see are not there.</summary>
public sealed class StatusQueries(IDbContextFactory<OpsPortalDbContext> contexts)
{
    public async Task<IReadOnlyList<PageSheet>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        List<PageSheet> sheets = [];
        foreach (var page in await db.PublicPages.AsNoTracking().Where(p => p.RemovedAt == null).OrderByDescending(p => p.IsDefault).ThenBy(p => p.Title).ToListAsync(cancellation)) sheets.Add(await SheetAsync(db, page, cancellation));
        return sheets;
    }

    /// <summary>Null where there is no such page.</summary>
    public async Task<PageSheet?> FindAsync(string slug, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.PublicPages.AsNoTracking().FirstOrDefaultAsync(p => p.Slug == slug && p.RemovedAt == null, cancellation) is { } page ? await SheetAsync(db, page, cancellation) : null;
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<PostUpdate>> UpdatesAsync(Guid post, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.PostUpdates.AsNoTracking().Where(u => u.PostId == post).OrderByDescending(u => u.Number).ToListAsync(cancellation);
    }

    private static async Task<PageSheet> SheetAsync(OpsPortalDbContext db, PublicPage page, CancellationToken cancellation)
    {
        var components = await db.PageComponents.AsNoTracking().Where(c => c.PageId == page.Id && c.RemovedAt == null).OrderBy(c => c.Position).ToListAsync(cancellation);
        var proposals = await db.StatusProposals.AsNoTracking().Where(p => p.PageId == page.Id && p.Outcome == ProposalState.Waiting).OrderByDescending(p => p.Id).ToListAsync(cancellation);
        var posts = await db.PublicPosts.AsNoTracking().Where(p => p.PageId == page.Id).OrderByDescending(p => p.UpdatedAt).Take(50).ToListAsync(cancellation);
        var subscribers = await db.Subscribers.AsNoTracking().Where(s => s.PageId == page.Id && s.ConfirmedAt != null && s.EndedAt == null).CountAsync(cancellation);
        // How the last messages fared, without saying to whom they went.
        var outcomes = await (from m in db.SubscriberMessages
                              join s in db.Subscribers on m.SubscriberId equals s.Id
                              where s.PageId == page.Id
                              group m by new { s.Kind, m.State } into g
                              select new { g.Key.Kind, g.Key.State, Count = g.Count() }).ToListAsync(cancellation);
        return new(page, components, proposals, posts, subscribers) { Told = [.. outcomes.OrderBy(o => o.Kind).ThenBy(o => o.State).Select(o => ($"{o.Count}", $"{o.Kind}", o.State.ToString().ToLowerInvariant()))] };
    }
}
