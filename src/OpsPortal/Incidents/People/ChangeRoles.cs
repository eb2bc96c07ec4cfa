using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents.People;

/// <summary>Who works on an incident, and as what: join, leave, take a role, hand it over, bring somebody in.</summary>
public sealed class ChangeRoles(IncidentActs acts)
{
    public Task<Result<Incident>> JoinAsync(Actor actor, long number, IncidentRole role, CancellationToken cancellation) =>
        GiveAsync(actor, number, actor.Id, role, cancellation);

    /// <summary>Gives a person a role: oneself, or another one, who is so brought in. Whoever had it stays as a responder.</summary>
    public Task<Result<Incident>> GiveAsync(Actor actor, long number, Guid person, IncidentRole role, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "work on an incident", "incident.roleChanged", async work =>
        {
            var user = await work.Db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == person, cancellation);
            if (user is null) return Problem.NotFound("There is no such account; choose somebody from the list.");
            var all = await work.Db.Responders.Where(r => r.Incident == number).ToListAsync(cancellation);
            var one = all.FirstOrDefault(r => r.UserId == person);
            if (one is { LeftAt: null } && one.Role == role) return Problem.Conflict($"{one.Name} is {Word(role)} already.");
            var before = role == IncidentRole.Responder ? null : all.FirstOrDefault(r => r.Role == role && r.LeftAt is null && r.UserId != person);
            if (before is not null)
            {
                before.Role = IncidentRole.Responder;
                // The index that allows one of a kind is looked at row by row.
                await work.Db.SaveChangesAsync(cancellation);
            }
            var joins = one is null or { LeftAt: not null };
            if (one is null) work.Db.Responders.Add(one = new() { Incident = number, UserId = person, Name = user.DisplayName, JoinedAt = work.Now });
            if (joins) one.JoinedAt = work.Now;
            (one.Role, one.LeftAt) = (role, null);
            work.Tell(TimelineKind.Role, Sentence(work.Actor, one, role, before, joins), new Dictionary<string, string> { ["person"] = one.Name, ["role"] = $"{role}" });
            return null;
        }, cancellation);

    public Task<Result<Incident>> LeaveAsync(Actor actor, long number, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "leave an incident", "incident.left", async work =>
        {
            var one = await work.Db.Responders.FirstOrDefaultAsync(r => r.Incident == number && r.UserId == actor.Id && r.LeftAt == null, cancellation);
            if (one is null) return Problem.Conflict("You have not joined this incident.");
            if (one.Role == IncidentRole.Commander && work.Incident.State.IsOpen()) return Problem.Conflict("You lead it. Hand the lead over first, so that somebody has it.");
            (one.LeftAt, one.Role) = (work.Now, IncidentRole.Responder);
            work.Tell(TimelineKind.Role, $"{one.Name} left", new Dictionary<string, string> { ["person"] = one.Name });
            return null;
        }, cancellation);

    public static string Word(IncidentRole role) => role.ToString().ToLowerInvariant();

    private static string Sentence(Actor actor, Responder one, IncidentRole role, Responder? before, bool joins)
    {
        var self = one.UserId == actor.Id;
        if (role == IncidentRole.Responder) return joins ? self ? $"{one.Name} joined" : $"{actor.Name} brought in {one.Name}" : $"{one.Name} is a responder again";
        var takes = self ? $"{one.Name} is {Word(role)} now" : $"{actor.Name} made {one.Name} {Word(role)}";
        return before is null ? takes : $"{takes}, taking over from {before.Name}";
    }
}
