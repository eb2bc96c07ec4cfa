using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Diagnostics;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Incidents.Guides;
using OpsPortal.Maintenance;
using OpsPortal.Rehearsals;
using OpsPortal.Runbooks;
using OpsPortal.Schedules;
using OpsPortal.StatusPage.Sources;
using OpsPortal.Systems;

namespace OpsPortal.Storage;

/// <summary>What somebody may not see is not there.</summary>
public sealed partial class OpsPortalDbContext
{
    private readonly Sight sight = Sight.Now;

    private void NarrowToSight(ModelBuilder builder)
    {
        builder.Entity<OpsEnvironment>().HasQueryFilter(e => sight.AllEnvironments || sight.Environments.Contains(e.Id));
        builder.Entity<OpsSystem>().HasQueryFilter(s => sight.AllSystems || sight.Systems.Contains(s.Slug));
        builder.Entity<Runbook>().HasQueryFilter(r => sight.AllSystems || sight.Systems.Contains(r.System!.Slug));
        // A run belongs to its runbook's system; whoever may see neither whole gets to it through the runbook, which is narrowed itself.
        builder.Entity<Run>().HasQueryFilter(r => (sight.AllEnvironments || sight.Environments.Contains(r.EnvironmentId))
            && (r.Incident == null || sight.Person == null || Incidents.Any(i => i.Number == r.Incident)));
        builder.Entity<Plan>().HasQueryFilter(p => sight.AllEnvironments || sight.Environments.Contains(p.EnvironmentId));
        builder.Entity<Execution>().HasQueryFilter(e => sight.All
            || sight.WholeEnvironments.Contains(e.EnvironmentId)
            || sight.WholeSystems.Contains(e.System)
            || sight.Pairs.Contains(e.EnvironmentId.ToString() + "/" + e.System));
        builder.Entity<RunSchedule>().HasQueryFilter(s => sight.All
            || sight.WholeEnvironments.Contains(s.EnvironmentId)
            || sight.WholeSystems.Contains(s.System)
            || sight.Pairs.Contains(s.EnvironmentId.ToString() + "/" + s.System));
        builder.Entity<Firing>().HasQueryFilter(f => sight.All || RunSchedules.Any(s => s.Id == f.ScheduleId));
        builder.Entity<StandingApproval>().HasQueryFilter(a => sight.All || RunSchedules.Any(s => s.Id == a.ScheduleId));
        builder.Entity<Rehearsal>().HasQueryFilter(r => sight.All
            || sight.WholeEnvironments.Contains(r.EnvironmentId)
            || sight.WholeSystems.Contains(r.System)
            || sight.Pairs.Contains(r.EnvironmentId.ToString() + "/" + r.System));
        builder.Entity<StepRehearsal>().HasQueryFilter(s => sight.All || Rehearsals.Any(r => r.Id == s.RehearsalId));
        builder.Entity<StepHealth>().HasQueryFilter(h => sight.AllEnvironments || sight.Environments.Contains(h.EnvironmentId));
        builder.Entity<Incident>().HasQueryFilter(i => (sight.AllSystems || sight.Systems.Contains(i.System))
            && (!i.Private || sight.Person == null || Responders.Any(r => r.Incident == i.Number && r.UserId == sight.Person && r.LeftAt == null)));
        // An alert is seen by whoever sees its incident; before there is one, by its integration's system.
        builder.Entity<AlertIntegration>().HasQueryFilter(i => sight.AllSystems || i.System != null && sight.Systems.Contains(i.System));
        builder.Entity<Alert>().HasQueryFilter(a => a.Incident == null
            ? sight.AllSystems || AlertIntegrations.Any(i => i.Id == a.IntegrationId && i.System != null && sight.Systems.Contains(i.System))
            : sight.Person == null || Incidents.Any(i => i.Number == a.Incident));
        builder.Entity<AllowedDiagnostics>().HasQueryFilter(d => (sight.AllEnvironments || sight.Environments.Contains(d.EnvironmentId)) && (sight.AllSystems || Systems.Any(s => s.Id == d.SystemId && sight.Systems.Contains(s.Slug))));
        builder.Entity<GuideTick>().HasQueryFilter(t => sight.Person == null || Incidents.Any(i => i.Number == t.Incident));
        builder.Entity<StatusProposal>().HasQueryFilter(p => sight.AllSystems || sight.Systems.Contains(p.System));
        builder.Entity<AlertSilence>().HasQueryFilter(s => sight.AllSystems || AlertIntegrations.Any(i => i.Id == s.IntegrationId && i.System != null && sight.Systems.Contains(i.System)));
        // What a check measured is asked for by its number, which nobody has who does not see the check.
        builder.Entity<Check>().HasQueryFilter(c => sight.All
            || sight.WholeEnvironments.Contains(c.EnvironmentId)
            || sight.WholeSystems.Contains(c.System)
            || sight.Pairs.Contains(c.EnvironmentId.ToString() + "/" + c.System));
        // Whoever sees one of its systems where it is done sees the plan.
        builder.Entity<MaintenancePlan>().HasQueryFilter(p => (sight.AllSystems || p.Systems.Any(s => sight.Systems.Contains(s))) && (sight.AllEnvironments || sight.Environments.Contains(p.EnvironmentId)));
        builder.Entity<MaintenanceSeries>().HasQueryFilter(p => (sight.AllSystems || p.Systems.Any(s => sight.Systems.Contains(s))) && (sight.AllEnvironments || sight.Environments.Contains(p.EnvironmentId)));
    }
}
