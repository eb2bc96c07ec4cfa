using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Arranging;

/// <param name="Contact">Who stands in.</param>
/// <param name="To">The first instant that is no longer theirs.</param>
/// <param name="Reason">For whoever looks at the schedule.</param>
public sealed record OverrideForm(Guid Contact, DateTimeOffset From, DateTimeOffset To, string? Reason = null);

/// <summary>Puts somebody in for a while, whoever's turn it is. Authors put in anybody; responders themselves.</summary>
public sealed class OverrideShift(IDbContextFactory<OpsPortalDbContext> storage, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public async Task<Result<ShiftOverride>> InvokeAsync(Actor actor, string schedule, OverrideForm form, CancellationToken cancellation)
    {
        if (actor.May(Permission.RunSteps, toDoWhat: "take shifts over") is { } refused) return refused;
        var (now, from, to) = (time.GetUtcNow(), form.From.ToUniversalTime(), form.To.ToUniversalTime());
        if (to <= from) return Problem.Invalid("The override ends before it begins; choose a later end.", "to");
        if (to <= now) return Problem.Invalid("This time is over, and who was on call then stays on record. Choose a time that is still to come.", "to");
        if (to - from > Longest) return Problem.Invalid("An override lasts a year at most; for longer change the layers.", "to");
        if (form.Reason?.Length > 200) return Problem.Invalid("A reason has at most 200 characters.", "reason");
        return await InAsync<ShiftOverride>(storage, schedule, async db =>
        {
            if (await db.OnCallSchedules.FirstOrDefaultAsync(s => s.Slug == schedule && s.RemovedAt == null, cancellation) is not { } found) return ScheduleGuard.Missing(schedule);
            if (await db.Contacts.FirstOrDefaultAsync(c => c.Id == form.Contact && c.RemovedAt == null, cancellation) is not { } person) return Problem.Invalid("Choose who stands in; this contact is gone.", "contact");
            if (person.UserId != actor.Id && ScheduleGuard.Refuse(actor) is { } others) return others with { Detail = $"You may take shifts over yourself. {others.Detail}" };
            var stand = Stand(found, person.Id, from < now ? now : from, to, form.Reason, null, actor, now);
            db.ShiftOverrides.Add(stand);
            await db.SaveChangesAsync(cancellation);
            await AuditAsync(db, audit, actor, "shift.overridden", found.Slug, person.Name, stand, cancellation);
            return stand;
        }, cancellation);
    }

    /// <summary>What of it is over stays as it was.</summary>
    public async Task<Result<ShiftOverride>> RemoveAsync(Actor actor, string schedule, Guid id, CancellationToken cancellation)
    {
        if (actor.May(Permission.RunSteps, toDoWhat: "take overrides back") is { } refused) return refused;
        var now = time.GetUtcNow();
        return await InAsync<ShiftOverride>(storage, schedule, async db =>
        {
            if (await db.OnCallSchedules.FirstOrDefaultAsync(s => s.Slug == schedule && s.RemovedAt == null, cancellation) is not { } found) return ScheduleGuard.Missing(schedule);
            if (await db.ShiftOverrides.FirstOrDefaultAsync(o => o.Id == id && o.ScheduleId == found.Id, cancellation) is not { } stand) return Problem.NotFound("That override was taken back already.");
            var person = await db.Contacts.FirstAsync(c => c.Id == stand.ContactId, cancellation);
            if (person.UserId != actor.Id && ScheduleGuard.Refuse(actor) is { } others) return others;
            if (stand.To <= now) return Problem.Conflict("That override is over, and who was on call then stays on record.");
            // Half a swap would leave one of the two with both shifts.
            foreach (var half in await db.ShiftOverrides.Where(o => o.Id == id || (o.Swap != null && o.Swap == stand.Swap && o.To > now)).ToListAsync(cancellation))
                if (half.From >= now) db.ShiftOverrides.Remove(half);
                else half.To = now;
            await db.SaveChangesAsync(cancellation);
            await AuditAsync(db, audit, actor, "shift.overrideRemoved", found.Slug, person.Name, stand, cancellation);
            return stand;
        }, cancellation);
    }

    internal static ShiftOverride Stand(OnCallSchedule schedule, Guid contact, DateTimeOffset from, DateTimeOffset to, string? reason, Guid? swap, Actor actor, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        ScheduleId = schedule.Id,
        ContactId = contact,
        From = from,
        To = to,
        Reason = reason?.Trim() is { Length: > 0 } said ? said : null,
        Swap = swap,
        MadeBy = actor.Name,
        MadeAt = now,
    };

    internal static async Task<Result<T>> InAsync<T>(IDbContextFactory<OpsPortalDbContext> storage, string schedule, Func<OpsPortalDbContext, Task<Result<T>>> change, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync(SaveContact.OnCallLock, cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, schedule), cancellation);
        var changed = await change(db);
        if (changed.Succeeded) await transaction.CommitAsync(cancellation);
        return changed;
    }

    internal static Task AuditAsync(OpsPortalDbContext db, AuditLog audit, Actor actor, string action, string schedule, string person, ShiftOverride stand, CancellationToken cancellation) =>
        audit.AppendAsync(db, actor, action, "schedule", schedule, new Dictionary<string, string> { ["who"] = person, ["from"] = $"{stand.From:u}", ["to"] = $"{stand.To:u}", ["reason"] = stand.Reason ?? "" }, cancellation);
}
