using OpsPortal.Runbooks.Actions;

namespace OpsPortal.Executions;

/// <summary>The sentences that states carry.</summary>
internal static class ExecutionSentences
{
    public static string Queued(int ahead) => ahead switch
    {
        0 => "Waiting for a worker",
        1 => "Queued behind 1 other",
        _ => $"Queued behind {ahead} others",
    };

    public static string Running(string node, DateTimeOffset since) => $"Running on {node} since {Clock(since)}";
    public static string Cancelled(string by) => $"Cancelled by {by}";
    public static string Cancelling(string by, DateTimeOffset at) => $"{by} asked to cancel it at {Clock(at)}; waiting for its worker to stop";
    public static string TimedOut(TimeSpan limit) => $"Stopped after {Duration(limit)}, its time limit. Where it needs longer, raise Executions:StepTimeout.";
    public static string RunAgain(string? node, DateTimeOffset? lease) => $"The worker {node} stopped answering at {Clock(lease)}; waiting for another one to run it again";
    public static string Returned(string node) => $"The worker {node} was shut down; waiting for another one";

    public static string WorkerLost(Execution lost) =>
        $"The worker {lost.Node} stopped answering at {Clock(lost.LeaseUntil)}; {Unknown(lost.Action)}";

    /// <summary>"it is not known whether the change happened. Check deployment platform-service in platform."</summary>
    public static string Unknown(StepAction action) => $"it is not known whether the change happened. Check {Object(action.Target)} before you run it again.";

    public static string Clock(DateTimeOffset? at) => at is { } known ? $"{known.UtcDateTime:HH:mm:ss} UTC" : "an unknown time";

    private static string Object(StepTarget? target)
    {
        if (target is null) return "its target";
        var what = string.Join(' ', new[] { target.Kind, target.Name }.Where(part => part is not null));
        return ParameterText.Display($"{(what == "" ? "the objects" : what)}{(target.Namespace is null ? "" : $" in {target.Namespace}")}");
    }

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalMinutes: >= 2 } => $"{time.TotalMinutes:0.#} minutes",
        { TotalMinutes: 1 } => "1 minute",
        _ => $"{time.TotalSeconds:0.#} seconds",
    };
}
