using Microsoft.EntityFrameworkCore;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Sources;
using OpsPortal.StatusPage.Subscribing;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.StatusPage.Posts;

/// <summary>What is said once.</summary>
/// <param name="Body">Markdown.</param>
/// <param name="States">Components whose state is published with it; those that stay as they are may be named as well.</param>
/// <param name="Evidence">Address within the portal.</param>
/// <param name="Id">Of the update; a new one where null.</param>
public sealed record Statement(PostStatus Status, string Body, IReadOnlyDictionary<Guid, ComponentState> States, string By, Guid? ById = null, string? Evidence = null, bool Notify = true, Guid? Id = null);

/// <summary>
/// The one way onto a page, whoever publishes: the statement, the components' states, the end of proposals that it answers and the
/// messages to subscribers, in the caller's transaction.
/// </summary>
public sealed class WritePost(QueueMessages messages, TimeProvider time)
{
    /// <summary>Whoever publishes on a page or proposes for it holds this, so that states are read and written by one at a time. Taken after an incident's row, before the audit.</summary>
    public static Task LockAsync(OpsPortalDbContext db, CancellationToken cancellation) => db.LockAsync("status-pages", cancellation);

    /// <param name="post">New where it is not being tracked yet.</param>
    public async Task<PostUpdate> AddAsync(OpsPortalDbContext db, PublicPage page, PublicPost post, Statement statement, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (db.Entry(post).State == EntityState.Detached) db.Add(post);
        var components = await db.PageComponents.Where(c => c.PageId == page.Id && c.RemovedAt == null).OrderBy(c => c.Position).ToListAsync(cancellation);
        List<AffectedComponent> affected = [];
        foreach (var component in components.Where(c => statement.States.ContainsKey(c.Id)))
        {
            var (old, next) = (component.State, statement.States[component.Id]);
            affected.Add(new(component.Id, component.Name, old, next));
            await EnterAsync(db, component, next, now, cancellation);
        }
        post.Components = [.. post.Components.Union(affected.Select(a => a.Id))];
        Move(post, statement.Status, affected, now);
        var update = new PostUpdate
        {
            Id = statement.Id ?? Guid.CreateVersion7(now),
            PostId = post.Id,
            Post = post,
            Status = statement.Status,
            Body = statement.Body,
            At = now,
            Affected = affected,
            Evidence = statement.Evidence,
            ById = statement.ById,
            By = statement.By,
            Notifies = statement.Notify,
            Number = await db.PostUpdates.CountAsync(u => u.PostId == post.Id, cancellation) + 1,
        };
        db.Add(update);
        page.UpdatedAt = now;
        await db.SaveChangesAsync(cancellation);
        await AnswerAsync(db, page, post, affected, statement.By, now, cancellation);
        if (statement.Notify) await messages.AddAsync(db, page, post, update, cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.StatusPage, page.Slug), cancellation);
        return update;
    }

    /// <summary>The state that holds from now on, and the time that it had before.</summary>
    internal static async Task EnterAsync(OpsPortalDbContext db, PageComponent component, ComponentState next, DateTimeOffset now, CancellationToken cancellation)
    {
        if (component.State == next) return;
        if (await db.StatusSpans.FirstOrDefaultAsync(s => s.ComponentId == component.Id && s.To == null, cancellation) is { } open)
        {
            open.To = now;
            await db.SaveChangesAsync(cancellation);
        }
        if (next != ComponentState.Operational) db.Add(new StatusSpan { ComponentId = component.Id, State = next, From = now });
        (component.State, component.Since, component.UpdatedAt) = (next, now, now);
    }

    private static void Move(PublicPost post, PostStatus status, List<AffectedComponent> affected, DateTimeOffset now)
    {
        post.Status = status;
        post.UpdatedAt = now;
        post.MonitoringAt = status switch { PostStatus.Monitoring => post.MonitoringAt ?? now, PostStatus.Investigating or PostStatus.Identified => null, _ => post.MonitoringAt };
        post.ResolvedAt = status.IsOver() ? post.ResolvedAt ?? now : null;
        if (post.Kind == PostKind.Maintenance) post.Impact = PostImpact.Maintenance;
        else if (affected.Count > 0 && PostRules.Impact(affected.Max(a => a.New)) is var impact && impact > post.Impact) post.Impact = impact;
    }

    private static async Task AnswerAsync(OpsPortalDbContext db, PublicPage page, PublicPost post, List<AffectedComponent> affected, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = affected.ConvertAll(a => a.Id);
        var source = post.Source;
        await db.StatusProposals.IgnoreQueryFilters().Where(p => p.Outcome == ProposalState.Waiting
            && (p.ComponentId != null && ids.Contains(p.ComponentId.Value) || p.ComponentId == null && p.PageId == page.Id && p.Source == source))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Outcome, ProposalState.Published).SetProperty(p => p.DecidedAt, now).SetProperty(p => p.DecidedBy, by), cancellation);
    }
}
