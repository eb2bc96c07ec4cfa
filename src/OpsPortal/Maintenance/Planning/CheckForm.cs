using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Runbooks;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance.Planning;

/// <summary>What a form means, with everything that it names looked up.</summary>
/// <param name="Leads">As the plan keeps them, longest first.</param>
internal sealed record CheckedForm(
    PlanForm Form, string Title, string[] Systems, string[] Components, OpsEnvironment Environment, PlanPerson Owner, IReadOnlyList<PlanPerson> Participants, IReadOnlyList<string> Leads,
    IReadOnlyDictionary<Guid, PlanPerson> Keepers);

/// <summary>Whether a form makes sense, and whether somebody may plan it.</summary>
public sealed class CheckForm(IRunbookSource runbooks)
{
    private const int LongestTitle = 200, LongestText = 4_000, MostItems = 200, MostPhases = 20;

    /// <param name="timed">A single plan, which has its times; otherwise that of a series.</param>
    internal async Task<Result<CheckedForm>> OfAsync(OpsPortalDbContext db, Actor actor, PlanForm form, bool timed, CancellationToken cancellation)
    {
        var title = form.Title?.Trim() ?? "";
        if (title.Length is 0 or > LongestTitle) return Problem.Invalid($"Say in a few words what is done (at most {LongestTitle} characters).", "title");
        if (form.Systems is not { Count: > 0 }) return Problem.Invalid("Say which system is worked on.", "systems");
        var systems = form.Systems.Distinct().ToArray();
        var known = await db.Systems.Where(s => systems.Contains(s.Slug)).Select(s => s.Slug).ToListAsync(cancellation);
        if (systems.Except(known).FirstOrDefault() is { } missing) return Problem.NotFound($"There is no system {missing}; the runbooks under Runbooks name those that are.");
        if (await db.Environments.FirstOrDefaultAsync(e => e.Name == form.Environment && e.RemovedAt == null, cancellation) is not { } environment)
            return Problem.Invalid(string.IsNullOrEmpty(form.Environment) ? "Say in which environment." : $"There is no environment {form.Environment}; choose one of those under Environments.", "environment");
        foreach (var system in systems)
            if (actor.May(Permission.RunSteps, environment.Name, system, "plan maintenance") is { } refused) return refused;
        if (ZoneClock.Zone(form.TimeZone) is not { } zone) return Problem.Invalid($"There is no time zone {form.TimeZone}; write it like Europe/Berlin or UTC.", "timeZone");
        if (timed && Times(form) is { } wrong) return wrong;
        if (new[] { form.Impact, form.Rollback }.Any(t => t?.Length > LongestText)) return Problem.Invalid($"Impact and rollback plan have at most {LongestText:N0} characters each.", "rollback");

        List<LeadTime> leads = [];
        foreach (var text in form.AnnounceBefore ?? LeadTime.Usual)
        {
            var lead = LeadTime.Read(text);
            if (!lead.Succeeded) return lead.Problem;
            leads.Add(lead.Value);
        }
        var people = await PeopleAsync(db, actor, form, cancellation);
        if (!people.Succeeded) return people.Problem;
        if (await PhasesAsync(form, people.Value, cancellation) is { } amiss) return amiss;
        return new CheckedForm(form with { Phases = [.. form.Phases.Where(p => p.Items.Count > 0)] }, title, systems,
            [.. form.Components.Select(c => c.Trim()).Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)], environment,
            people.Value.GetValueOrDefault(form.Owner ?? actor.Id) ?? new(actor.Id, actor.Name), [.. form.Participants.Distinct().Where(p => p != (form.Owner ?? actor.Id)).Select(p => people.Value[p])],
            [.. leads.DistinctBy(l => l.Size).OrderByDescending(l => l.Size).Select(Iso)], people.Value);
    }

    private static Problem? Times(PlanForm form) =>
        form.StartsAt is not { } start || form.EndsAt is not { } end ? Problem.Invalid("Say when it begins and when it ends.", "startsAt")
        : end <= start ? Problem.Invalid("It ends after it begins.", "endsAt")
        : end - start > TimeSpan.FromDays(14) ? Problem.Invalid("A maintenance window lasts at most 14 days; plan several.", "endsAt") : null;

    private static async Task<Result<IReadOnlyDictionary<Guid, PlanPerson>>> PeopleAsync(OpsPortalDbContext db, Actor actor, PlanForm form, CancellationToken cancellation)
    {
        var wanted = form.Participants.Append(form.Owner ?? actor.Id).Concat(form.Phases.Select(p => p.Keeper).OfType<Guid>()).Distinct().ToList();
        var found = await db.Users.Where(u => wanted.Contains(u.Id) && u.DisabledAt == null).Select(u => new PlanPerson(u.Id, u.DisplayName)).ToDictionaryAsync(u => u.Id, cancellation);
        // The portal itself plans what runbooks say; somebody takes it over later.
        if (actor.Id == Guid.Empty || form.Owner is null) found.TryAdd(actor.Id, new(actor.Id, actor.Name));
        return wanted.Exists(w => !found.ContainsKey(w)) ? Problem.Invalid("Somebody of those that you named has no account here (any more). Choose them anew.", "participants") : found;
    }

    private async Task<Problem?> PhasesAsync(PlanForm form, IReadOnlyDictionary<Guid, PlanPerson> people, CancellationToken cancellation)
    {
        if (form.Phases.Sum(p => p.Items.Count) is 0 or > MostItems || form.Phases.Count > MostPhases)
            return Problem.Invalid($"A checklist has 1 to {MostItems} items in at most {MostPhases} phases. Begin with a template, or write one item on each line.", "phases");
        var at = 0;
        foreach (var item in form.Phases.SelectMany(p => p.Items))
        {
            at++;
            if (item.Text.Trim().Length is 0 or > 1_000) return Problem.Invalid($"Item {at} needs words, at most 1,000 characters.", "phases");
            if (item.Signatures is < 0 or > 2) return Problem.Invalid($"Item {at}: one or two people sign; or none, where a step does.", "phases");
            if (item.Step is null != item.Runbook is null) return Problem.Invalid($"Item {at}: a step is named together with its runbook.", "phases");
            if (item.Step is null && item.Signatures == 0) return Problem.Invalid($"Item {at}: nobody signs it, and no step runs. Let one person sign.", "phases");
            if (item is not { Runbook: { } runbook, Step: { } step }) continue;
            var found = await runbooks.FindAsync(runbook, step, cancellation);
            if (!found.Succeeded) return Problem.Invalid($"Item {at} ({item.Text}): {found.Problem.Detail}", "phases");
            if (found.Value.Step.Mode == StepMode.Manual) return Problem.Invalid($"Item {at} ({item.Text}): its step is done by hand, so leave the step out and let somebody sign.", "phases");
        }
        return null;
    }

    private static string Iso(LeadTime lead) => lead is { Days: > 0, Time.Ticks: 0 } ? $"P{lead.Days}D"
        : $"P{(lead.Days > 0 ? $"{lead.Days}D" : "")}T{((int)lead.Time.TotalHours > 0 ? $"{(int)lead.Time.TotalHours}H" : "")}{(lead.Time.Minutes > 0 ? $"{lead.Time.Minutes}M" : "")}";
}
