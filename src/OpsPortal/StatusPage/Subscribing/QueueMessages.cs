using Microsoft.EntityFrameworkCore;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Subscribing;

/// <summary>Writes the messages of an update in the transaction that publishes it: what is published is told, and what is not is not.</summary>
public sealed class QueueMessages(TimeProvider time)
{
    public async Task AddAsync(OpsPortalDbContext db, PublicPage page, PublicPost post, PostUpdate update, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        string[] about = [.. post.Components.Select(c => $"{c}")];
        // Whoever chose components hears of these alone, and of what is about the page as a whole.
        await db.Database.ExecuteSqlAsync($"""
            insert into status_messages (subscriber_id, update_id, state, due_at, tries)
            select s.id, {update.Id}, 'Waiting', {now}, 0 from status_subscribers s
             where s.page_id = {page.Id} and s.confirmed_at is not null and s.ended_at is null
               and (s.components = '[]'::jsonb or {about.Length} = 0 or s.components ?| {about})
            on conflict do nothing
            """, cancellation);
    }
}
