using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Scenarios.EveryCommand;

/// <summary>What came of one command.</summary>
/// <param name="State">As the ledger has it; <c>manual</c> where nothing was run.</param>
/// <param name="Lines">The end of its output.</param>
public sealed record CommandRun(Step Step, string State, string Reason, string? Verdict, IReadOnlyList<string> Lines)
{
    /// <summary>
    /// It ran; or a person's hands are truly needed; or it was refused, and the runbook itself expects that, or the linter says beforehand why.
    /// </summary>
    public bool Good => State switch
    {
        "manual" => Step.Action is null && !Step.ManualReason!.Contains("not yet understood", StringComparison.Ordinal),
        "succeeded" or "stopped" => Verdict is null or not "notMet" || Predicted is not null,
        "failed" => Verdict == "met" || Predicted is not null,
        _ => false,
    };

    /// <summary>What says that a command cannot work anywhere any more, or cannot succeed by its nature.</summary>
    private static readonly HashSet<string> CannotWork =
    [
        DiagnosticCodes.RemovedResource, DiagnosticCodes.RemovedFlag, DiagnosticCodes.RenamedColumn, DiagnosticCodes.RenamedFunction, DiagnosticCodes.DatabaseAsTable, DiagnosticCodes.ForeignPort,
    ];

    /// <summary>The linter's word on it beforehand.</summary>
    public Diagnostic? Predicted => Step.Diagnostics.FirstOrDefault(d => CannotWork.Contains(d.Code) || d.Severity == DiagnosticSeverity.Error);

    /// <summary>For the table: short, and the same every time.</summary>
    public string Result => State switch
    {
        "manual" => "a person's hands",
        "succeeded" => Verdict switch { "met" => "ran, as expected", "judge" => "ran, a person judges", _ => "ran" },
        "stopped" => "ran until stopped",
        "failed" when Verdict == "met" => "refused, as expected",
        "failed" when Predicted is { } known => $"refused, see [{known.Code}](diagnostics/{known.Code}.md)",
        _ => State,
    };
}
