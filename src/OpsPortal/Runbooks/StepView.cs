using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks;

/// <summary>Everything a step card shows, decided before it is drawn.</summary>
public sealed record StepView
{
    public required Step Step { get; init; }

    /// <summary>1, 2, 3, … through the whole runbook.</summary>
    public required int Number { get; init; }
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The latest execution here, or null.</summary>
    public Execution? Last { get; init; }

    /// <summary>Who ticked it, where it is manual.</summary>
    public Tick? Tick { get; init; }

    /// <summary>Parameters that still need a value.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Files that its command reads.</summary>
    public IReadOnlyList<StepFileView> Files { get; init; } = [];

    /// <summary>This person may add missing ones.</summary>
    public bool MayAttach { get; init; }

    /// <summary>Why this person cannot run it here, or null.</summary>
    public string? Refusal { get; init; }

    public bool Manual => Step.Mode == StepMode.Manual || Step.Action is null;

    /// <summary>Words for a person, where everything else is a command.</summary>
    public bool IsSentence => Manual && IsUntitled && Step.Source is [var first, ..] && char.IsUpper(first) && Step.Source.Contains(' ');

    /// <summary>The runbook gave the command no name, so it stands for itself.</summary>
    public bool IsUntitled => Step.Title == Step.Source;
    public bool Active => Last is { State: ExecutionState.AwaitingApproval or ExecutionState.Queued or ExecutionState.Running };
    public bool CanRun => !Manual && !Active && Missing.Count == 0 && Refusal is null;

    /// <summary>What it will do, with the values given so far.</summary>
    public string? Sentence => Step.Action is null ? null : ParameterText.Display(Step.Action.Bind(Values).Sentence);

    /// <summary>The name to type before something destructive.</summary>
    public string? TargetName => Step.Action?.Bind(Values).Target is { } target ? target.Name ?? target.Kind ?? target.Namespace : null;

    /// <param name="system">Slug of the runbook's system.</param>
    /// <param name="known">Secrets that a step above has found out; they need not be typed.</param>
    public static StepView Of(Step step, int number, IReadOnlyDictionary<string, string> values, Execution? last, Tick? tick, Actor actor, EnvironmentSummary? environment, IReadOnlyCollection<string> known, string? system = null) => new()
    {
        Step = step,
        Number = number,
        Values = values,
        Last = last,
        Tick = tick,
        Missing = [.. step.Parameters.Where(p => string.IsNullOrWhiteSpace(values.GetValueOrDefault(p)) && !known.Contains(p))],
        Refusal = RefusalOf(actor, environment, system),
        MayAttach = actor.May(Permission.Write, system: system) is null,
    };

    private static string? RefusalOf(Actor actor, EnvironmentSummary? environment, string? system) =>
        environment is null ? "There is no environment to run it in yet."
        : actor.May(Permission.RunSteps, environment.Name, system)?.Detail;

    /// <summary>Reads run at a click; anything else asks first.</summary>
    public bool AsksFirst => Step.Risk != Risk.Read;
}
