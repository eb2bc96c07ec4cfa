using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpsPortal.Audit;

/// <summary>A portal that could drop the guard is ready all the same, and says so; one whose guard is gone is not well.</summary>
internal sealed class AuditGuardCheck(AuditGuard guard) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var report = await guard.LookAsync(cancellationToken);
            return report.State switch
            {
                // whoever asks is not known: no name of a role
                GuardState.Missing => HealthCheckResult.Degraded("The database no longer refuses changes of audit entries."),
                GuardState.Droppable => HealthCheckResult.Healthy("The portal's database role owns the audit log; see docs/operations.md for two roles."),
                _ => HealthCheckResult.Healthy(),
            };
        }
        catch (Npgsql.NpgsqlException)
        {
            return HealthCheckResult.Degraded("The database does not answer.");
        }
    }
}
