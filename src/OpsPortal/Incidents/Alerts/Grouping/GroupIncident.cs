using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents.Alerts.Diagnostics;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Secrets;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>What a change of a group does to its incident: declares one, adds a sentence to it, ends it.</summary>
public sealed class GroupIncident(DeclareIncident declare, IncidentActs acts, PlaceAlert placing, RaiseSeverity raise, IJobQueue jobs, IRedactText redactor)
{
    private const int MostIds = 20;

    /// <summary>Within the transaction that is under way; the group's rows are the caller's alone.</summary>
    internal async Task<Result<GroupMoved>> InvokeAsync(OpsPortalDbContext db, GroupChange change, DateTimeOffset now, CancellationToken cancellation)
    {
        var group = change.Group;
        var open = group.Incident is { } number ? await db.Incidents.AsNoTracking().FirstOrDefaultAsync(i => i.Number == number && i.ResolvedAt == null, cancellation) : null;
        if (change.New.Count > 0) group.ResolveAt = null;
        if (open is not null) return await JoinAsync(db, change, open, now, cancellation);
        group.ResolveAt = null;
        var worst = change.New.Where(a => AlertSeverity.Declares(change.Integration.Settings, a.Severity)).OrderBy(a => AlertSeverity.Rank(a.Severity)).ThenBy(a => a.Id).FirstOrDefault();
        return worst is null ? new GroupMoved(null) : await DeclareAsync(db, change, worst, cancellation);
    }

    private async Task<Result<GroupMoved>> DeclareAsync(OpsPortalDbContext db, GroupChange change, Alert lead, CancellationToken cancellation)
    {
        var placed = await placing.InvokeAsync(db, change.Integration, lead, cancellation);
        if (!placed.Succeeded) return placed.Problem;
        var place = placed.Value;
        var environment = change.Integration.EnvironmentId is { } id ? await db.Environments.Where(e => e.Id == id && e.RemovedAt == null).Select(e => e.Name).FirstOrDefaultAsync(cancellation) : null;
        var declared = await declare.WithinAsync(db, change.Actor, new(place.System.System.Slug, place.Severity, redactor.Redact(AlertText.Title(lead, change.New.Count - 1)), $"alert:{lead.Id}:{change.Group.Incident}")
        {
            Environment = environment,
            Components = [.. change.New.Select(a => a.Labels.GetValueOrDefault("component") ?? a.Labels.GetValueOrDefault("service")).OfType<string>().Distinct().Take(10)],
            Runbook = place.Runbook,
            RunbookPlace = place.Place,
            Parameters = place.Parameters,
            Source = change.Integration.Name,
        }, cancellation);
        if (!declared.Succeeded) return declared.Problem;
        var work = declared.Value.Work;
        change.Group.Incident = work.Incident.Number;
        var firing = await LeftAsync(db, change, work.Incident.Number, cancellation);
        Tell(work, change, AlertText.Fire(change.New)! + Rest(firing - change.New.Count), firing);
        await TakeOnAsync(work, change, cancellation);
        if (change.Integration.Settings.Diagnostics && environment is not null && place.Runbook is not null)
            await jobs.EnqueueAsync(db, RunAlertDiagnostics.Name, $"{work.Incident.Number}", cancellation);
        await acts.EndAsync(work, "incident.declared", cancellation);
        return new GroupMoved(work.Incident);
    }

    private async Task<Result<GroupMoved>> JoinAsync(OpsPortalDbContext db, GroupChange change, Incident open, DateTimeOffset now, CancellationToken cancellation)
    {
        var number = open.Number;
        var ended = false;
        AlertPlacement? place = null;
        if (change.New.Count > 0 && open.Runbook is null) place = (await placing.InvokeAsync(db, change.Integration, change.New[0], cancellation)).Value;
        var incident = await acts.WithinAsync(db, change.Actor, number, async work =>
        {
            if (ended = !work.Incident.State.IsOpen()) return;
            if (work.Incident.Runbook is null && place?.Runbook is not null) (work.Incident.Runbook, work.Incident.RunbookPlace) = (place.Runbook, place.Place);
            if (place is not null) work.Incident.Parameters = Merge(work.Incident.Parameters, place.Parameters);
            var left = await LeftAsync(db, change, number, cancellation);
            var text = string.Join(". ", new[] { AlertText.Fire(change.New), AlertText.Over(change.Over, left) }.OfType<string>());
            if (text.Length > 0) Tell(work, change, text, left);
            await raise.InvokeAsync(work, change, cancellation);
            await TakeOnAsync(work, change, cancellation);
            await EndAsync(work, change, left, now, cancellation);
        }, cancellation);
        // Somebody ended it a moment ago: the next round sees that, and declares another one where something is new.
        return new GroupMoved(incident, Again: ended);
    }

    /// <summary>How many alerts of the incident are not over, those that are kept quiet left out.</summary>
    private static async Task<int> LeftAsync(OpsPortalDbContext db, GroupChange change, long number, CancellationToken cancellation)
    {
        var (integration, key) = (change.Group.IntegrationId, change.Group.Key);
        var others = await db.Alerts.CountAsync(a => a.Incident == number && a.State != AlertState.Resolved && a.SilenceId == null && !(a.IntegrationId == integration && a.GroupKey == key), cancellation);
        return others + await db.Alerts.CountAsync(a => a.IntegrationId == integration && a.GroupKey == key && a.State != AlertState.Resolved && a.SilenceId == null, cancellation);
    }

    private static async Task EndAsync(IncidentWork work, GroupChange change, int left, DateTimeOffset now, CancellationToken cancellation)
    {
        var (group, settings) = (change.Group, change.Integration.Settings);
        if (left > 0)
        {
            group.ResolveAt = null;
            return;
        }
        if (group.Truncated > 0)
        {
            if (change.Over.Count > 0) Tell(work, change, $"{change.Integration.Name} left out {group.Truncated} more alerts, so nobody knows whether all of them are over: this stays open", left);
            return;
        }
        // Only what ended ends an incident, not what somebody keeps quiet.
        if (settings.AutoResolveAfter is not { } after || change is { Over.Count: 0, Alerts.Count: > 0, Due: false }) return;
        if (after > TimeSpan.Zero && !change.Due)
        {
            group.ResolveAt ??= now + after;
            return;
        }
        group.ResolveAt = null;
        await MoveIncident.EnterAsync(work, IncidentState.Resolved, $"All alerts are over; resolved by itself, as {change.Integration.Name} is set up", cancellation);
    }

    private static async Task TakeOnAsync(IncidentWork work, GroupChange change, CancellationToken cancellation)
    {
        if (change.TakenOn.Count == 0 || work.Incident.State != IncidentState.Detected) return;
        await MoveIncident.EnterAsync(work, IncidentState.Acknowledged, $"{change.Integration.Name} says that somebody is on it", cancellation);
    }

    private static void Tell(IncidentWork work, GroupChange change, string text, int firing)
    {
        Dictionary<string, string> detail = new()
        {
            ["integration"] = change.Integration.Name,
            ["group"] = change.Group.Key,
            ["firing"] = $"{firing}",
            ["alerts"] = string.Join(",", change.New.Concat(change.Over).Take(MostIds).Select(a => a.Id)),
        };
        if (change.New.Count > 0) detail["urgency"] = change.New.All(a => AlertSeverity.IsLow(change.Integration.Settings, a.Severity)) ? "low" : "high";
        if (change.Group.Truncated > 0) detail["truncated"] = $"{change.Group.Truncated}";
        work.Tell(TimelineKind.Alert, text, detail);
    }

    private static string Rest(int others) => others switch { <= 0 => "", 1 => ". 1 milder one fires as well", _ => $". {others} milder ones fire as well" };

    /// <summary>What is known stays: a person may be working with it.</summary>
    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> known, IReadOnlyDictionary<string, string> more)
    {
        var all = known.ToDictionary();
        foreach (var (name, value) in more) all.TryAdd(name, value);
        return all;
    }
}
