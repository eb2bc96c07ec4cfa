using OpsPortal.Executions.Outcomes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Running;

/// <summary>Why a worker told a step to stop.</summary>
internal enum StopCause { None, ClaimLost, CancelRequested, TimeLimit, Shutdown }

/// <summary>How an attempt came out.</summary>
/// <param name="Outcome">Null where the step did not come to one.</param>
/// <param name="SideEffect">It had passed the fence, so a change may have been sent.</param>
internal sealed record Attempt(ActionOutcome? Outcome, Exception? Error, StopCause Stop, bool SideEffect, string Node, TimeSpan Limit, string? CancelledBy);

/// <summary>The state that an attempt leads to; <see cref="ExecutionState.Queued"/> gives it back.</summary>
internal sealed record ExecutionEnding(ExecutionState State, string Reason, int? ExitCode = null)
{
    public StoredVerdict? Verdict { get; init; }

    /// <summary>See <see cref="Execution.Captured"/>.</summary>
    public string? Captured { get; init; }

    /// <summary>See <see cref="Execution.ProtectedCaptured"/>.</summary>
    public string? ProtectedCaptured { get; init; }

    /// <summary>Null where the claim is lost: then it is somebody else's to say.</summary>
    public static ExecutionEnding? Of(Execution execution, Attempt attempt)
    {
        if (attempt.Stop == StopCause.ClaimLost) return null;
        if (attempt.Outcome is { } outcome) return new(outcome.Succeeded ? ExecutionState.Succeeded : ExecutionState.Failed, outcome.Reason, outcome.ExitCode);

        var changing = execution.Risk > Risk.Read;
        var unknown = ExecutionSentences.Unknown(execution.Action);
        if (attempt.Error is TargetUnreachableException unreachable)
            return changing && unreachable.RequestMayHaveArrived
                ? new(ExecutionState.OutcomeUnknown, $"{unreachable.Message.TrimEnd('.')}; {unknown}")
                : new(ExecutionState.Failed, unreachable.Message);

        var underWay = changing && attempt.SideEffect;
        return attempt.Stop switch
        {
            StopCause.CancelRequested => underWay
                ? new(ExecutionState.OutcomeUnknown, $"Cancelled by {attempt.CancelledBy} while the change was under way; {unknown}")
                : new(ExecutionState.Cancelled, ExecutionSentences.Cancelled(attempt.CancelledBy ?? "somebody")),
            StopCause.TimeLimit => underWay
                ? new(ExecutionState.OutcomeUnknown, $"Its time limit passed while the change was under way; {unknown}")
                : new(ExecutionState.TimedOut, ExecutionSentences.TimedOut(attempt.Limit)),
            StopCause.Shutdown => underWay
                ? new(ExecutionState.OutcomeUnknown, $"The worker {attempt.Node} was shut down while the change was under way; {unknown}")
                : new(ExecutionState.Queued, ExecutionSentences.Returned(attempt.Node)),
            _ => underWay
                ? new(ExecutionState.OutcomeUnknown, $"The portal failed while the change was under way ({attempt.Error?.Message.TrimEnd('.')}); {unknown}")
                : new(ExecutionState.Failed, $"The portal failed at this step, which is a bug worth reporting: {attempt.Error?.Message}"),
        };
    }
}
