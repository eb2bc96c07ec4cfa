using Microsoft.EntityFrameworkCore;
using OpsPortal.Maintenance;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Sources;

/// <summary>
/// What a page tells of maintenance follows the work itself, in the same transaction: it begins when somebody begins, ends when it is
/// completed, and lasts longer when it is extended or overruns. What nobody published stays unsaid.
/// </summary>
internal sealed class FollowMaintenance(ProposeStatus propose, WritePost write, Languages languages) : IMaintenanceListener
{
    public async Task HearAsync(MaintenanceWork work, MaintenanceNews news, CancellationToken cancellation)
    {
        var (db, plan) = (work.Db, work.Plan);
        if (news is MaintenanceNews.Announced)
        {
            foreach (var system in plan.Systems) await propose.InvokeAsync(db, system, cancellation);
            return;
        }
        if (Words(news) is not { } words) return;
        var key = MaintenanceSource.Key(plan);
        var posts = await db.PublicPosts.Where(p => p.Source == key && p.ResolvedAt == null).ToListAsync(cancellation);
        if (posts.Count == 0) return;
        await WritePost.LockAsync(db, cancellation);
        foreach (var post in posts)
        {
            if (await db.PublicPages.FirstOrDefaultAsync(p => p.Id == post.PageId && p.RemovedAt == null, cancellation) is not { } page) continue;
            (post.ScheduledFor, post.ScheduledUntil) = (plan.StartedAt ?? plan.StartsAt, plan.EndsAt);
            var status = Status(news, post);
            await write.AddAsync(db, page, post, new(status, languages.Of(page.Language).Say(words), await StatesAsync(db, post, status, cancellation), work.Actor.Name, work.Actor.Id, MaintenanceSource.Evidence(plan)), cancellation);
        }
    }

    private static PostStatus Status(MaintenanceNews news, PublicPost post) => news switch
    {
        MaintenanceNews.Completed or MaintenanceNews.Cancelled => PostStatus.Completed,
        MaintenanceNews.Started => PostStatus.InProgress,
        _ => post.Status,
    };

    /// <summary>Only what it put under maintenance is well again by its end.</summary>
    private static async Task<IReadOnlyDictionary<Guid, ComponentState>> StatesAsync(OpsPortalDbContext db, PublicPost post, PostStatus status, CancellationToken cancellation)
    {
        if (status == PostStatus.InProgress) return post.Components.ToDictionary(c => c, _ => ComponentState.UnderMaintenance);
        if (status != PostStatus.Completed) return new Dictionary<Guid, ComponentState>();
        var still = await db.PageComponents.Where(c => post.Components.Contains(c.Id) && c.State == ComponentState.UnderMaintenance).Select(c => c.Id).ToListAsync(cancellation);
        return still.ToDictionary(c => c, _ => ComponentState.Operational);
    }

    /// <summary>Null where those outside need not hear of it.</summary>
    private static string? Words(MaintenanceNews news) => news switch
    {
        MaintenanceNews.Started => "plan.began",
        MaintenanceNews.Extended => "plan.extended",
        MaintenanceNews.Overran => "plan.overran",
        MaintenanceNews.Moved => "plan.moved",
        MaintenanceNews.Completed => "plan.completed",
        MaintenanceNews.Cancelled => "plan.cancelled",
        _ => null,
    };
}
