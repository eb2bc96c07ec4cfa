using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance.Windows;

/// <summary>While a plan is under way, alerts of exactly its scope call nobody; at its end what was held back is listed, and what is still wrong is heard.</summary>
internal sealed class QuietScope(IncidentActs incidents, EndPages pages, Escalate escalate) : IMaintenanceListener
{
    /// <summary>A plan that nobody completes is not quiet for ever, and not loud at once.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    public async Task HearAsync(MaintenanceWork work, MaintenanceNews news, CancellationToken cancellation)
    {
        if (!work.Plan.Quiet) return;
        switch (news)
        {
            case MaintenanceNews.Started:
                await BeginAsync(work, cancellation);
                break;
            case MaintenanceNews.Extended:
                await ScopedSilences.ExtendAsync(work.Db, work.Plan.Number, work.Plan.EndsAt + Grace, work.Now, cancellation);
                break;
            case MaintenanceNews.Completed:
            case MaintenanceNews.Cancelled when work.Plan.StartedAt is not null:
                await EndAsync(work, cancellation);
                break;
        }
    }

    private async Task BeginAsync(MaintenanceWork work, CancellationToken cancellation)
    {
        var plan = work.Plan;
        var only = await work.Db.Environments.IgnoreQueryFilters().CountAsync(e => e.RemovedAt == null, cancellation) == 1;
        var scope = new SilenceScope(plan.Systems, plan.Components, plan.EnvironmentId, work.Environment, only);
        await ScopedSilences.BeginAsync(work.Db, plan.Number, $"{plan.Name} {plan.Title}", work.Actor, scope, work.Now, plan.EndsAt + Grace, cancellation);
        List<string> stopped = [];
        foreach (var number in await ScopeOpenAsync(work, cancellation))
            if (await incidents.WithinAsync(work.Db, work.Actor, number, async act => await pages.AllAsync(act, $"{plan.Name} is under way", cancellation), cancellation) is { } incident) stopped.Add(incident.Name);
        if (stopped.Count > 0) work.Tell($"Stopped the pages of {string.Join(", ", stopped)}");
    }

    private async Task EndAsync(MaintenanceWork work, CancellationToken cancellation)
    {
        var plan = work.Plan;
        var since = plan.StartedAt ?? work.Now;
        var silent = await ScopedSilences.EndAsync(work.Db, plan.Number, work.Actor.Name, work.Now, cancellation);
        List<HeldBack> held = [.. silent.Select(a => new HeldBack("alert", $"{a.Id}", $"{a.Name}: {a.Summary}", a.FirstReceivedAt, a.State != AlertState.Resolved))];
        foreach (var number in await ScopeOpenAsync(work, cancellation))
        {
            var incident = await incidents.WithinAsync(work.Db, work.Actor, number, async act =>
            {
                // Nobody has taken it on: whoever was not called is called now.
                if (act.Incident.State == IncidentState.Detected && act.Incident.DeclaredById is null) await escalate.BeginAsync(act, cancellation);
            }, cancellation);
            if (incident is { DeclaredById: null }) held.Add(new("incident", $"{incident.Number}", $"{incident.Severity} {incident.Name}: {incident.Title}", incident.DetectedAt, true));
        }
        var over = await Scope(work.Db, plan).Where(i => i.DeclaredById == null && i.DetectedAt >= since && i.ResolvedAt != null).Select(i => new { i.Number, i.Severity, i.Title, i.DetectedAt, i.Components }).ToListAsync(cancellation);
        held.AddRange(over.Where(i => InComponents(plan, i.Components)).Select(i => new HeldBack("incident", $"{i.Number}", $"{i.Severity} INC-{i.Number}: {i.Title}", i.DetectedAt, false)));
        plan.HeldBack = [.. held.OrderBy(h => h.At)];
        if (held.Count > 0) work.Tell($"Held back meanwhile, for review: {held.Count(h => h.Kind == "alert")} alerts and {held.Count(h => h.Kind == "incident")} incidents; {held.Count(h => h.Open)} are not over and are heard now");
    }

    private static async Task<List<long>> ScopeOpenAsync(MaintenanceWork work, CancellationToken cancellation)
    {
        var open = await Scope(work.Db, work.Plan).Where(i => i.ResolvedAt == null).OrderBy(i => i.Number).Select(i => new { i.Number, i.Components }).ToListAsync(cancellation);
        return [.. open.Where(i => InComponents(work.Plan, i.Components)).Select(i => i.Number)];
    }

    private static IQueryable<Incident> Scope(OpsPortalDbContext db, MaintenancePlan plan)
    {
        var (systems, environment) = (plan.Systems, plan.EnvironmentId);
        return db.Incidents.IgnoreQueryFilters().AsNoTracking().Where(i => systems.Contains(i.System) && i.EnvironmentId == environment);
    }

    internal static bool InComponents(MaintenancePlan plan, IReadOnlyList<string> components) =>
        plan.Components.Length == 0 || components.Count > 0 && components.All(c => plan.Components.Contains(c, StringComparer.OrdinalIgnoreCase));
}

/// <summary>Incidents that nobody declared by hand call nobody while their place is under maintenance.</summary>
internal sealed class HoldPages : IHoldPages
{
    public async Task<string?> WhyAsync(OpsPortalDbContext db, Incident incident, CancellationToken cancellation)
    {
        if (incident.DeclaredById is not null || incident.EnvironmentId is not { } environment) return null;
        var running = await db.MaintenancePlans.IgnoreQueryFilters().AsNoTracking()
            .Where(p => p.Quiet && p.EnvironmentId == environment && p.Systems.Contains(incident.System) && (p.State == MaintenanceState.InProgress || p.State == MaintenanceState.Verifying)).ToListAsync(cancellation);
        return running.Find(p => QuietScope.InComponents(p, incident.Components)) is { } plan ? $"{plan.Name} {plan.Title} is under way" : null;
    }
}
