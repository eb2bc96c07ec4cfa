using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Expectations;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks;

/// <summary>One thing to do: a command that was understood, or a sentence for a person's hands.</summary>
public sealed record Step
{
    /// <summary>Stable across edits elsewhere in the file.</summary>
    public required string Id { get; init; }
    public required string SectionId { get; init; }

    /// <summary>1-based line of the command's first character.</summary>
    public required int Line { get; init; }
    public required string Title { get; init; }

    /// <summary>The command as written, without prompt and comments; for prose steps the sentence.</summary>
    public required string Source { get; init; }
    public required StepMode Mode { get; init; }

    /// <summary>Null for manual steps.</summary>
    public StepAction? Action { get; init; }
    public required Risk Risk { get; init; }

    /// <summary>Needs a terminal or an editor; shown, never run as written.</summary>
    public bool Interactive { get; init; }

    /// <summary>Goes on until stopped (<c>-f</c>, <c>-w</c>, <c>watch</c>).</summary>
    public bool Live { get; init; }

    /// <summary>Names of the parameters it needs, in order of appearance.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];
    public IReadOnlyList<TextFilter> Filters { get; init; } = [];
    public Expectation? Expectation { get; init; }

    /// <summary>Values that are found right before it runs, in order; each fills a place of the action, of a filter or of a later lookup.</summary>
    public IReadOnlyList<Lookup> Lookups { get; init; } = [];

    /// <summary>The parameter that its output gives a value to (<c>POD=$(kubectl get …)</c>), for the steps below; null where there is none.</summary>
    public string? Captures { get; init; }

    /// <summary>How long the runbook asks to wait once this is done ("Wait 30 seconds").</summary>
    public TimeSpan? WaitAfter { get; init; }

    /// <summary>Why a person has to do it: one sentence. Null unless <see cref="Mode"/> is manual.</summary>
    public string? ManualReason { get; init; }
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}

public enum StepMode { Native, Host, Manual }

/// <summary>A value that is not known before the step runs: <c>$(kubectl get pod -o name | head -1)</c>, <c>$(date +%F)</c>. Only reads are looked up.</summary>
/// <param name="Place">The name of the place that it fills (<see cref="ParameterText.IsLocal"/>); no parameter, nobody is asked for it.</param>
public sealed record Lookup(string Place, StepAction Action, IReadOnlyList<TextFilter> Filters)
{
    /// <summary>Finding nothing is an answer, too; elsewhere it fails the step.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Runs as a program of a host, and so does the step.</summary>
    public bool OnHost { get; init; }

    /// <summary>The same lookup with its places filled.</summary>
    public Lookup Bind(IReadOnlyDictionary<string, string> values) => this with { Action = Action.Bind(values), Filters = [.. Filters.Select(f => f.Bind(values))] };
}
