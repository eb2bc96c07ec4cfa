using Microsoft.EntityFrameworkCore;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance.Telling;

/// <summary>When people are told of a plan, as rows that wait for their time.</summary>
internal static class Announcements
{
    /// <summary>Of each lead time, when it comes. Of those that are past only the nearest is left, and that is due at once. Pure.</summary>
    public static IReadOnlyList<(string Lead, DateTimeOffset DueAt)> Times(IEnumerable<string> leads, DateTimeOffset start, TimeZoneInfo zone, DateTimeOffset now)
    {
        var all = leads.Select(l => (Lead: l, DueAt: LeadTime.Read(l).Value!.Before(start, zone))).OrderBy(l => l.DueAt).ToList();
        var past = all.FindAll(l => l.DueAt <= now);
        return [.. past.TakeLast(1).Select(l => (l.Lead, now)), .. all.FindAll(l => l.DueAt > now)];
    }

    /// <summary>Anew, from what the plan says now.</summary>
    public static async Task ArrangeAsync(MaintenanceWork work, CancellationToken cancellation)
    {
        var plan = work.Plan;
        await ClearAsync(work.Db, plan.Number, cancellation);
        foreach (var (lead, due) in Times(plan.AnnounceBefore, plan.StartsAt, ZoneClock.Of(plan), work.Now))
            work.Db.MaintenanceAnnouncements.Add(new() { Plan = plan.Number, Lead = lead, DueAt = due });
        work.Db.MaintenanceAnnouncements.Add(new() { Plan = plan.Number, Lead = LeadTime.Beginning, DueAt = plan.StartsAt });
    }

    public static async Task ClearAsync(OpsPortalDbContext db, long plan, CancellationToken cancellation)
    {
        db.RemoveRange(await db.MaintenanceAnnouncements.Where(a => a.Plan == plan).ToListAsync(cancellation));
        // The same keys come again.
        await db.SaveChangesAsync(cancellation);
    }
}
