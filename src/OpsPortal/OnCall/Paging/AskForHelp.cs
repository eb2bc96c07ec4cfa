using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;

namespace OpsPortal.OnCall.Paging;

/// <summary>Whom to ask, and for what. At most one of them is named; none is the next level of the incident's policy.</summary>
/// <param name="Schedule">Slug: whoever is on call there.</param>
/// <param name="Level">Of the incident's policy, from 1.</param>
public sealed record HelpForm(string? Reason, string? Schedule = null, Guid? Contact = null, int? Level = null);

/// <summary>Pages more people for an incident, because somebody who works on it asks for them.</summary>
public sealed class AskForHelp(IncidentActs acts, OnCallQueries onCall, Escalate escalate, MakePages pages, AuditLog audit)
{
    public const int LongestReason = 300;

    /// <param name="key">The click's own; the same click again pages nobody anew.</param>
    /// <returns>The pages that were made.</returns>
    public async Task<Result<IReadOnlyList<Page>>> InvokeAsync(Actor actor, long number, HelpForm form, string key, CancellationToken cancellation)
    {
        List<Page> made = [];
        var done = await acts.InvokeAsync(actor, number, "ask for help", null, async work =>
        {
            if (Check(form) is { } wrong) return wrong;
            made = await work.Db.Pages.Include(p => p.Attempts).Where(p => p.Incident == number && p.Key == key).OrderBy(p => p.Id).ToListAsync(cancellation);
            if (made.Count > 0) return null;
            if (!work.Incident.State.IsOpen()) return Problem.Conflict($"{work.Incident.Name} is over. Reopen it first, then ask for help.");
            var asked = form is { Schedule: null, Contact: null, Level: null } ? await NextLevelAsync(work, form.Reason!.Trim(), cancellation) : await PeopleAsync(work, form, cancellation);
            if (asked is not null) return asked;
            made = [.. work.Db.Pages.Local.Where(p => p.Id == 0)];
            if (made.Count == 0) return Problem.Conflict("Nobody is left to page by the policy. Name a schedule or a person.");
            foreach (var page in made) page.Key = key;
            await work.Db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(work.Db, actor, "incident.helpAsked", "incident", work.Incident.Name,
                new Dictionary<string, string> { ["reason"] = form.Reason!.Trim(), ["paged"] = string.Join(", ", made.Select(p => p.Contact)) }, cancellation);
            return null;
        }, cancellation);
        return done.Succeeded ? made : done.Problem;
    }

    private async Task<Problem?> NextLevelAsync(IncidentWork work, string reason, CancellationToken cancellation)
    {
        work.Tell(TimelineKind.Page, $"{work.Actor.Name} asks for help: {reason}");
        return await escalate.UpAsync(work, $"{work.Actor.Name} asks for help: {reason}", cancellation) ? null
            : Problem.Conflict($"No escalation policy is for {work.Incident.System}, so there is no next level. Name a schedule or a person.");
    }

    private async Task<Problem?> PeopleAsync(IncidentWork work, HelpForm form, CancellationToken cancellation)
    {
        var found = await FindAsync(work, form, cancellation);
        if (!found.Succeeded) return found.Problem;
        var round = 1 + (await work.Db.Pages.Where(p => p.Incident == work.Incident.Number && p.Kind == PageKind.Help).MaxAsync(p => (int?)p.Round, cancellation) ?? 0);
        var (people, reason) = (found.Value, form.Reason!.Trim());
        work.Tell(TimelineKind.Page, $"{work.Actor.Name} asks {string.Join(", ", people.Select(p => p.Contact.Name))} for help: {reason}");
        var reached = 0;
        foreach (var (contact, place) in people)
            if (await pages.AddAsync(work, contact, PageKind.Help, 0, round, $"asked for help by {work.Actor.Name} ({place}): {reason}", urgent: true, work.Now, cancellation) is { State: PageState.Open }) reached++;
        return reached > 0 ? null : Problem.Conflict($"{string.Join(" and ", people.Select(p => p.Contact.Name))} cannot be reached: there is no contact method that works. Ask somebody else.");
    }

    private async Task<Result<List<(Contact Contact, string Place)>>> FindAsync(IncidentWork work, HelpForm form, CancellationToken cancellation)
    {
        if (form.Schedule is { } slug)
        {
            if (await work.Db.OnCallSchedules.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug && s.RemovedAt == null, cancellation) is not { } schedule)
                return Problem.NotFound($"There is no schedule {slug}; those that are stand under On-call.");
            return (await onCall.WhoAsync(schedule.Id, work.Now, cancellation))?.Contact is { } contact
                ? new List<(Contact, string)> { (contact, $"on call for {schedule.Name}") }
                : Problem.Conflict($"Nobody is on call for {schedule.Name} now. Ask somebody else.");
        }
        if (form.Contact is { } id)
            return await onCall.ContactAsync(id, cancellation) is { } person ? new List<(Contact, string)> { (person, "by name") } : Problem.NotFound("There is no such contact any more. Choose somebody else.");
        return await LevelAsync(work, form.Level!.Value, cancellation);
    }

    private async Task<Result<List<(Contact Contact, string Place)>>> LevelAsync(IncidentWork work, int level, CancellationToken cancellation)
    {
        if (await PolicyAsync(work, cancellation) is not { } policy) return Problem.Conflict($"No escalation policy is for {work.Incident.System}, so there are no levels. Name a schedule or a person.");
        if (level < 1 || level > policy.Levels.Count) return Problem.Invalid($"{policy.Name} has the levels 1 to {policy.Levels.Count}.", "level");
        var people = await escalate.PeopleAsync(work, policy.Levels[level - 1], $"level {level} of {policy.Name}", cancellation);
        return people.Count > 0 ? people : Problem.Conflict($"Nobody is on level {level} of {policy.Name} now. Ask somebody else.");
    }

    private static async Task<EscalationPolicy?> PolicyAsync(IncidentWork work, CancellationToken cancellation) =>
        await work.Db.Escalations.AsNoTracking().FirstOrDefaultAsync(e => e.Incident == work.Incident.Number, cancellation) is { } under
            ? await work.Db.EscalationPolicies.AsNoTracking().FirstAsync(p => p.Id == under.PolicyId, cancellation)
            : await Escalate.PolicyForAsync(work.Db, work.Incident.System, cancellation);

    private static Problem? Check(HelpForm form) =>
        string.IsNullOrWhiteSpace(form.Reason) ? Problem.Invalid("Say in a few words what you need help with: whoever is woken reads it first.", "reason")
        : form.Reason.Trim().Length > LongestReason ? Problem.Invalid($"A reason has at most {LongestReason} characters.", "reason")
        : new object?[] { form.Schedule, form.Contact, form.Level }.Count(t => t is not null) > 1 ? Problem.Invalid("Name a schedule, a contact or a level, one of them.")
        : null;
}
