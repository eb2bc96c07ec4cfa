using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Paging.Policies;

/// <summary>What people write of a policy; null leaves as it is.</summary>
/// <param name="Revision">The revision that was seen; null changes whatever is there.</param>
public sealed record PolicyForm(string? Name, IReadOnlyList<string>? Systems = null, IReadOnlyList<EscalationLevel>? Levels = null, int? Repeat = null,
    IReadOnlyList<string>? LowUrgency = null, BusinessHours? Hours = null, TimeSpan? RemindAfter = null, int? Revision = null);

/// <summary>Adds an escalation policy, changes one, takes one away. What is under way goes on by the policy as it is now.</summary>
public sealed class SavePolicy(IDbContextFactory<OpsPortalDbContext> storage, AuditLog audit, TimeProvider time)
{
    public const int MostLevels = 10;
    internal const string RevisionField = "revision";

    public Task<Result<EscalationPolicy>> AddAsync(Actor actor, PolicyForm form, CancellationToken cancellation) => InAsync(actor, "policy.added", form, async db =>
    {
        if (string.IsNullOrWhiteSpace(form.Name)) return Problem.Invalid("Give the policy a name, e.g. Platform.", "name");
        if (form.Levels is not { Count: > 0 }) return Problem.Invalid("A policy needs a level at least: somebody who is paged first.", "levels");
        if (Slug.From(form.Name) is not { Length: > 0 } slug) return Problem.Invalid($"\"{form.Name}\" needs a letter or a digit, so that it can stand in an address.", "name");
        if (await db.EscalationPolicies.AnyAsync(p => p.Slug == slug && p.RemovedAt == null, cancellation)) return Problem.Conflict($"There is a policy {slug} already; change that one, or choose another name.");
        var policy = new EscalationPolicy { Id = Guid.CreateVersion7(time.GetUtcNow()), Slug = slug, Name = form.Name.Trim() };
        db.EscalationPolicies.Add(policy);
        return policy;
    }, cancellation);

    public Task<Result<EscalationPolicy>> ChangeAsync(Actor actor, string slug, PolicyForm form, CancellationToken cancellation) => InAsync(actor, "policy.changed", form, async db =>
    {
        if (await FindAsync(db, slug, cancellation) is not { } policy) return Missing(slug);
        if (form.Revision is { } seen && seen != policy.Revision)
            return new Problem(ProblemKind.Conflict, "Somebody has changed this policy meanwhile. Load it again and look what is there now; what you wrote is still in the form.", RevisionField);
        policy.Name = form.Name?.Trim() is { Length: > 0 } name ? name : policy.Name;
        policy.Revision++;
        return policy;
    }, cancellation);

    public Task<Result<EscalationPolicy>> RemoveAsync(Actor actor, string slug, CancellationToken cancellation) => InAsync(actor, "policy.removed", new(null), async db =>
    {
        if (await FindAsync(db, slug, cancellation) is not { } policy) return Missing(slug);
        policy.RemovedAt = time.GetUtcNow();
        return policy;
    }, cancellation);

    internal static Problem Missing(string slug) => Problem.NotFound($"There is no escalation policy {slug}; those that are stand under On-call.");

    private static Task<EscalationPolicy?> FindAsync(OpsPortalDbContext db, string slug, CancellationToken cancellation) =>
        db.EscalationPolicies.FirstOrDefaultAsync(p => p.Slug == slug && p.RemovedAt == null, cancellation);

    private async Task<Result<EscalationPolicy>> InAsync(Actor actor, string action, PolicyForm form, Func<OpsPortalDbContext, Task<Result<EscalationPolicy>>> change, CancellationToken cancellation)
    {
        if (actor.May(Permission.Write, toDoWhat: "arrange who is paged") is { } refused) return refused;
        if (Check(form) is { } wrong) return wrong;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync(SaveContact.OnCallLock, cancellation);
        if (await CheckPeopleAsync(db, form, cancellation) is { } unknown) return unknown;
        var changed = await change(db);
        if (!changed.Succeeded) return changed;
        var policy = changed.Value;
        policy.Systems = form.Systems ?? policy.Systems;
        policy.Levels = form.Levels ?? policy.Levels;
        policy.Repeat = form.Repeat ?? policy.Repeat;
        policy.LowUrgency = form.LowUrgency ?? policy.LowUrgency;
        policy.Hours = form.Hours ?? policy.Hours;
        policy.RemindAfter = form.RemindAfter ?? policy.RemindAfter;
        if (policy.RemovedAt is null && await TakenAsync(db, policy, cancellation) is { } taken) return taken;
        await db.SaveChangesAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, "policies"), cancellation);
        await audit.AppendAsync(db, actor, action, "policy", policy.Slug, new Dictionary<string, string>
        {
            ["name"] = policy.Name,
            ["systems"] = policy.Systems.Count == 0 ? "all others" : string.Join(", ", policy.Systems),
            ["levels"] = $"{policy.Levels.Count}",
        }, cancellation);
        await transaction.CommitAsync(cancellation);
        return policy;
    }

    private static Problem? Check(PolicyForm form) =>
        form.Name is { Length: > 100 } ? Problem.Invalid("A name has at most 100 characters.", "name")
        : form.Levels is { Count: 0 } ? Problem.Invalid("A policy needs a level at least: somebody who is paged first.", "levels")
        : form.Levels is { Count: > MostLevels } ? Problem.Invalid($"More than {MostLevels} levels page nobody in time; join some of them.", "levels")
        : form.Levels?.Any(l => l.Schedules.Count + l.Contacts.Count == 0) == true ? Problem.Invalid("Each level needs a schedule or a contact.", "levels")
        : form.Levels?.Any(l => l.After < TimeSpan.FromMinutes(1) || l.After > TimeSpan.FromDays(1)) == true ? Problem.Invalid("A level waits between one minute and one day for an acknowledgement.", "levels")
        : form.Repeat is < 0 or > 20 ? Problem.Invalid("The levels are gone through again 0 to 20 times.", "repeat")
        : form.RemindAfter is { } remind && remind != TimeSpan.Zero && (remind < TimeSpan.FromMinutes(5) || remind > TimeSpan.FromDays(1)) ? Problem.Invalid("A reminder comes after 5 minutes to one day, or never (0).", "remindAfter")
        : form.Hours is { } hours && !TimeZoneInfo.TryFindSystemTimeZoneById(hours.TimeZone, out _) ? Problem.Invalid($"{hours.TimeZone} is no time zone; write it as Europe/Berlin.", "hours")
        : form.Hours is { } when && (when.Days.Count == 0 || when.From >= when.To) ? Problem.Invalid("Business hours need a day at least, and end after they begin.", "hours")
        : null;

    private static async Task<Problem?> CheckPeopleAsync(OpsPortalDbContext db, PolicyForm form, CancellationToken cancellation)
    {
        var contacts = (form.Levels ?? []).SelectMany(l => l.Contacts).Distinct().ToList();
        var schedules = (form.Levels ?? []).SelectMany(l => l.Schedules).Distinct().ToList();
        if (await db.Contacts.CountAsync(c => contacts.Contains(c.Id) && c.RemovedAt == null, cancellation) != contacts.Count
            || await db.OnCallSchedules.CountAsync(s => schedules.Contains(s.Id) && s.RemovedAt == null, cancellation) != schedules.Count)
            return Problem.Invalid("The levels name a schedule or somebody who is not there (any more). Load them again.", "levels");
        var systems = form.Systems ?? [];
        return await db.Systems.CountAsync(s => systems.Contains(s.Slug), cancellation) == systems.Distinct().Count() ? null : Problem.Invalid("The policy names a system that is not there (any more).", "systems");
    }

    /// <summary>Of two policies for one system nobody could say which holds.</summary>
    private static async Task<Problem?> TakenAsync(OpsPortalDbContext db, EscalationPolicy policy, CancellationToken cancellation)
    {
        var others = await db.EscalationPolicies.AsNoTracking().Where(p => p.RemovedAt == null && p.Id != policy.Id).ToListAsync(cancellation);
        if (policy.Systems.Count == 0) return others.FirstOrDefault(p => p.Systems.Count == 0) is { } rest ? Problem.Conflict($"{rest.Name} is for all systems without a policy already. Name the systems of this one.") : null;
        return others.FirstOrDefault(p => p.Systems.Intersect(policy.Systems).Any()) is { } other ? Problem.Conflict($"{other.Name} is for {other.Systems.Intersect(policy.Systems).First()} already. A system has one policy.") : null;
    }
}
