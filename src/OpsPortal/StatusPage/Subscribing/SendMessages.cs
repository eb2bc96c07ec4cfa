using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Channels;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Subscribing;

/// <summary>
/// Sends what is due, each message by whoever holds its claim. What a worker did not live to tell of is sent again where the other side
/// takes one key once, and told as unknown where it does not. Whoever left meanwhile gets nothing.
/// </summary>
public sealed class SendMessages(IDbContextFactory<OpsPortalDbContext> contexts, ChannelSet channels, SubscriberVault vault, Languages languages, StatusSettings settings, TimeProvider time)
{
    private const int Abreast = 4;

    /// <summary>In one go, so that what comes after is looked after in between.</summary>
    private const int MostInOneGo = 500;

    /// <summary>How many messages went out.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        await AbandonedAsync(cancellation);
        return (await Task.WhenAll(Enumerable.Range(0, Abreast).Select(_ => SendAllAsync(cancellation)))).Sum();
    }

    private async Task<int> SendAllAsync(CancellationToken cancellation)
    {
        var sent = 0;
        while (sent < MostInOneGo / Abreast && await TakeAsync(cancellation) is { } message)
        {
            await SendAsync(message, cancellation);
            sent++;
        }
        return sent;
    }

    private async Task<SubscriberMessage?> TakeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (now, claim) = (time.GetUtcNow(), Guid.NewGuid());
        var lease = now + settings.Lease;
        var taken = await db.Database.ExecuteSqlAsync($"""
            update status_messages set state = 'Sending', claim_id = {claim}, lease_until = {lease}, tries = tries + 1
             where id = (select id from status_messages where state = 'Waiting' and due_at <= {now} order by due_at, id limit 1 for update skip locked)
            """, cancellation);
        return taken == 0 ? null : await db.SubscriberMessages.AsNoTracking().FirstOrDefaultAsync(m => m.ClaimId == claim, cancellation);
    }

    private async Task SendAsync(SubscriberMessage message, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var subscriber = await db.Subscribers.AsNoTracking().FirstAsync(s => s.Id == message.SubscriberId, cancellation);
        var page = await db.PublicPages.AsNoTracking().FirstAsync(p => p.Id == subscriber.PageId, cancellation);
        var update = message.UpdateId is { } id ? await db.PostUpdates.AsNoTracking().Include(u => u.Post).FirstAsync(u => u.Id == id, cancellation) : null;
        var wanted = page.RemovedAt is null && subscriber.EndedAt is null && (update is not null || subscriber.ConfirmedAt is null);
        if (!wanted) await FinishAsync(message, MessageState.Skipped, "It was no longer wanted.", null);
        else if (vault.Reveal(subscriber) is not { } address) await FinishAsync(message, MessageState.Failed, "The address cannot be decrypted: the keys it was stored with are gone.", null);
        else
        {
            var delivery = await channels[subscriber.Kind].SendAsync(address, Text(page, subscriber, message, update), cancellation);
            if (delivery is Delivery.Permanent gone) await EndAsync(subscriber.Id, gone.Reason);
            var (state, again) = Outcome(message, subscriber.Kind, delivery);
            // Whatever stops this worker, the outcome has to be stored.
            await FinishAsync(message, state, delivery.Why, again);
        }
    }

    private (MessageState State, DateTimeOffset? Again) Outcome(SubscriberMessage message, MethodKind kind, Delivery delivery) => delivery switch
    {
        Delivery.Delivered => (MessageState.Delivered, null),
        Delivery.Temporary temporary when message.Tries < settings.Tries => (MessageState.Waiting, time.GetUtcNow() + (temporary.RetryAfter ?? StatusSettings.BackOff(message.Tries))),
        Delivery.Unknown when channels[kind].Idempotent && message.Tries < settings.Tries => (MessageState.Waiting, time.GetUtcNow() + StatusSettings.BackOff(message.Tries)),
        Delivery.Unknown => (MessageState.Unknown, null),
        _ => (MessageState.Failed, null),
    };

    private ChannelMessage Text(PublicPage page, Subscriber subscriber, SubscriberMessage message, PostUpdate? update)
    {
        var words = languages.Of(page.Language);
        var key = $"status-{message.Id}";
        if (update is null) return new(key, words.Say("message.confirm", page.Title), words.Say("message.confirm.text", page.Title), vault.Confirm(subscriber, page.Slug)) { LinkText = words.Say("confirm.title") };
        var leave = vault.Leave(subscriber, page.Slug);
        var post = update.Post!;
        var plan = post is { ScheduledFor: { } from, ScheduledUntil: { } until } ? $"{words.Say("window", words.Moment(from, page.Zone, update.At), words.Moment(until, page.Zone, update.At))}\n\n" : "";
        var affected = update.Affected.Count == 0 ? "" : $"\n\n{string.Join('\n', update.Affected.Select(a => $"{a.Name}: {words.Say($"state.{a.New.Code()}")}"))}";
        return new(key, words.Say("message.update", page.Title, words.Say($"status.{update.Status.Code()}"), post.Title),
            $"{plan}{update.Body}{affected}{(leave is null ? "" : $"\n\n{words.Say("message.leave", leave.AbsoluteUri)}")}",
            settings.Address is { } root ? new(root, $"/status/{page.Slug}/incidents/{post.Id:N}") : null)
        { Unsubscribe = leave, LinkText = words.Say("message.open") };
    }

    private async Task AbandonedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var left = await (from m in db.SubscriberMessages.AsNoTracking()
                          join s in db.Subscribers on m.SubscriberId equals s.Id
                          where m.State == MessageState.Sending && m.LeaseUntil < now
                          select new { Message = m, s.Kind }).Take(MostInOneGo).ToListAsync(cancellation);
        foreach (var one in left)
        {
            var again = channels[one.Kind].Idempotent && one.Message.Tries < settings.Tries;
            await FinishAsync(one.Message, again ? MessageState.Waiting : MessageState.Unknown, "The worker that sent it stopped answering.", again ? now : null);
        }
    }

    private async Task FinishAsync(SubscriberMessage message, MessageState state, string? reason, DateTimeOffset? again)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var (due, sent) = (again ?? message.DueAt, state is MessageState.Delivered or MessageState.Unknown ? time.GetUtcNow() : (DateTimeOffset?)null);
        await db.SubscriberMessages.Where(m => m.Id == message.Id && m.ClaimId == message.ClaimId && m.State == MessageState.Sending).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, state).SetProperty(m => m.Reason, reason).SetProperty(m => m.DueAt, due).SetProperty(m => m.SentAt, sent)
            .SetProperty(m => m.ClaimId, (Guid?)null).SetProperty(m => m.LeaseUntil, (DateTimeOffset?)null), CancellationToken.None);
    }

    /// <summary>An address that is gone for good is asked no more.</summary>
    private async Task EndAsync(Guid subscriber, string reason)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var now = time.GetUtcNow();
        await db.Subscribers.Where(s => s.Id == subscriber && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndedBecause, reason), CancellationToken.None);
    }
}
