using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Testing;

/// <summary>When test pages are to come by themselves.</summary>
/// <param name="Schedule">Slug: whoever is on call there. Either this or <paramref name="Contact"/>.</param>
/// <param name="Day">Null every day.</param>
/// <param name="At">Wall time.</param>
/// <param name="TimeZone">An IANA name; null UTC.</param>
public sealed record TestPlanForm(string? Schedule = null, Guid? Contact = null, DayOfWeek? Day = null, TimeOnly? At = null, string? TimeZone = null);

/// <summary>Has test pages sent regularly, and no longer.</summary>
public sealed class PlanTestPages(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, TimeProvider time)
{
    private const int Most = 100;

    public async Task<Result<TestRoutine>> AddAsync(Actor actor, TestPlanForm form, CancellationToken cancellation)
    {
        if (actor.May(Permission.Write, toDoWhat: "plan test pages") is { } refused) return refused;
        if ((form.Schedule is null) == (form.Contact is null)) return Problem.Invalid("Say who is paged: a schedule or a contact, one of them.", "schedule");
        if (form.Day is { } day && !Enum.IsDefined(day)) return Problem.Invalid("A day is one of the week; leave it out for every day.", "day");
        var zone = form.TimeZone?.Trim() is { Length: > 0 } named ? named : "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return Problem.Invalid($"{zone} is no time zone; write it as Europe/Berlin.", "timeZone");
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync(SaveContact.OnCallLock, cancellation);
        var schedule = form.Schedule is { } slug ? await db.OnCallSchedules.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug && s.RemovedAt == null, cancellation) : null;
        if (form.Schedule is not null && schedule is null) return Problem.NotFound($"There is no schedule {form.Schedule}; those that are stand under On-call.");
        var contact = form.Contact is { } id ? await db.Contacts.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && c.RemovedAt == null, cancellation) : null;
        if (form.Contact is not null && contact is null) return Problem.NotFound("There is no such contact any more. Choose somebody else.");
        if (await db.TestRoutines.CountAsync(cancellation) >= Most) return Problem.Conflict($"There are {Most} plans already; remove one first.");
        var now = time.GetUtcNow();
        var routine = new TestRoutine { Id = Guid.CreateVersion7(now), ScheduleId = schedule?.Id, ContactId = contact?.Id, Day = form.Day, At = form.At ?? new(10, 0), TimeZone = zone };
        routine.NextAt = routine.After(now);
        db.TestRoutines.Add(routine);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "testPages.planned", "testRoutine", $"{routine.Id}", new Dictionary<string, string> { ["whom"] = schedule?.Name ?? contact!.Name, ["when"] = TestRoutineText.When(routine) }, cancellation);
        await transaction.CommitAsync(cancellation);
        return routine;
    }

    public async Task<Result<TestRoutine>> RemoveAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (actor.May(Permission.Write, toDoWhat: "plan test pages") is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync(SaveContact.OnCallLock, cancellation);
        if (await db.TestRoutines.FirstOrDefaultAsync(r => r.Id == id, cancellation) is not { } routine) return Problem.NotFound("That plan is gone. Reload the page.");
        db.TestRoutines.Remove(routine);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "testPages.ended", "testRoutine", $"{id}", new Dictionary<string, string> { ["when"] = TestRoutineText.When(routine) }, cancellation);
        await transaction.CommitAsync(cancellation);
        return routine;
    }
}
