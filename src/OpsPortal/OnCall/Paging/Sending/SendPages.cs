using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>Sends what is due, each message by whoever holds its claim. A sending that a worker did not live to tell of is sent again where the channel takes it once, and told as unknown where it does not.</summary>
internal sealed class SendPages(
    IDbContextFactory<OpsPortalDbContext> contexts, ClaimPages claims, FinishPages finish, DeliverMessage deliver, ChannelSet channels, MessageText texts, IPagePoints points, PagingLimits limits, TimeProvider time, ILogger<SendPages> log)
{
    private const int Abreast = 4;

    /// <summary>Between two tries to store what came of a message.</summary>
    private static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(1);

    /// <summary>How many messages went out.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        foreach (var abandoned in await claims.AbandonedAsync(cancellation)) await finish.InvokeAsync(abandoned, Abandoned(abandoned), cancellation);
        // Side by side, so that one that takes its time holds up nobody else.
        return (await Task.WhenAll(Enumerable.Range(0, Abreast).Select(_ => SendAllAsync(cancellation)))).Sum();
    }

    private async Task<int> SendAllAsync(CancellationToken cancellation)
    {
        for (var sent = 0; ; sent++)
        {
            await points.ReachAsync(PagePoint.BeforeClaim, null);
            if (await claims.TakeAsync(cancellation) is not { } message) return sent;
            await SendAsync(message, cancellation);
        }
    }

    private async Task SendAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        var incident = message.First.Page!.Incident;
        await points.ReachAsync(PagePoint.AfterClaim, incident);
        var (method, wanted) = await LookAsync(message, cancellation);
        Outcome outcome;
        if (method is not { Works: true }) outcome = new(AttemptState.Failed, method?.DisabledReason ?? "The method was removed.");
        else if (!wanted) outcome = new(AttemptState.Skipped, "It ended before it was sent");
        // Whoever lost its claim sends nothing: somebody else looks after the message by now.
        else if (!await claims.HoldAsync(message, cancellation)) return;
        else
        {
            await points.ReachAsync(PagePoint.BeforeSending, incident);
            outcome = Of(message, await deliver.InvokeAsync(method, texts.Of(message), cancellation));
            await points.ReachAsync(PagePoint.AfterSending, incident);
        }
        await StoreAsync(message, outcome);
    }

    /// <summary>Whatever stops this worker, the outcome has to be stored; where the database is away for a moment, again.</summary>
    private async Task StoreAsync(ClaimedMessage message, Outcome outcome)
    {
        var until = time.GetUtcNow() + limits.Lease;
        while (true)
        {
            try
            {
                await finish.InvokeAsync(message, outcome, CancellationToken.None);
                return;
            }
            catch (Exception e) when ((e as NpgsqlException ?? e.InnerException as NpgsqlException) is { IsTransient: true } && time.GetUtcNow() < until)
            {
                log.LogWarning("What came of {Message} could not be stored; again in {Interval}: {Trouble}", message.Key, StoreAgain, e.Message);
                await Task.Delay(StoreAgain, time, CancellationToken.None);
            }
        }
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
        message.First.Tries >= limits.Tries ? new(otherwise, $"{reason} Tried {message.First.Tries} times.")
        : new(AttemptState.Waiting, reason, time.GetUtcNow() + (after ?? PagingLimits.BackOff(message.First.Tries)), Doubt: otherwise == AttemptState.Unknown);

    /// <summary>The method as it is now, and whether anybody still waits for an answer.</summary>
    private async Task<(ContactMethod? Method, bool Wanted)> LookAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (id, pages) = (message.First.MethodId, message.Attempts.Select(a => a.PageId).ToList());
        return (await db.ContactMethods.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellation), await db.Pages.AnyAsync(p => pages.Contains(p.Id) && p.State == PageState.Open, cancellation));
    }
}
