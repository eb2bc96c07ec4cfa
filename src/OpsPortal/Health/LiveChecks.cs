using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpsPortal.Storage.Jobs;
using OpsPortal.Storage.Live;

namespace OpsPortal.Health;

/// <summary>Without the bus everything works, only later: pages look by themselves every few seconds.</summary>
internal sealed class BusCheck(ILiveBus bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        bus.Connected ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("The live bus has no connection to the database; it tries again every second."));
}

internal sealed class JobEngineCheck(IJobQueue jobs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        jobs.Ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The job engine has not started, or was stopped."));
}
