using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.OnCall;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging;
using OpsPortal.Storage;

namespace OpsPortal.Checks.Morning;

/// <summary>Sends the morning's page to those who asked, once a day. Any number of workers may do so at once.</summary>
public sealed class SendDigests(IDbContextFactory<OpsPortalDbContext> contexts, OnCallQueries onCall, DeliverMessage deliver, MorningReports reports, PagingLimits paging, TimeProvider time, ILogger<SendDigests> log)
{
    /// <summary>A digest that could not be sent by then is of no use any more.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromHours(3), Again = TimeSpan.FromMinutes(5);

    public async Task InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        foreach (var wish in await db.DigestWishes.AsNoTracking().ToListAsync(cancellation))
        {
            var local = TimeZoneInfo.ConvertTime(now, WishDigest.Zone(wish.TimeZone));
            var (today, late) = (DateOnly.FromDateTime(local.DateTime), local.TimeOfDay - TimeSpan.FromMinutes(wish.MinuteOfDay));
            if (late < TimeSpan.Zero || wish.SentFor >= today || wish.TriedAt is { } tried && now - tried < Again) continue;
            // Whoever writes the day first sends.
            var (before, moment) = (wish.SentFor, now);
            if (await db.DigestWishes.Where(w => w.ContactId == wish.ContactId && w.SentFor == before)
                .ExecuteUpdateAsync(w => w.SetProperty(x => x.SentFor, today).SetProperty(x => x.TriedAt, moment), cancellation) == 0) continue;
            if (late > Latest) continue;
            var trouble = await SendAsync(db, wish, today, cancellation);
            await db.DigestWishes.Where(w => w.ContactId == wish.ContactId).ExecuteUpdateAsync(w => w.SetProperty(x => x.Trouble, trouble.Why).SetProperty(x => x.SentFor, trouble.Retry ? before : today), cancellation);
        }
    }

    private async Task<(string? Why, bool Retry)> SendAsync(OpsPortalDbContext db, DigestWish wish, DateOnly today, CancellationToken cancellation)
    {
        if (await onCall.ContactAsync(wish.ContactId, cancellation) is not { UserId: { } account } contact) return ("The contact was removed.", false);
        // By e-mail where there is one: this wakes nobody.
        if (contact.Methods.Where(m => m.Works).OrderBy(m => m.Kind == MethodKind.Email ? 0 : m.Urgency == MethodUrgency.Low ? 1 : 2).FirstOrDefault(m => m.Kind is not (MethodKind.Voice or MethodKind.Sms)) is not { } method)
            return ("There is no method that works and wakes nobody; add an e-mail address.", false);
        var report = await ReportAsync(await RightsReader.ReadAsync(db, new(account), time.GetUtcNow(), cancellation), account, cancellation);
        if (report.All == 0 || wish.OnlyTrouble && report.Trouble == 0) return (null, false);
        var delivery = await deliver.InvokeAsync(method, new($"digest-{wish.ContactId:N}-{today:yyyyMMdd}", $"{(report.Trouble == 0 ? "✓" : "✕")} {report.Title}", report.Text(),
            paging.Address is { } portal ? new Uri(portal, "/checks/morning") : null), cancellation);
        if (delivery is not Delivery.Delivered) log.LogInformation("A digest could not be sent: {Why}", delivery.Why);
        return (delivery.Why, delivery is Delivery.Temporary);
    }

    /// <summary>What this person may see, and no more.</summary>
    private Task<MorningReport> ReportAsync(Rights rights, Guid account, CancellationToken cancellation)
    {
        async Task<MorningReport> AsThemAsync()
        {
            Sight.Through(new Actor(account, rights.Name ?? "", new Standing(rights)));
            return await reports.NowAsync(cancellation);
        }
        return AsThemAsync();
    }
}
