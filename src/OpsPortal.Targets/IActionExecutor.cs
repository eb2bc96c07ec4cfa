using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets;

/// <summary>Carries out one kind of action. One class per action; found by the action's type.</summary>
public interface IActionExecutor
{
    /// <summary>The record that it carries out.</summary>
    Type ActionType { get; }

    /// <summary>
    /// Does it. A refusal by the target is an outcome, not an exception: exceptions are bugs, cancellation and lost connections
    /// (<see cref="TargetUnreachableException"/>).
    /// </summary>
    Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation);

    /// <summary>
    /// What it would do now. Only reads and dry runs: nothing is changed, and <see cref="ActionContext.BeforeSideEffect"/> is never asked.
    /// What the target refuses is <see cref="ActionPreview.Refusal"/>; what cannot be known is <see cref="ActionPreview.Unavailable"/>.
    /// </summary>
    /// <exception cref="TargetUnreachableException">The target could not be asked.</exception>
    Task<ActionPreview> PreviewAsync(StepAction action, ActionContext context, CancellationToken cancellation) =>
        Task.FromResult(ActionPreview.NotKnown("This kind of action cannot be tried beforehand."));
}

/// <summary>Everything an action may use. Nothing else is in reach.</summary>
public sealed record ActionContext
{
    private readonly IKubernetesApi? cluster;

    /// <summary>The cluster of the environment; using it where none is set up throws <see cref="TargetUnreachableException"/> with what to do.</summary>
    public IKubernetesApi Kubernetes { get => cluster ?? throw new TargetUnreachableException(NoCluster); init => cluster = value; }

    /// <summary>What to say where there is no cluster.</summary>
    public string NoCluster { get; init; } = "This environment has no cluster; an administrator can add its kubeconfig under Environments.";

    /// <summary>Takes the place of a namespace that the command does not name.</summary>
    public string DefaultNamespace { get; init; } = "default";

    /// <summary>What the environment knows besides its cluster.</summary>
    public TargetSettings Targets { get; init; } = TargetSettings.None;

    /// <summary>Slug of the system that the runbook is about; finds the database of a bare SQL statement. Null where none is known.</summary>
    public string? System { get; init; }

    /// <summary>Files that the runbook brought along and that earlier steps made.</summary>
    public IStepFiles Files { get; init; } = NoFiles.Instance;

    /// <summary>Lines for the program's standard input; null where nothing is piped to it.</summary>
    public IAsyncEnumerable<string>? Input { get; init; }

    /// <summary>Its output goes to another action and not before a person's eyes: secrets in it stay as they are.</summary>
    public bool Piped { get; init; }

    public required IOutput Output { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>Offers a result for the eye besides the text: a grid, a plot. The text stays the result.</summary>
    public Func<ResultView, CancellationToken, ValueTask> ShowAsync { get; init; } = (_, _) => ValueTask.CompletedTask;

    /// <summary>
    /// Awaited right before the first request that changes anything: reads the fence and the cancel flag again and throws
    /// <see cref="OperationCanceledException"/> where this worker may no longer act.
    /// </summary>
    public Func<CancellationToken, ValueTask> BeforeSideEffect { get; init; } = _ => ValueTask.CompletedTask;

    /// <summary>Keeps what stood before and the way back, with the execution. The last record wins; see <see cref="ChangeRecord"/>.</summary>
    public Func<ChangeRecord, CancellationToken, ValueTask> KeepAsync { get; init; } = (_, _) => ValueTask.CompletedTask;

    /// <summary>Finds what <see cref="RevertChange"/> stands for; null where it is no longer kept.</summary>
    public Func<RevertChange, CancellationToken, Task<StepAction?>> FindRevertAsync { get; init; } = (_, _) => Task.FromResult<StepAction?>(null);

    /// <summary>Set while a step is only gone through; what changes something is previewed then.</summary>
    internal Rehearsal? Rehearsal { get; init; }

    /// <summary>The records of the step that this action is a part of.</summary>
    internal ChangeRecords? Records { get; init; }

    /// <summary>
    /// Carries another action out as a part of this one, with filters of its own: for what is made of several actions, and for a client
    /// whose server the environment does not know. Set by <see cref="ActionDispatcher"/>; behaves as it does.
    /// </summary>
    public Func<StepAction, IReadOnlyList<TextFilter>, ActionContext, CancellationToken, Task<ActionOutcome>> RunAsync { get; init; } =
        (action, _, _, _) => throw new InvalidOperationException($"{action.Name} is to be run outside of a dispatcher.");
}

/// <summary>How it ended, and the sentence that says so.</summary>
/// <param name="Reason">For a person: "scaled from 3 to 5", or what the target refused and what to do about it.</param>
/// <param name="ExitCode">Of a program that was run; null elsewhere.</param>
public sealed record ActionOutcome(bool Succeeded, string Reason, int? ExitCode = null)
{
    /// <summary>A <c>grep</c> at the end selected no line: no failure, but what follows <c>&amp;&amp;</c> is not done.</summary>
    public bool NothingMatched { get; init; }

    /// <summary>The text of its output without line ends behind it, where it was asked for; cut off at 64 KiB.</summary>
    public string? Captured { get; init; }

    /// <summary>Of the last answer, where the action was a request over HTTP and there was one.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>What it asks of the flow around it (<c>exit</c>, <c>break</c>, <c>continue</c>).</summary>
    public FlowSignal Signal { get; init; }

    public static ActionOutcome Success(string reason) => new(true, reason);
    public static ActionOutcome Failure(string reason, int? exitCode = null) => new(false, reason, exitCode);
}

/// <summary>How what follows in a flow is left out.</summary>
public enum FlowSignal
{
    None,

    /// <summary>The whole step is over.</summary>
    Exit,

    /// <summary>The innermost loop is over.</summary>
    Break,

    /// <summary>The innermost loop goes on with its next round.</summary>
    Continue,
}

/// <summary>The target could not be asked at all. The message says which, why, and what to do.</summary>
/// <param name="requestMayHaveArrived">True where a change was sent and its answer lost: the outcome is unknown.</param>
public sealed class TargetUnreachableException(string message, bool requestMayHaveArrived = false, Exception? inner = null) : Exception(message, inner)
{
    public bool RequestMayHaveArrived => requestMayHaveArrived;
}
