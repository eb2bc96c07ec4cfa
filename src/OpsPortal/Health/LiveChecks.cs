using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpsPortal.Storage.Jobs;
using OpsPortal.Storage.Live;

namespace OpsPortal.Health;

/// <summary>Without the bus everything works, only later: pages look by themselves every few seconds, and so do workers.</summary>
internal sealed class BusCheck(ILiveBus bus, PostgresBus commits) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        new ILiveBus[] { bus, commits }.FirstOrDefault(b => !b.Connected) is { } lost
            ? HealthCheckResult.Degraded($"The live bus has no connection to {lost.Server}; it tries again every few seconds. Until then everything works, only later.")
            : HealthCheckResult.Healthy($"The live bus is connected to {bus.Server}."));
}

internal sealed class JobEngineCheck(IJobQueue jobs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        jobs.Ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The job engine has not started, or was stopped."));
}
