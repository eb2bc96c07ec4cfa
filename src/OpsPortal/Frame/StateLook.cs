using OpsPortal.Executions;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Frame;

/// <summary>How a state looks: icon, word and tone always together.</summary>
/// <param name="Tone">A class of the style sheet: <c>ok</c>, <c>running</c>, <c>waiting</c>, <c>failed</c>, <c>unknown</c>, <c>quiet</c>.</param>
public sealed record StateLook(string Icon, string Word, string Tone)
{
    public static StateLook Of(ExecutionState state) => state switch
    {
        ExecutionState.AwaitingApproval => new("lock", "awaiting approval", "waiting"),
        ExecutionState.Queued => new("waiting", "queued", "waiting"),
        ExecutionState.Running => new("running", "running", "running"),
        ExecutionState.Succeeded => new("ok", "succeeded", "ok"),
        ExecutionState.Failed => new("failed", "failed", "failed"),
        ExecutionState.Cancelled => new("stopped", "cancelled", "quiet"),
        ExecutionState.TimedOut => new("late", "timed out", "failed"),
        ExecutionState.Rejected => new("hand", "rejected", "failed"),
        ExecutionState.Expired => new("history", "expired", "quiet"),
        _ => new("unknown", "outcome unknown", "unknown"),
    };

    public static (string Icon, string Word) Of(Risk risk) => risk switch
    {
        Risk.Read => ("read", "read"),
        Risk.Change => ("change", "change"),
        _ => ("destructive", "destructive"),
    };
}
