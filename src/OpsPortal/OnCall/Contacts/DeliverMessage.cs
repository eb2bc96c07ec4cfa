using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.OnCall.Channels;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Contacts;

/// <summary>
/// Sends one message over one method, once: repeating is the caller's. A method whose address is gone for good is switched off, and its
/// person told over another one.
/// </summary>
public sealed class DeliverMessage(IDbContextFactory<OpsPortalDbContext> storage, ChannelSet channels, MethodVault vault, AuditLog audit, TimeProvider time, ILogger<DeliverMessage> log)
{
    private const string Undecipherable = "The address cannot be decrypted: the data-protection keys it was stored with are gone. Remove the method and add it again.";

    /// <summary>What an administrator has to do first; null where nothing.</summary>
    public string? NotConfigured(MethodKind kind) => channels[kind].NotConfigured;

    /// <param name="method">It need not be verified: its code goes this way, too.</param>
    public async Task<Delivery> InvokeAsync(ContactMethod method, ChannelMessage message, CancellationToken cancellation)
    {
        var delivery = vault.Reveal(method) is { } address ? await channels[method.Kind].SendAsync(address, message, cancellation) : new Delivery.Permanent(Undecipherable);
        if (delivery is Delivery.Permanent { Reason: var reason })
        {
            await DisableAsync(method.Id, reason, cancellation);
            await TellAsync(method, reason, cancellation);
        }
        return delivery;
    }

    private async Task DisableAsync(Guid id, string reason, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await ContactGuard.FindByMethodAsync(db, id, cancellation) is not var (contact, method) || method.DisabledAt is not null) return;
        (method.DisabledAt, method.DisabledReason) = (time.GetUtcNow(), reason);
        await db.SaveChangesAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, "contacts"), cancellation);
        await audit.AppendAsync(db, Actor.Portal, "contactMethod.disabled", "contact", $"{contact.Id}", new Dictionary<string, string>(MethodWords.Detail(contact, method)) { ["reason"] = reason }, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>One attempt over the first other method that works: pages and the banner say it as well.</summary>
    private async Task TellAsync(ContactMethod gone, string reason, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await ContactGuard.FindAsync(db, gone.ContactId, cancellation) is not { } contact || !gone.Works) return;
        if (contact.Methods.FirstOrDefault(m => m.Id != gone.Id && m.Works) is not { } other || vault.Reveal(other) is not { } address) return;
        var told = await channels[other.Kind].SendAsync(address, new($"off-{gone.Id:N}", $"OpsPortal no longer reaches you by {MethodWords.Of(gone.Kind)}",
            $"The method was switched off: {reason} Verify it again, or add another one, on the page Your on-call."), cancellation);
        if (told is not Delivery.Delivered) log.LogWarning("{Contact} could not be told that a method was switched off: {Why}", contact.Name, told.Why);
    }
}
