using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks.Judging;
using OpsPortal.Checks.Probing;
using OpsPortal.Frame;
using OpsPortal.Storage;

namespace OpsPortal.Checks.Running;

/// <summary>Runs the checks that are due. Any number of workers may do so at once.</summary>
public sealed class RunChecks(
    ClaimChecks claims, ProbeCheck probe, StepRuns steps, RecordRun record, IDbContextFactory<OpsPortalDbContext> contexts, CheckLimits limits, TimeProvider time, ILogger<RunChecks> log)
{
    /// <summary>All that are due now; how many were run.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        var ran = 0;
        while (await claims.TakeAsync(limits.Parallel, cancellation) is { } due)
        {
            await Task.WhenAll(due.Select(standing => RunAsync(standing, cancellation)));
            ran += due.Count;
        }
        return ran;
    }

    /// <summary>One that was taken.</summary>
    internal async Task RunAsync(CheckStanding standing, CancellationToken cancellation)
    {
        var check = standing.Check!;
        try
        {
            if (await FindAsync(check, standing, cancellation) is not { } finding) return;
            await record.InvokeAsync(check, standing, standing.ClaimId!.Value, finding, DueTimes.Next(check.Id, check.Interval, time.GetUtcNow()), cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Its claim runs out, and it is run again then.
            log.LogWarning(e, "The check {Check} of {System} could not be run", check.Name, check.System);
        }
    }

    /// <summary>Null where nothing is known yet: a step is under way.</summary>
    private async Task<Finding?> FindAsync(Check check, CheckStanding standing, CancellationToken cancellation)
    {
        if (check.Environment is not { RemovedAt: null } environment) return Finding.Unknown("The environment was removed; delete this check, or make it anew elsewhere");
        return check.Spec switch
        {
            HeartbeatCheck => Silent(standing),
            StepCheckSpec step => await steps.AdvanceAsync(check, standing, step, environment, cancellation),
            _ => await probe.InvokeAsync(check, environment, await NamespaceAsync(check, cancellation), cancellation),
        };
    }

    private Finding Silent(CheckStanding standing) => standing.BeatAt is { } last
        ? Finding.Failed($"Nobody has called for {DurationText.Of(time.GetUtcNow() - last)}", (time.GetUtcNow() - last).TotalSeconds)
        : Finding.Failed("Nobody has called yet");

    private async Task<string?> NamespaceAsync(Check check, CancellationToken cancellation)
    {
        if (check.Spec is not (KubernetesCheck or SqlCheck or RedisCheck or BackupCheck)) return null;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Systems.Where(s => s.Id == check.SystemId).Select(s => s.DefaultNamespace).FirstOrDefaultAsync(cancellation);
    }
}
