using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Expectations;

namespace OpsPortal.Tests.Runbooks.Expectations;

internal static class Judged
{
    /// <summary>The verdict on an output (lines that begin with "! " are errors) by the words of a comment.</summary>
    public static Verdict Of(string words, string output, Func<ExpectationSubject, ExpectationSubject>? change = null)
    {
        var lines = output.Length == 0 ? [] : output.Split('\n').Select((l, i) => l.StartsWith("! ", StringComparison.Ordinal) ? new SubjectLine(i + 1, l[2..], Error: true) : new SubjectLine(i + 1, l)).ToList();
        var subject = new ExpectationSubject { Lines = lines, ExitCode = 0 };
        return ExpectationJudge.Judge(ExpectationReader.Read(words, 1), change is null ? subject : change(subject));
    }

    public static VerdictKind Kind(string words, string output) => Of(words, output).Kind;

    public static Verdict Failing(string words, string output, int? exitCode = 1, string? failure = null) =>
        Of(words, output, s => s with { Succeeded = false, ExitCode = exitCode, Failure = failure });
}
