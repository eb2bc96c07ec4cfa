using Microsoft.EntityFrameworkCore;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.StatusPage.Subscribing;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Sources;

/// <summary>What a worker does every few seconds: proposes by the facts, begins and ends maintenance by its plan. Whoever comes second finds nothing to do.</summary>
public sealed class TendStatus(IDbContextFactory<OpsPortalDbContext> contexts, ProposeStatus propose, WritePost write, Languages languages, TimeProvider time)
{
    public async Task InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.PublicPages.AnyAsync(p => p.RemovedAt == null, cancellation)) return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await WritePost.LockAsync(db, cancellation);
        await propose.InvokeAsync(db, null, cancellation);
        await FollowPlansAsync(db, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task FollowPlansAsync(OpsPortalDbContext db, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = await db.PublicPosts.Where(p => p.Kind == PostKind.Maintenance && p.FollowsPlan && p.ResolvedAt == null
            && (p.Status == PostStatus.Scheduled && p.ScheduledFor <= now || p.ScheduledUntil <= now)).OrderBy(p => p.StartedAt).ToListAsync(cancellation);
        foreach (var post in due)
        {
            if (await db.PublicPages.FirstOrDefaultAsync(p => p.Id == post.PageId && p.RemovedAt == null, cancellation) is not { } page) continue;
            var (over, words) = (post.ScheduledUntil <= now, languages.Of(page.Language));
            var states = post.Components.ToDictionary(c => c, _ => over ? ComponentState.Operational : ComponentState.UnderMaintenance);
            if (over)
            {
                // Only what it put under maintenance is well again by its end.
                var still = await db.PageComponents.Where(c => post.Components.Contains(c.Id) && c.State == ComponentState.UnderMaintenance).Select(c => c.Id).ToListAsync(cancellation);
                states = still.ToDictionary(c => c, _ => ComponentState.Operational);
            }
            await write.AddAsync(db, page, post, new(over ? PostStatus.Completed : PostStatus.InProgress, words.Say(over ? "plan.completed" : "plan.began"), states, "the plan"), cancellation);
        }
    }
}

/// <summary>Tends pages and sends what waits, for as long as this process works.</summary>
internal sealed class StatusWatch(TendStatus tend, SendMessages send, TimeProvider time, ILogger<StatusWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await tend.InvokeAsync(stopping);
                    await send.InvokeAsync(stopping);
                }
                catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Status pages could not be looked after; again in {Interval}", Interval); }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
