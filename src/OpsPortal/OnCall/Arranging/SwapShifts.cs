using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Arranging;

/// <param name="First">Any instant of the one shift.</param>
/// <param name="Second">Any instant of the other.</param>
public sealed record SwapForm(DateTimeOffset First, DateTimeOffset Second, string? Reason = null);

/// <summary>Two people take each other's shift: two overrides in one act. Authors swap anybody's; responders their own.</summary>
public sealed class SwapShifts(IDbContextFactory<OpsPortalDbContext> storage, AuditLog audit, TimeProvider time)
{
    /// <summary>Of a shift that has begun, what is left of it is swapped.</summary>
    public async Task<Result<IReadOnlyList<ShiftOverride>>> InvokeAsync(Actor actor, string schedule, SwapForm form, CancellationToken cancellation)
    {
        if (actor.May(Permission.RunSteps, toDoWhat: "swap shifts") is { } refused) return refused;
        if (form.Reason?.Length > 200) return Problem.Invalid("A reason has at most 200 characters.", "reason");
        var now = time.GetUtcNow();
        return await OverrideShift.InAsync<IReadOnlyList<ShiftOverride>>(storage, schedule, async db =>
        {
            if (await db.OnCallSchedules.Include(s => s.Editions).Include(s => s.Overrides).FirstOrDefaultAsync(s => s.Slug == schedule && s.RemovedAt == null, cancellation) is not { } found) return ScheduleGuard.Missing(schedule);
            var pure = found.ToSchedule();
            if (pure.At(form.First.ToUniversalTime()) is not { } first || pure.At(form.Second.ToUniversalTime()) is not { } second) return Problem.Invalid("At one of these times nobody is on call, so there is nothing to swap. Choose two shifts.");
            if (first.Person == second.Person) return Problem.Invalid("Both shifts are the same person's. Choose two people's shifts.");
            if (first.To <= now || second.To <= now) return Problem.Invalid("One of these shifts is over, and who was on call then stays on record.");
            Guid[] both = [first.Person, second.Person];
            var people = await db.Contacts.Where(c => both.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellation);
            if (people.Values.FirstOrDefault(p => p.RemovedAt is not null) is { } gone) return Problem.Conflict($"{gone.Name} is no contact any more.");
            if (people.Values.All(p => p.UserId != actor.Id) && ScheduleGuard.Refuse(actor) is { } others) return others with { Detail = $"You may swap shifts of your own. {others.Detail}" };

            var swap = Guid.CreateVersion7(now);
            var reason = form.Reason ?? $"{people[first.Person].Name} and {people[second.Person].Name} swapped";
            List<ShiftOverride> halves = [];
            foreach (var (shift, stands) in new[] { (first, second.Person), (second, first.Person) })
            {
                var half = OverrideShift.Stand(found, stands, shift.From < now ? now : shift.From, shift.To, reason.Length > 200 ? reason[..200] : reason, swap, actor, now);
                db.ShiftOverrides.Add(half);
                await db.SaveChangesAsync(cancellation);
                await OverrideShift.AuditAsync(db, audit, actor, "shift.swapped", found.Slug, people[stands].Name, half, cancellation);
                halves.Add(half);
            }
            return halves;
        }, cancellation);
    }
}
