using Microsoft.EntityFrameworkCore;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Sources;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Showing;

/// <summary>Reads what every page shows; all of them at once, since they are few and are kept.</summary>
public sealed class ReadPages(IDbContextFactory<OpsPortalDbContext> contexts, IEnumerable<IStatusSource> sources, TimeProvider time)
{
    /// <summary>Posts on a page; older ones are no longer shown.</summary>
    public const int MostPosts = 500;

    public async Task<IReadOnlyList<PageView>> AllAsync(CancellationToken cancellation)
    {
        // The portal reads, whoever asked for the page: what a page shows is the same for everybody.
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var pages = await db.PublicPages.AsNoTracking().Where(p => p.RemovedAt == null).OrderBy(p => p.Slug).ToListAsync(cancellation);
        if (pages.Count == 0) return [];
        var components = await db.PageComponents.AsNoTracking().Where(c => c.RemovedAt == null).OrderBy(c => c.Position).ThenBy(c => c.Id).ToListAsync(cancellation);
        var from = now - TimeSpan.FromDays(Uptime.Days + 2);
        var spans = (await db.StatusSpans.AsNoTracking().Where(s => s.To == null || s.To >= from).OrderBy(s => s.From).ToListAsync(cancellation)).ToLookup(s => s.ComponentId);
        List<MeasuredSpan> measured = [];
        if (pages.Any(p => p.PublishesByRule)) foreach (var source in sources) measured.AddRange(await source.HistoryAsync(db, from, now, cancellation));
        List<PageView> views = [];
        foreach (var page in pages)
        {
            var own = components.Where(c => c.PageId == page.Id).Select(c => View(c, spans[c.Id], page.PublishesByRule ? measured : []));
            views.Add(View(page, now) with { Components = [.. own], Posts = await PostsAsync(db, page.Id, cancellation) });
        }
        return views;
    }

    private static PageView View(PublicPage page, DateTimeOffset now) => new()
    {
        Id = page.Id,
        Slug = page.Slug,
        Title = page.Title,
        Description = page.Description,
        Audience = page.Audience,
        LinkHash = page.LinkHash,
        IsDefault = page.IsDefault,
        Accent = page.Accent,
        TimeZone = page.TimeZone,
        Language = page.Language,
        Logo = page.Logo,
        LogoType = page.LogoType,
        UpdatedAt = page.UpdatedAt,
        ReadAt = now,
    };

    private static ComponentView View(PageComponent component, IEnumerable<StatusSpan> spans, List<MeasuredSpan> measured)
    {
        var published = spans.Select(s => new SpanView(s.State, s.From, s.To)).ToList();
        foreach (var one in measured.Where(m => ComponentMatch.Covers(component, m.System, m.Component))) published.AddRange(Apart(new(one.State, one.From, one.To), published));
        return new(component.Id, component.Name, component.Description, component.Group, component.DependsOn, component.State, component.Since, component.CreatedAt, component.UpdatedAt,
            [.. published.OrderBy(s => s.From)]);
    }

    /// <summary>What was measured outside of what is known already: no moment counts twice.</summary>
    internal static IEnumerable<SpanView> Apart(SpanView one, IReadOnlyList<SpanView> known)
    {
        var from = one.From;
        foreach (var other in known.Where(k => (k.To is null || k.To > one.From) && (one.To is null || k.From < one.To)).OrderBy(k => k.From).ToList())
        {
            if (other.From > from) yield return one with { From = from, To = other.From };
            if (other.To is not { } end) yield break;
            if (end > from) from = end;
        }
        if (one.To is null || from < one.To) yield return one with { From = from };
    }

    private static async Task<IReadOnlyList<PostView>> PostsAsync(OpsPortalDbContext db, Guid page, CancellationToken cancellation)
    {
        var posts = await db.PublicPosts.AsNoTracking().Where(p => p.PageId == page).OrderByDescending(p => p.StartedAt).ThenByDescending(p => p.Id).Take(MostPosts).ToListAsync(cancellation);
        var ids = posts.ConvertAll(p => p.Id);
        var updates = (await db.PostUpdates.AsNoTracking().Where(u => ids.Contains(u.PostId)).OrderByDescending(u => u.Number).ToListAsync(cancellation)).ToLookup(u => u.PostId);
        return [.. posts.Select(p => new PostView(p.Id, p.Kind, p.Title, p.Status, p.Impact, p.Components, p.StartedAt, p.MonitoringAt, p.ResolvedAt, p.ScheduledFor, p.ScheduledUntil, p.CreatedAt, p.UpdatedAt,
            [.. updates[p.Id].Select(u => new UpdateView(u.Id, u.Status, u.Body, u.At, u.Affected, u.Evidence, u.Notifies))]))];
    }
}
