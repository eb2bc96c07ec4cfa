using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Secrets;

namespace OpsPortal.Incidents.Reviews;

/// <summary>Adds, changes and ends action items. Their owners are reminded three days before, on the day, and each week after.</summary>
public sealed class KeepActionItems(IncidentActs acts, IRedactText redactor)
{
    private static readonly TimeSpan Beforehand = TimeSpan.FromDays(3);

    public Task<Result<Incident>> AddAsync(Actor actor, long number, string text, Guid owner, DateOnly dueOn, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "add action items", "actionItem.added", async work =>
        {
            if (text.Trim().Length is 0 or > 500) return Problem.Invalid("Say in one sentence what is to be done (at most 500 characters).", "text");
            if (await work.Db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == owner && u.DisabledAt == null, cancellation) is not { } user) return Problem.Invalid("Choose who does it; an action item without an owner is nobody's.", "owner");
            work.Db.ActionItems.Add(new() { Incident = number, Text = redactor.Redact(text.Trim()), OwnerId = owner, Owner = user.DisplayName, DueOn = dueOn, RemindAt = FirstReminder(dueOn, work.Now) });
            work.Tell(TimelineKind.Review, $"Action item for {user.DisplayName}, due {dueOn:yyyy-MM-dd}: {redactor.Redact(text.Trim())}");
            return null;
        }, cancellation);

    public Task<Result<Incident>> ChangeAsync(Actor actor, long number, long item, Guid? owner, DateOnly? dueOn, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "change action items", "actionItem.changed", async work =>
        {
            if (await FindAsync(work, item, cancellation) is not { } found) return Missing(item);
            if (owner is { } id)
            {
                if (await work.Db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == id && u.DisabledAt == null, cancellation) is not { } user) return Problem.Invalid("There is no such account; choose somebody from the list.", "owner");
                (found.OwnerId, found.Owner) = (id, user.DisplayName);
            }
            found.DueOn = dueOn ?? found.DueOn;
            if (found.DoneAt is null) found.RemindAt = FirstReminder(found.DueOn, work.Now);
            work.Tell(TimelineKind.Review, $"{actor.Name} gave \"{found.Text}\" to {found.Owner}, due {found.DueOn:yyyy-MM-dd}");
            return null;
        }, cancellation);

    public Task<Result<Incident>> FinishAsync(Actor actor, long number, long item, bool done, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "finish action items", done ? "actionItem.done" : "actionItem.reopened", async work =>
        {
            if (await FindAsync(work, item, cancellation) is not { } found) return Missing(item);
            if (found.DoneAt is not null == done) return null;
            found.DoneAt = done ? work.Now : null;
            found.DoneBy = done ? actor.Name : null;
            found.RemindAt = done ? null : FirstReminder(found.DueOn, work.Now);
            work.Tell(TimelineKind.Review, $"{actor.Name} {(done ? "did" : "reopened")}: {found.Text}");
            return null;
        }, cancellation);

    /// <summary>When the next reminder after <paramref name="now"/> is due.</summary>
    internal static DateTimeOffset NextReminder(DateOnly dueOn, DateTimeOffset now)
    {
        var due = new DateTimeOffset(dueOn.ToDateTime(new(9, 0)), TimeSpan.Zero);
        if (now < due) return due;
        var weeks = Math.Floor((now - due) / TimeSpan.FromDays(7)) + 1;
        return due + weeks * TimeSpan.FromDays(7);
    }

    internal static DateTimeOffset FirstReminder(DateOnly dueOn, DateTimeOffset now)
    {
        var before = new DateTimeOffset(dueOn.ToDateTime(new(9, 0)), TimeSpan.Zero) - Beforehand;
        return before > now ? before : NextReminder(dueOn, now);
    }

    private static Task<ActionItem?> FindAsync(IncidentWork work, long item, CancellationToken cancellation) =>
        work.Db.ActionItems.FirstOrDefaultAsync(i => i.Id == item && i.Incident == work.Incident.Number, cancellation);

    private static Problem Missing(long item) => Problem.NotFound($"There is no action item {item} here.");
}
