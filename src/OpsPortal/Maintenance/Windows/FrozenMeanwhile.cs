using Microsoft.EntityFrameworkCore;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance.Windows;

/// <summary>While a plan that asks for it is under way, nobody changes anything else there; its own steps run.</summary>
internal sealed class FrozenMeanwhile(IDbContextFactory<OpsPortalDbContext> contexts) : IChangeWindow
{
    public async Task<Freeze?> ClosedAsync(Execution draft, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (environment, system, own) = (draft.EnvironmentId, draft.System, draft.Maintenance);
        var plan = await db.MaintenancePlans.IgnoreQueryFilters().AsNoTracking()
            .Where(p => p.EnvironmentId == environment && p.Number != own && (p.State == MaintenanceState.InProgress || p.State == MaintenanceState.Verifying)
                && (p.Freeze == FreezeReach.Environment || p.Freeze == FreezeReach.Systems && system != null && p.Systems.Contains(system)))
            .OrderBy(p => p.Number).FirstOrDefaultAsync(cancellation);
        return plan is null ? null : new($"{plan.Name} {plan.Title} is under way, and only its own steps change anything", plan.Owner, plan.StartedAt!.Value, plan.OverranAt is null ? plan.EndsAt : null);
    }
}
