using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Morning;
using OpsPortal.Checks.Objectives;
using OpsPortal.Checks.Probing;
using OpsPortal.Checks.Running;
using OpsPortal.Executions;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Storage;

namespace OpsPortal.Checks;

public static class ChecksSetup
{
    /// <summary>Rate limit of the addresses of heartbeats, which anybody may ask.</summary>
    public const string HeartbeatLimit = "heartbeat";

    /// <summary>Needs targets, executions, incidents and on-call.</summary>
    public static IServiceCollection AddChecks(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = configuration.GetSection("Checks").Get<CheckLimits>() ?? new();
        services.AddSingleton(limits).AddSingleton<CheckMetrics>().AddSingleton<CheckQueries>().AddSingleton<CheckHistory>().AddSingleton<IWatchedChecks, WatchedChecks>();
        services.AddSingleton<SaveCheck>().AddSingleton<PauseCheck>().AddSingleton<TryCheck>().AddSingleton<ProbeCheck>();
        services.AddSingleton<CheckIncidents>().AddSingleton<RecordRun>().AddSingleton<ClaimChecks>().AddSingleton<RunChecks>().AddSingleton<ReceiveBeat>();
        services.AddSingleton<StepRuns>().AddSingleton<IExecutionListener, StepEnds>();
        services.AddSingleton<TendHistory>().AddSingleton<TendObjectives>().AddSingleton<SendDigests>().AddSingleton<WishDigest>().AddSingleton<MorningReports>();
        services.AddSingleton<Frame.IPaletteSource, CheckPalette>();
        if (Roles.Of(configuration).Worker) services.AddHostedService<CheckWatch>().AddHostedService<CheckUpkeep>();
        services.Configure<RateLimiterOptions>(o => o.AddPolicy(HeartbeatLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = limits.BeatsPerMinute, Window = TimeSpan.FromMinutes(1) })));
        return services;
    }
}
