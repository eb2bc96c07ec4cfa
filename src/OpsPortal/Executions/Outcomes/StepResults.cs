using OpsPortal.Executions.Output;
using OpsPortal.Executions.Running;
using OpsPortal.Runbooks.Expectations;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Outcomes;

/// <summary>What an attempt leaves behind besides its output: the value that it captures, and the verdict on what was expected.</summary>
internal sealed class StepResults(SecretParameters secrets, PreviousOutput previous, ILogger<StepResults> log)
{
    private const string NotJudged = "The portal failed at comparing the output with what the runbook expects, which is a bug worth reporting. Compare it yourself.";


    /// <summary>Longer values would not fit a command line either.</summary>
    private const int LongestCapture = 64 * 1024;

    /// <summary>Who compares.</summary>
    public Func<Expectation, ExpectationSubject, Verdict> Judge { get; init; } = ExpectationJudge.Judge;

    /// <param name="outcome">Null where the step did not come to one.</param>
    public async Task<ExecutionEnding> OfAsync(Execution execution, ExecutionEnding ending, ActionOutcome? outcome, OutputTap tap, IRedaction redaction)
    {
        var told = ending with { Reason = redaction.Redact(ending.Reason).Replace("\0", "") };
        if (outcome is null) return told;
        if (execution.Captures is { } name && outcome is { Succeeded: true, Captured: { } value }) told = Capture(execution, told, name, value, redaction);
        return execution.Expectation is { } expectation ? told with { Verdict = await JudgeAsync(execution, expectation, outcome, tap, redaction) } : told;
    }

    /// <summary>How the step ended is known by now; a fault in comparing it must not take that away.</summary>
    private async Task<StoredVerdict> JudgeAsync(Execution execution, Expectation expectation, ActionOutcome outcome, OutputTap tap, IRedaction redaction)
    {
        try
        {
            return await CompareAsync(execution, expectation, outcome, tap, redaction);
        }
        catch (Exception e)
        {
            log.LogError(e, "What execution {Execution} printed could not be compared with its expectation", execution.Id);
            return new(StoredVerdict.Judge, NotJudged, []);
        }
    }

    private async Task<StoredVerdict> CompareAsync(Execution execution, Expectation expectation, ActionOutcome outcome, OutputTap tap, IRedaction redaction)
    {
        var verdict = Judge(expectation, new()
        {
            Lines = [.. tap.Lines.Select(l => new SubjectLine(l.Number, l.Text, l.Stream != OutputStream.Out))],
            Succeeded = outcome.Succeeded,
            ExitCode = outcome.ExitCode,
            HttpStatus = outcome.HttpStatus,
            Failure = outcome.Succeeded ? null : outcome.Reason,
            Action = execution.Action,
            Filters = execution.Filters,
            Previous = expectation.Kind == ExpectationKind.Increases ? await previous.OfAsync(execution) : null,
            Complete = !tap.Overflowed,
        });
        var kind = verdict.Kind switch { VerdictKind.Met => StoredVerdict.Met, VerdictKind.NotMet => StoredVerdict.NotMet, _ => StoredVerdict.Judge };
        return new(kind, redaction.Redact(verdict.Text).Replace("\0", ""), [.. verdict.Evidence.Select(e => e.Line)]);
    }

    private ExecutionEnding Capture(Execution execution, ExecutionEnding ending, string name, string value, IRedaction redaction)
    {
        if (value.Length >= LongestCapture)
            return ending with { State = ExecutionState.Failed, Reason = $"Its output is too long to be the value of {name}; narrow the command down to one value." };
        if (value.Length == 0)
            return ending with { State = ExecutionState.Failed, Reason = $"It printed nothing, so {name} has no value. Check what the command looks for, or type the value in." };
        // what is not known to be a secret is shown, stored and offered in clear
        if (!execution.CapturesSecret && value.Split('\n').Any(line => redaction.Redact(line) != line))
            return ending with { State = ExecutionState.Failed, Reason = $"Its output holds a secret, and {name} is no name of one. Call the variable what it is, e.g. {name}_TOKEN, and its value is kept encrypted." };
        return execution.CapturesSecret
            ? ending with { ProtectedCaptured = secrets.ProtectCaptured(value), Reason = $"{ending.Reason}; {name} has its value, which is a secret and not shown" }
            : ending with { Captured = value, Reason = $"{ending.Reason}; {name} is {(value.Length > 80 ? value[..80] + "…" : value)}" };
    }
}
