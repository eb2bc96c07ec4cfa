using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Expectations.Judging;

namespace OpsPortal.Runbooks.Expectations;

/// <summary>Compares how a step ended with what the runbook says to expect. Pure and total. When in doubt it leaves the judgement to a person.</summary>
public static class ExpectationJudge
{
    public static Verdict Judge(Expectation expectation, ExpectationSubject subject)
    {
        if (expectation.Kind == ExpectationKind.Fails) return FailureJudge.Of(expectation.Text, subject);
        if (!subject.Succeeded && !FoundNothing(expectation, subject) && !AnsweredAsExpected(expectation, subject)) return Failed(subject);
        var verdict = Compare(expectation, subject);
        return verdict.Kind == VerdictKind.Met && !subject.Complete && expectation.Kind != ExpectationKind.Contains
            ? verdict with { Kind = VerdictKind.Judge, Text = "The output was cut, so not all of it could be compared. Compare it yourself." }
            : verdict;
    }

    private static Verdict Compare(Expectation expectation, ExpectationSubject subject) => expectation.Kind switch
    {
        ExpectationKind.Number => NumberJudge.Of(expectation.Text, subject),
        ExpectationKind.Contains => ContainsJudge.Of(expectation.Text, subject),
        ExpectationKind.Field => FieldJudge.Of(expectation.Text, subject),
        ExpectationKind.State => StateJudge.Of(expectation.Text, subject),
        ExpectationKind.None => NoneJudge.Of(expectation.Text, subject),
        ExpectationKind.Increases => GrowthJudge.Of(expectation.Text, subject),
        ExpectationKind.Json => JsonJudge.Of(expectation.Text, subject),
        ExpectationKind.Output => OutputJudge.Of(expectation.Text, subject),
        ExpectationKind.AllRunning => RunningJudge.Of(expectation.Text, subject),
        _ => Verdict.Judge("Compare the output with what the runbook says yourself."),
    };

    /// <summary>grep ends with 1 where no line matches, and that may be just what is hoped for.</summary>
    private static bool FoundNothing(Expectation expectation, ExpectationSubject subject) =>
        expectation.Kind == ExpectationKind.None && subject is { ExitCode: 1, Filters: [.., Grep], Lines: [] };

    /// <summary>curl -f and wget call an answer of 403 a failure, and that may be just what is hoped for.</summary>
    private static bool AnsweredAsExpected(Expectation expectation, ExpectationSubject subject) =>
        expectation.Kind == ExpectationKind.Number && subject.HttpStatus is { } status && NumberCondition.Parse(expectation.Text) is { Comparison: Comparison.Equal, Unit: null, Subject: null } condition && condition.Value == status;

    private static Verdict Failed(ExpectationSubject subject)
    {
        var last = subject.Lines.LastOrDefault(l => l.Error && !string.IsNullOrWhiteSpace(l.Text));
        var why = subject.Failure ?? last?.Text.Trim() ?? (subject.ExitCode is { } code ? $"exit code {code}" : null);
        var text = why is null ? "The step failed" : $"The step failed: {Brief.Of(why, 200).TrimEnd('.')}";
        return Verdict.NotMet(text + ".", last is null ? [] : [last]);
    }
}
