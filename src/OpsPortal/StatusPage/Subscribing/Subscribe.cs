using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Channels;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Subscribing;

/// <param name="Address">E-mail address, or address of the webhook.</param>
/// <param name="Components">Empty is everything.</param>
public sealed record SubscribeForm(MethodKind Kind, string Address, IReadOnlyList<Guid> Components);

/// <summary>
/// Asks for updates, confirms, leaves. Whoever asks gets the same answer whether the address is known or not: nobody can find out here who
/// subscribes. Nothing is sent before the address's owner confirmed but the question itself, and that once an hour.
/// </summary>
public sealed class Subscribe(IDbContextFactory<OpsPortalDbContext> contexts, SubscriberVault vault, ChannelSet channels, StatusSettings settings, TimeProvider time)
{
    /// <summary>Between two questions to one address.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Of one page, so that nobody fills the table.</summary>
    private const int MostUnconfirmed = 5_000;

    /// <summary>Messages can be sent at all.</summary>
    public bool Works => settings.Address is not null;

    /// <returns>A problem only for what is wrong with the input itself.</returns>
    public async Task<Problem?> AskAsync(Guid page, SubscribeForm form, CancellationToken cancellation)
    {
        if (!Works) return Problem.Conflict("Updates by message are not set up: an administrator has to name the portal's address in StatusPage__Address.");
        if (form.Kind is not (MethodKind.Email or MethodKind.Slack or MethodKind.Webhook)) return Problem.Invalid("Updates go by e-mail, Slack or webhook.", "kind");
        if (channels[form.Kind].NotConfigured is { } missing) return Problem.Conflict(missing);
        var read = ReadAddress.Of(form.Kind, form.Kind == MethodKind.Email ? new(To: form.Address) : new(Url: form.Address));
        if (!read.Succeeded) return read.Problem;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"status-subscribers:{page}", cancellation);
        var known = await db.PageComponents.Where(c => c.PageId == page && c.RemovedAt == null).Select(c => c.Id).ToListAsync(cancellation);
        IReadOnlyList<Guid> components = [.. form.Components.Intersect(known)];
        var (hash, now) = (SubscriberVault.Hash(page, form.Kind, read.Value), time.GetUtcNow());
        var subscriber = await db.Subscribers.FirstOrDefaultAsync(s => s.PageId == page && s.AddressHash == hash, cancellation);
        if (subscriber is null)
        {
            if (await db.Subscribers.CountAsync(s => s.PageId == page && s.ConfirmedAt == null && s.AskedAt > now.AddDays(-2), cancellation) >= MostUnconfirmed)
                return Problem.Conflict("Too many people ask for updates at this moment. Try again tomorrow, or read the feed.");
            subscriber = new() { Id = Guid.NewGuid(), PageId = page, Kind = form.Kind, ProtectedAddress = vault.Protect(read.Value), AddressHash = hash, Shown = read.Value.Shown, Components = components, AskedAt = now };
            db.Add(subscriber);
        }
        // Somebody else may be asking: what is confirmed stays as its owner confirmed it.
        else if (subscriber is { ConfirmedAt: not null, EndedAt: null } || subscriber.AskedAt > now - Pause) return null;
        else (subscriber.AskedAt, subscriber.Components, subscriber.ConfirmedAt, subscriber.EndedAt, subscriber.EndedBecause) = (now, components, null, null, null);
        db.Add(new SubscriberMessage { SubscriberId = subscriber.Id, DueAt = now });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Null where the link is not ours, or too old.</summary>
    public async Task<Subscriber?> FindToConfirmAsync(Guid page, string? token, CancellationToken cancellation) => await FindAsync(page, vault.ReadConfirm(token), cancellation);

    public async Task<Subscriber?> FindToLeaveAsync(Guid page, string? token, CancellationToken cancellation) => await FindAsync(page, vault.ReadLeave(token), cancellation);

    /// <summary>The secret that signs a webhook's requests, the first time; empty for other kinds and later on. Null where the link does not hold.</summary>
    public async Task<string?> ConfirmAsync(Guid page, string? token, CancellationToken cancellation)
    {
        if (await FindAsync(page, vault.ReadConfirm(token), cancellation) is not { EndedAt: null } found) return null;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var first = await db.Subscribers.Where(s => s.Id == found.Id && s.ConfirmedAt == null && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.ConfirmedAt, now), cancellation) > 0;
        return first && found.Kind == MethodKind.Webhook ? vault.Reveal(found)?.Secret ?? "" : "";
    }

    public async Task<bool> LeaveAsync(Guid page, string? token, CancellationToken cancellation)
    {
        if (await FindAsync(page, vault.ReadLeave(token), cancellation) is not { } found) return false;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        await db.Subscribers.Where(s => s.Id == found.Id && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndedBecause, "They left."), cancellation);
        return true;
    }

    private async Task<Subscriber?> FindAsync(Guid page, Guid? id, CancellationToken cancellation)
    {
        if (id is null) return null;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Subscribers.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.PageId == page, cancellation);
    }
}
