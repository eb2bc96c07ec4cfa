using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

/// <summary>Tells somebody of something that can wait: over their first method that is not for emergencies alone, else by e-mail to their account.</summary>
public sealed class TellOwner(IDbContextFactory<OpsPortalDbContext> storage, ChannelSet channels, DeliverMessage deliver, PagingLimits limits)
{
    /// <param name="path">Where to go on in the portal.</param>
    /// <returns>Null where there is no way to reach them.</returns>
    public async Task<Delivery?> InvokeAsync(Guid person, string key, string title, string text, string path, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var message = new ChannelMessage(key, title, text, limits.Address is { } portal ? new Uri(portal, path) : null);
        Delivery? last = null;
        if (await db.Contacts.AsNoTracking().Include(c => c.Methods.OrderBy(m => m.Position)).FirstOrDefaultAsync(c => c.UserId == person && c.RemovedAt == null, cancellation) is { } contact)
            foreach (var method in contact.Methods.Where(m => m.Works && m.Urgency != MethodUrgency.High && m.Kind is not (MethodKind.Sms or MethodKind.Voice)))
                if ((last = await deliver.InvokeAsync(method, message, cancellation)) is Delivery.Delivered or Delivery.Unknown) return last;
        var address = await db.Users.Where(u => u.Id == person && u.DisabledAt == null).Select(u => u.Email).FirstOrDefaultAsync(cancellation);
        return address is null || channels[MethodKind.Email].NotConfigured is not null ? last : await channels[MethodKind.Email].SendAsync(new() { To = address }, message, cancellation);
    }
}
