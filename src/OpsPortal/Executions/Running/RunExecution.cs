using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Executions.Files;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Reverts;
using OpsPortal.Secrets;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Running;

/// <summary>Takes an execution, carries its step out, and writes down how it ended.</summary>
internal sealed class RunExecution(
    IDbContextFactory<OpsPortalDbContext> contexts, NpgsqlDataSource source, Claims claims, RunningExecutions running, EndExecution end, IStepRunner runner,
    OutputWriters writers, StepResults results, SecretParameters secrets, StepFilesFactory files, KeptChanges kept, PlanContract contract, KnownSecrets keeping, ICommitPoints points, ILiveBus bus, ExecutionLimits limits, Node node, TimeProvider time, ILogger<RunExecution> log)
{
    /// <summary>How long a step that was told to stop may take; then it is left to itself, behind the fence.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    /// <param name="id">Null takes the one that waits longest.</param>
    /// <returns>False where there was none to take.</returns>
    public async Task<bool> InvokeAsync(long? id)
    {
        if (await TakeAsync(id) is not { } carrying) return false;
        await carrying;
        return true;
    }

    /// <param name="id">Likewise.</param>
    /// <returns>The rest of it, under way; null where there was none to take.</returns>
    public async Task<Task?> TakeAsync(long? id)
    {
        if (!running.TryEnter()) return null;
        Claim? claim = null;
        try
        {
            await points.ReachAsync(CommitPoint.BeforeClaim, id);
            // Never given up half way: a claim that nobody knows of would hold until its lease is over.
            claim = await claims.TakeAsync(id, CancellationToken.None);
        }
        finally
        {
            if (claim is null) running.Leave();
        }
        return claim is null ? null : Task.Run(() => CarryOutAsync(claim));
    }

    private async Task CarryOutAsync(Claim claim)
    {
        try
        {
            await points.ReachAsync(CommitPoint.AfterClaim, claim.ExecutionId);
            await HoldAsync(claim);
        }
        finally
        {
            running.Leave();
        }
    }

    private async Task HoldAsync(Claim claim)
    {
        await using var heartbeat = new Heartbeat(claim, claims, source, bus, limits, time, log);
        await bus.PublishAsync(new(HintKind.Execution, $"{claim.ExecutionId}"));
        Execution execution;
        await using (var db = await contexts.CreateDbContextAsync())
            execution = await db.Executions.AsNoTracking().Include(e => e.Environment).FirstAsync(e => e.Id == claim.ExecutionId);
        await heartbeat.CancelAsync(execution.CancelRequestedBy);

        var values = secrets.Read(execution);
        var known = await writers.SecretsAsync(execution, values.Values);
        using var nowhere = keeping.Hold(known);
        if (await contract.BrokenAsync(execution, heartbeat.Lost) is { } moved)
        {
            await WriteDownAsync(() => end.InvokeAsync(execution, claim, new(ExecutionState.Failed, moved)), claim, heartbeat.Lost);
            return;
        }
        execution = execution.With(values);
        var (attempt, tap) = await AttemptAsync(execution, claim, heartbeat, known);
        if (attempt is { Error: { } error, Stop: StopCause.None } and not { Error: TargetUnreachableException })
            log.LogError(error, "Execution {Execution} failed in the portal", claim.ExecutionId);
        if (ExecutionEnding.Of(execution, attempt) is not { } ending) return;
        await points.ReachAsync(CommitPoint.BeforeResult, claim.ExecutionId);
        await WriteDownAsync(async () => await end.InvokeAsync(execution, claim, await results.OfAsync(execution, ending, attempt.Outcome, tap, writers.Redaction(known))), claim, heartbeat.Lost);
    }

    /// <summary>What became of it is known only here: it is tried again while the claim holds, so that a database that restarts does not make a known outcome unknown.</summary>
    private async Task WriteDownAsync(Func<Task<bool>> end, Claim claim, CancellationToken lost)
    {
        while (true)
        {
            try
            {
                await end();
                return;
            }
            catch (Exception e) when (Storage.DatabaseTrouble.Passes(e) && !lost.IsCancellationRequested)
            {
                log.LogWarning(e, "How execution {Execution} ended could not be stored; trying again", claim.ExecutionId);
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<(Attempt Attempt, OutputTap Tap)> AttemptAsync(Execution execution, Claim claim, Heartbeat heartbeat, IReadOnlyCollection<string> known)
    {
        var limit = execution.Live ? limits.LiveStepTimeout : limits.StepTimeout;
        using var tooLong = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, heartbeat.Lost, heartbeat.CancelRequested, running.Cut);
        var (sideEffect, refused, cancelledBy) = (false, false, (string?)null);
        ActionOutcome? outcome = null;
        Exception? error = null;
        await using var output = writers.Open(execution, claim, known);
        var tap = new OutputTap(output, execution.LastLine, execution.CapturesSecret);
        var surroundings = new Surroundings(
            tap, files.For(execution, claim, writers.Redaction(known)),
            new ResultViewStore(contexts, claim, writers.Redaction(known)).ShowAsync, BeforeSideEffect, kept.Of(claim, writers.Redaction(known)));
        try
        {
            if (execution.Attempt > 1) await output.WriteAsync(OutputStream.Note, $"Run again on {node.Name}.", stop.Token);
            outcome = await UntilStoppedAsync(runner.RunAsync(execution, surroundings, stop.Token), stop.Token);
            await points.ReachAsync(CommitPoint.AfterSideEffect, claim.ExecutionId);
        }
        catch (Exception e)
        {
            error = e;
        }
        var cause = outcome is not null ? StopCause.None : Cause();
        try
        {
            await output.CompleteAsync(heartbeat.Lost);
        }
        catch (OperationCanceledException)
        {
            cause = StopCause.ClaimLost;
        }
        catch (Exception e)
        {
            log.LogError(e, "The output of execution {Execution} could not be stored", claim.ExecutionId);
            error ??= e;
            outcome = outcome is null ? null : outcome with { Reason = $"{outcome.Reason}. Part of its output could not be stored." };
        }
        return (new(outcome, error, cause, sideEffect, node.Name, limit, cancelledBy ?? heartbeat.CancelRequestedBy), tap);

        async ValueTask BeforeSideEffect(CancellationToken cancellation)
        {
            stop.Token.ThrowIfCancellationRequested();
            var asked = time.GetTimestamp();
            var answer = await claims.AskAsync(claim, cancellation);
            await points.ReachAsync(CommitPoint.BeforeSideEffect, claim.ExecutionId);
            // a process that was frozen meanwhile may have been given up already
            if (time.GetElapsedTime(asked) >= limits.Lease) answer = null;
            (refused, cancelledBy) = (answer is not { CancelRequestedBy: null }, answer?.CancelRequestedBy);
            if (refused) throw new OperationCanceledException("Cancelled, or taken from this worker, before anything was changed.");
            sideEffect = true;
        }

        StopCause Cause() =>
            error is ClaimLostException || heartbeat.Lost.IsCancellationRequested || (refused && cancelledBy is null) ? StopCause.ClaimLost
            : refused || heartbeat.CancelRequested.IsCancellationRequested ? StopCause.CancelRequested
            : tooLong.IsCancellationRequested ? StopCause.TimeLimit
            : running.Cut.IsCancellationRequested ? StopCause.Shutdown
            : StopCause.None;
    }

    private async Task<ActionOutcome> UntilStoppedAsync(Task<ActionOutcome> work, CancellationToken stop)
    {
        try
        {
            return await work.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (!work.IsCompleted)
        {
            return await work.WaitAsync(StopGrace, time, CancellationToken.None);
        }
    }
}
