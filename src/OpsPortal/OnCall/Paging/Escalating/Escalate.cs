using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Escalating;

/// <summary>Pages the next level of an incident's policy, within an act on the incident.</summary>
public sealed class Escalate(OnCallQueries onCall, MakePages pages, IEnumerable<IHoldPages> holds)
{
    /// <summary>Begins at the first level; says so in the timeline where nobody can be paged.</summary>
    public async Task BeginAsync(IncidentWork work, CancellationToken cancellation)
    {
        foreach (var hold in holds)
            if (await hold.WhyAsync(work.Db, work.Incident, cancellation) is { } why)
            {
                work.Tell(TimelineKind.Page, $"Nobody was paged: {why}. Who is still needed at its end is paged then.");
                return;
            }
        if (await PolicyForAsync(work.Db, work.Incident.System, cancellation) is not { } policy)
        {
            work.Tell(TimelineKind.Page, "Nobody was paged: no escalation policy is for this system.");
            return;
        }
        var escalation = await work.Db.Escalations.FirstOrDefaultAsync(e => e.Incident == work.Incident.Number, cancellation);
        if (escalation is null) work.Db.Escalations.Add(escalation = new() { Incident = work.Incident.Number });
        // After a reopening everybody is paged anew, which is another round.
        else (escalation.Round, escalation.Level) = (escalation.Round + 1, 0);
        escalation.PolicyId = policy.Id;
        await AdvanceAsync(work, escalation, policy, null, cancellation);
    }

    /// <summary>One level up, whatever time has passed: after an outage of the portal not all at once.</summary>
    /// <param name="why">In front of the reason; null where the delay is over and nobody acknowledged.</param>
    public async Task AdvanceAsync(IncidentWork work, Escalation escalation, EscalationPolicy policy, string? why, CancellationToken cancellation)
    {
        if (escalation.Level >= policy.Levels.Count)
        {
            if (escalation.Round > policy.Repeat)
            {
                escalation.NextAt = null;
                work.Tell(TimelineKind.Page, $"All levels of {policy.Name} were paged{(policy.Repeat > 0 ? $" {policy.Repeat + 1} times" : "")}; nobody is left to page.");
                return;
            }
            (escalation.Level, escalation.Round) = (0, escalation.Round + 1);
        }
        var level = policy.Levels[escalation.Level];
        escalation.Level++;
        var urgent = !policy.LowUrgency.Contains(work.Incident.Severity, StringComparer.OrdinalIgnoreCase);
        var from = urgent ? work.Now : policy.Hours.Next(work.Now);
        var because = $"{(why is null ? "" : why + "; ")}level {escalation.Level} of {policy.Name}{(escalation.Round > 1 ? $", round {escalation.Round}" : "")}";
        var reached = 0;
        foreach (var (contact, place) in await PeopleAsync(work, level, because, cancellation))
            if (await pages.AddAsync(work, contact, PageKind.Call, escalation.Level, escalation.Round, $"{place}, {because}", urgent, from, cancellation) is { State: PageState.Open }) reached++;
        // Where nobody could be paged, nobody is waited for.
        escalation.NextAt = reached == 0 ? work.Now : from + level.After;
    }

    /// <summary>One level up before its time. Nothing where nobody is paged for the incident at all.</summary>
    /// <returns>Whether there was a policy to go up by.</returns>
    public async Task<bool> UpAsync(IncidentWork work, string why, CancellationToken cancellation)
    {
        if (await work.Db.Escalations.FirstOrDefaultAsync(e => e.Incident == work.Incident.Number, cancellation) is not { } escalation) return false;
        var policy = await work.Db.EscalationPolicies.AsNoTracking().FirstAsync(p => p.Id == escalation.PolicyId, cancellation);
        var waits = escalation.NextAt is not null;
        await AdvanceAsync(work, escalation, policy, why, cancellation);
        // Somebody is on it already: those above are told, and nobody after them.
        if (!waits && work.Incident.AcknowledgedAt is not null) escalation.NextAt = null;
        return true;
    }

    public static async Task<EscalationPolicy?> PolicyForAsync(OpsPortalDbContext db, string system, CancellationToken cancellation)
    {
        var all = await db.EscalationPolicies.AsNoTracking().Where(p => p.RemovedAt == null).OrderBy(p => p.Name).ToListAsync(cancellation);
        return all.FirstOrDefault(p => p.Systems.Contains(system)) ?? all.FirstOrDefault(p => p.Systems.Count == 0);
    }

    /// <summary>Whoever a level means now, each once, and why they.</summary>
    internal async Task<List<(Contact Contact, string Place)>> PeopleAsync(IncidentWork work, EscalationLevel level, string because, CancellationToken cancellation)
    {
        List<(Contact, string)> people = [];
        foreach (var id in level.Schedules)
            if (await onCall.WhoAsync(id, work.Now, cancellation) is { } who)
            {
                if (who.Contact is { } contact) people.Add((contact, $"on call for {who.Schedule.Name}"));
                else work.Tell(TimelineKind.Page, $"Nobody is on call for {who.Schedule.Name} now ({because})");
            }
        foreach (var id in level.Contacts)
            if (await onCall.ContactAsync(id, cancellation) is { } contact) people.Add((contact, "named by the policy"));
        return [.. people.DistinctBy(p => p.Item1.Id)];
    }
}
