using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.OnCall.Schedules;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Calendars;

/// <summary>What a calendar program gets for a secret address: the shifts after overrides.</summary>
public sealed class ReadCalendar(IDbContextFactory<OpsPortalDbContext> storage, OnCallQueries queries, TimeProvider time)
{
    private static readonly TimeSpan Back = TimeSpan.FromDays(31), Ahead = TimeSpan.FromDays(183), Accuracy = TimeSpan.FromHours(1);

    /// <summary>Null for an address that never was, was revoked, or whose owner may no longer see who is on call.</summary>
    public async Task<string?> InvokeAsync(string secret, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var hash = ApiToken.HashOf(secret);
        if (await db.CalendarFeeds.AsNoTracking().FirstOrDefaultAsync(f => f.Hash == hash, cancellation) is not { } feed
            // The index finds by hash, of which a timing tells nothing; what is compared here takes as long whatever it is.
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(feed.Hash), Encoding.ASCII.GetBytes(hash))) return null;
        var now = time.GetUtcNow();
        if (!(await RightsReader.ReadAsync(db, new(feed.UserId), now, cancellation)).Grants.Any(g => g.Can.HasFlag(Permission.See))) return null;
        if (feed.ReadAt is not { } read || now - read > Accuracy)
            await db.CalendarFeeds.Where(f => f.Id == feed.Id).ExecuteUpdateAsync(f => f.SetProperty(x => x.ReadAt, now), cancellation);
        var views = (await queries.AllAsync(cancellation)).Where(v => feed.ScheduleId is null || v.Entity.Id == feed.ScheduleId).ToList();
        var mine = feed.ScheduleId is null ? await db.Contacts.Where(c => c.UserId == feed.UserId && c.RemovedAt == null).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellation) ?? Guid.Empty : (Guid?)null;
        var name = feed.ScheduleId is null ? "My on-call" : $"On-call: {views.FirstOrDefault()?.Entity.Name}";
        return CalendarText.Of(name, views.SelectMany(v => Events(v, mine, now - Back, now + Ahead)).OrderBy(e => e.From), now);
    }

    /// <param name="only">Whose shifts; null for everybody's.</param>
    internal static IEnumerable<CalendarEvent> Events(ScheduleView view, Guid? only, DateTimeOffset from, DateTimeOffset to)
    {
        var rota = view.Schedule.Shifts(from, to);
        foreach (var shift in rota.Shifts.Where(s => only is null || s.Person == only))
            yield return new(Key(view, shift, "on call"), shift.From, shift.To, only is null ? view.NameOf(shift.Person) : $"On call: {view.Entity.Name}", $"{view.Entity.Name}, {shift.Because}");
        foreach (var shift in rota.Shadows.Where(s => only is null || s.Person == only))
            yield return new(Key(view, shift, "shadow"), shift.From, shift.To, only is null ? $"{view.NameOf(shift.Person)} (shadow)" : $"Shadow: {view.Entity.Name}", $"{view.Entity.Name}, along with {shift.Because}");
    }

    private static string Key(ScheduleView view, Shift shift, string role) => $"{view.Entity.Id} {role} {shift.Person} {shift.Layer?.Id ?? shift.Override} {shift.Turn} {shift.From.UtcTicks}";
}
