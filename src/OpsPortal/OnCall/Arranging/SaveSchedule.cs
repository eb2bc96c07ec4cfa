using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Schedules;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Arranging;

/// <summary>Adds a schedule, arranges one anew from now on, takes one away.</summary>
public sealed class SaveSchedule(IDbContextFactory<OpsPortalDbContext> storage, AuditLog audit, TimeProvider time)
{
    internal const string RevisionField = "revision";

    public async Task<Result<OnCallSchedule>> AddAsync(Actor actor, ScheduleForm form, CancellationToken cancellation)
    {
        if (ScheduleGuard.Refuse(actor) is { } refused) return refused;
        if (form.Name is null) return Problem.Invalid("Give the schedule a name, e.g. Primary.", "name");
        if (form.Check() is { } wrong) return wrong;
        if (Slug.From(form.Name) is not { Length: > 0 } slug) return Problem.Invalid($"\"{form.Name}\" needs a letter or a digit, so that it can stand in an address.", "name");
        var now = time.GetUtcNow();
        return await InAsync(actor, "schedule.added", async db =>
        {
            if (await db.OnCallSchedules.AnyAsync(s => s.Slug == slug && s.RemovedAt == null, cancellation)) return Problem.Conflict($"There is a schedule at /on-call/schedules/{slug} already; change that one, or choose another name.");
            var schedule = new OnCallSchedule { Id = Guid.CreateVersion7(now), Slug = slug, Name = form.Name.Trim(), Notes = Blank(form.Notes), CreatedAt = now };
            schedule.Editions.Add(Edition(schedule, now, form.TimeZone?.Trim() ?? "UTC", form.Layers ?? [], actor));
            db.OnCallSchedules.Add(schedule);
            return schedule;
        }, form.Layers, cancellation);
    }

    /// <summary>Who was on call until now stays on record.</summary>
    public async Task<Result<OnCallSchedule>> ChangeAsync(Actor actor, string slug, ScheduleForm form, CancellationToken cancellation)
    {
        if (ScheduleGuard.Refuse(actor) is { } refused) return refused;
        if (form.Check() is { } wrong) return wrong;
        return await InAsync(actor, "schedule.changed", async db =>
        {
            if (await ScheduleGuard.FindAsync(db, slug, cancellation) is not { } schedule) return ScheduleGuard.Missing(slug);
            if (form.Revision is { } seen && seen != schedule.Revision)
                return new Problem(ProblemKind.Conflict, $"{schedule.Current.SavedBy} has changed this schedule meanwhile. Load it again and look what is there now; what you wrote is still in the form.", RevisionField);
            schedule.Name = form.Name?.Trim() ?? schedule.Name;
            if (form.Notes is not null) schedule.Notes = Blank(form.Notes);
            Arrange(db, schedule, form, actor);
            schedule.Revision++;
            return schedule;
        }, form.Layers, cancellation);
    }

    public async Task<Result<OnCallSchedule>> RemoveAsync(Actor actor, string slug, CancellationToken cancellation)
    {
        if (ScheduleGuard.Refuse(actor) is { } refused) return refused;
        return await InAsync(actor, "schedule.removed", async db =>
        {
            if (await ScheduleGuard.FindAsync(db, slug, cancellation) is not { } schedule) return ScheduleGuard.Missing(slug);
            schedule.RemovedAt = time.GetUtcNow();
            return schedule;
        }, null, cancellation);
    }

    private void Arrange(OpsPortalDbContext db, OnCallSchedule schedule, ScheduleForm form, Actor actor)
    {
        var (current, now) = (schedule.Current, time.GetUtcNow());
        var (zone, layers) = (form.TimeZone?.Trim() ?? current.TimeZone, form.Layers is null ? current.Layers : Named(form.Layers));
        if (zone == current.TimeZone && form.Layers is null) return;
        // What never held needs no place in the history.
        if (current.ValidFrom >= now) (current.TimeZone, current.Layers, current.SavedBy) = (zone, layers, actor.Name);
        else db.Add(Edition(schedule, now, zone, layers, actor));
    }

    private async Task<Result<OnCallSchedule>> InAsync(Actor actor, string action, Func<OpsPortalDbContext, Task<Result<OnCallSchedule>>> change, IReadOnlyList<Layer>? layers, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync(SaveContact.OnCallLock, cancellation);
        var people = (layers ?? []).SelectMany(l => l.People.Concat(l.Shadows)).Distinct().ToList();
        if (people.Count > 0 && await db.Contacts.CountAsync(c => people.Contains(c.Id) && c.RemovedAt == null, cancellation) != people.Count)
            return Problem.Invalid("The layers name somebody who is no contact (any more). Load the contacts again.", "layers");
        var changed = await change(db);
        if (!changed.Succeeded) return changed;
        await db.SaveChangesAsync(cancellation);
        var schedule = changed.Value;
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, schedule.Slug), cancellation);
        await audit.AppendAsync(db, actor, action, "schedule", schedule.Slug, new Dictionary<string, string>
        {
            ["name"] = schedule.Name,
            ["time zone"] = schedule.Current.TimeZone,
            ["layers"] = string.Join(", ", schedule.Current.Layers.Select(l => $"{l.Name} ({l.People.Count})")),
        }, cancellation);
        await transaction.CommitAsync(cancellation);
        return schedule;
    }

    private static ScheduleEdition Edition(OnCallSchedule schedule, DateTimeOffset from, string zone, IReadOnlyList<Layer> layers, Actor actor) =>
        new() { Id = Guid.CreateVersion7(from), ScheduleId = schedule.Id, ValidFrom = from, TimeZone = zone, Layers = Named(layers), SavedBy = actor.Name };

    /// <summary>Layers that come without an id of their own get one; their shifts are told apart by it.</summary>
    private static List<Layer> Named(IReadOnlyList<Layer> layers) => [.. layers.Select((l, at) => l.Id == Guid.Empty || layers.Take(at).Any(o => o.Id == l.Id) ? l with { Id = Guid.NewGuid() } : l)];

    private static string? Blank(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}

internal static class ScheduleGuard
{
    /// <summary>Null where they may.</summary>
    public static Problem? Refuse(Actor actor) => actor.May(Permission.Write, toDoWhat: "arrange who is on call");

    public static Problem Missing(string slug) => Problem.NotFound($"There is no schedule {slug}; those that are stand under On-call.");

    public static Task<OnCallSchedule?> FindAsync(OpsPortalDbContext db, string slug, CancellationToken cancellation) =>
        db.OnCallSchedules.Include(s => s.Editions).FirstOrDefaultAsync(s => s.Slug == slug && s.RemovedAt == null, cancellation);
}
