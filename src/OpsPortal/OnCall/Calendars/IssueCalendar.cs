using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.OnCall.Arranging;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Calendars;

/// <summary>Addresses of calendars of one's own: issued, listed, revoked.</summary>
public sealed class IssueCalendar(IDbContextFactory<OpsPortalDbContext> storage, AuditLog audit, TimeProvider time)
{
    private const int Most = 20;

    /// <param name="schedule">Slug; null for one's own shifts in all schedules.</param>
    /// <returns>The path with its secret, shown once: <c>/calendar/….ics</c>.</returns>
    public async Task<Result<IssuedCalendar>> InvokeAsync(Actor actor, string? schedule, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.See)) return actor.May(Permission.See, toDoWhat: "see who is on call")!;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await db.Users.AnyAsync(u => u.Id == actor.Id, cancellation)) return Problem.Conflict("Only accounts have calendars of their own.");
        Guid? id = schedule is null ? null : await db.OnCallSchedules.Where(s => s.Slug == schedule && s.RemovedAt == null).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancellation);
        if (schedule is not null && id is null) return ScheduleGuard.Missing(schedule);
        if (await db.CalendarFeeds.CountAsync(f => f.UserId == actor.Id, cancellation) >= Most) return Problem.Conflict($"You have {Most} calendar addresses; revoke one first.");
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var feed = new CalendarFeed { Id = Guid.CreateVersion7(time.GetUtcNow()), Hash = ApiToken.HashOf(secret), UserId = actor.Id, ScheduleId = id, CreatedAt = time.GetUtcNow() };
        db.CalendarFeeds.Add(feed);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "calendar.issued", "schedule", schedule ?? "own", null, cancellation);
        await transaction.CommitAsync(cancellation);
        return new IssuedCalendar(feed.Id, $"/calendar/{secret}.ics");
    }

    /// <summary>Newest first.</summary>
    public async Task<Result<IReadOnlyList<OwnCalendar>>> AllAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Rights.Ended is { } why) return Problem.Forbidden(why);
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await (from feed in db.CalendarFeeds
                      where feed.UserId == actor.Id
                      join schedule in db.OnCallSchedules on feed.ScheduleId equals (Guid?)schedule.Id into schedules
                      from schedule in schedules.DefaultIfEmpty()
                      orderby feed.CreatedAt descending
                      select new OwnCalendar(feed.Id, schedule == null ? null : schedule.Name, feed.CreatedAt, feed.ReadAt)).ToListAsync(cancellation);
    }

    /// <summary>Good at once.</summary>
    public async Task<Result<CalendarFeed>> RevokeAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (actor.Rights.Ended is { } why) return Problem.Forbidden(why);
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.CalendarFeeds.FirstOrDefaultAsync(f => f.Id == id && f.UserId == actor.Id, cancellation) is not { } feed) return Problem.NotFound("That calendar address was revoked already.");
        db.CalendarFeeds.Remove(feed);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "calendar.revoked", "calendar", $"{id}", null, cancellation);
        await transaction.CommitAsync(cancellation);
        return feed;
    }
}

/// <param name="Path">With its secret.</param>
public sealed record IssuedCalendar(Guid Id, string Path);

/// <param name="Schedule">Name; null for one's own shifts.</param>
public sealed record OwnCalendar(Guid Id, string? Schedule, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);
