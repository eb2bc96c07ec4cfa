using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Incidents;
using OpsPortal.Incidents.StatusUpdates;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Sources;

/// <summary>
/// What happens to an incident reaches the pages in the same transaction: a status update that a person sends is published where the
/// system stands on a page, everything else is proposed. Private incidents never leave.
/// </summary>
internal sealed class TellPages(ProposeStatus propose, WritePost write, Languages languages, AuditLog audit, IDbContextFactory<OpsPortalDbContext> contexts) : IIncidentListener, IStatusAudience
{
    public async Task HearAsync(IncidentWork work, IncidentNews news, CancellationToken cancellation)
    {
        if (work.Incident.Private) return;
        if (news is IncidentNews.StatusTold told) await PublishAsync(work, told.Text, cancellation);
        else if (news is IncidentNews.Declared or IncidentNews.Moved or IncidentNews.SeverityChanged) await propose.InvokeAsync(work.Db, work.Incident.System, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WhereAsync(Incident incident, CancellationToken cancellation)
    {
        if (incident.Private) return [];
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var told = await PagesAsync(db, incident, cancellation);
        return [.. told.Select(t => t.Page.Title)];
    }

    private async Task PublishAsync(IncidentWork work, string text, CancellationToken cancellation)
    {
        var (db, incident) = (work.Db, work.Incident);
        if (!await db.PageComponents.AnyAsync(c => c.RemovedAt == null && c.System == incident.System, cancellation)) return;
        await WritePost.LockAsync(db, cancellation);
        var source = $"incident:{incident.Number}";
        foreach (var (page, lines) in await PagesAsync(db, incident, cancellation))
        {
            var names = string.Join(", ", lines.Select(l => l.Name));
            var post = await db.PublicPosts.FirstOrDefaultAsync(p => p.PageId == page.Id && p.Source == source, cancellation)
                // Its own title may name what is internal; a person can give a better one with the next update.
                ?? new() { Id = Guid.NewGuid(), PageId = page.Id, Title = languages.Of(page.Language).Say("rule.title", names), StartedAt = incident.DetectedAt, CreatedAt = work.Now, Source = source };
            var states = lines.Where(l => l.State != ComponentState.UnderMaintenance).ToDictionary(l => l.Id, _ => IncidentSource.State(incident));
            await write.AddAsync(db, page, post, new(Status(incident.State), text, states, work.Actor.Name, work.Actor.Id, $"/incidents/{incident.Number}"), cancellation);
            await audit.AppendAsync(db, work.Actor, "status.published", "statusPage", page.Slug, new Dictionary<string, string> { ["post"] = $"{post.Id:N}", ["incident"] = incident.Name, ["status"] = post.Status.Code() }, cancellation);
        }
    }

    private static async Task<IReadOnlyList<(PublicPage Page, List<PageComponent> Lines)>> PagesAsync(OpsPortalDbContext db, Incident incident, CancellationToken cancellation)
    {
        var lines = await db.PageComponents.Where(c => c.RemovedAt == null && c.System == incident.System).OrderBy(c => c.Position).ToListAsync(cancellation);
        var touched = lines.Where(l => incident.Components.Count == 0 || incident.Components.Any(c => ComponentMatch.Covers(l, incident.System, c))).ToLookup(l => l.PageId);
        var ids = touched.Select(t => t.Key).ToList();
        var pages = await db.PublicPages.Where(p => ids.Contains(p.Id) && p.RemovedAt == null).OrderBy(p => p.Slug).ToListAsync(cancellation);
        return [.. pages.Select(p => (p, touched[p.Id].ToList()))];
    }

    private static PostStatus Status(IncidentState state) => state switch
    {
        IncidentState.Mitigated => PostStatus.Monitoring,
        IncidentState.Resolved => PostStatus.Resolved,
        IncidentState.Reviewed => PostStatus.Postmortem,
        _ => PostStatus.Investigating,
    };
}
