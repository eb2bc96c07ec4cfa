using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>Sends what is due, each message by whoever holds its claim. A sending that a worker did not live to tell of is sent again where the channel takes it once, and told as unknown where it does not.</summary>
internal sealed class SendPages(
    IDbContextFactory<OpsPortalDbContext> contexts, ClaimPages claims, FinishPages finish, DeliverMessage deliver, ChannelSet channels, MessageText texts, PagingLimits limits, TimeProvider time)
{
    private const int Abreast = 4;

    /// <summary>How many messages went out.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        foreach (var abandoned in await claims.AbandonedAsync(cancellation)) await finish.InvokeAsync(abandoned, Abandoned(abandoned), cancellation);
        // Side by side, so that one that takes its time holds up nobody else.
        return (await Task.WhenAll(Enumerable.Range(0, Abreast).Select(_ => SendAllAsync(cancellation)))).Sum();
    }

    private async Task<int> SendAllAsync(CancellationToken cancellation)
    {
        var sent = 0;
        while (await claims.TakeAsync(cancellation) is { } message)
        {
            await SendAsync(message, cancellation);
            sent++;
        }
        return sent;
    }

    private async Task SendAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        var method = await MethodAsync(message.First.MethodId, cancellation);
        var outcome = method is not { Works: true } ? new Outcome(AttemptState.Failed, method?.DisabledReason ?? "The method was removed.")
            : Of(message, await deliver.InvokeAsync(method, texts.Of(message), cancellation));
        // Whatever stops this worker, the outcome has to be stored.
        await finish.InvokeAsync(message, outcome, CancellationToken.None);
    }

    private Outcome Of(ClaimedMessage message, Delivery delivery) => delivery switch
    {
        Delivery.Delivered => new(AttemptState.Delivered, null),
        Delivery.Permanent permanent => new(AttemptState.Failed, permanent.Reason),
        Delivery.Temporary temporary => Again(message, temporary.Reason, temporary.RetryAfter, AttemptState.Failed),
        Delivery.Unknown unknown when channels[message.First.Kind].Idempotent => Again(message, unknown.Reason, null, AttemptState.Unknown),
        _ => new(AttemptState.Unknown, delivery.Why),
    };

    private Outcome Abandoned(ClaimedMessage message) => channels[message.First.Kind].Idempotent
        ? Again(message, "The worker that sent it stopped answering.", TimeSpan.Zero, AttemptState.Unknown)
        : new(AttemptState.Unknown, "The worker that sent it stopped answering, and a second message might be one too many.");

    private Outcome Again(ClaimedMessage message, string reason, TimeSpan? after, AttemptState otherwise) =>
        message.First.Tries >= limits.Tries ? new(otherwise, $"{reason} Tried {message.First.Tries} times.") : new(AttemptState.Waiting, reason, time.GetUtcNow() + (after ?? PagingLimits.BackOff(message.First.Tries)));

    private async Task<ContactMethod?> MethodAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ContactMethods.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellation);
    }
}
