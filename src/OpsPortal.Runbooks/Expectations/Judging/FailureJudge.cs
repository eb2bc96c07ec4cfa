using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>"Should fail": met where the attempt failed in the way that was meant, not where it never came to the attempt.</summary>
internal static partial class FailureJudge
{
    public static Verdict Of(string words, ExpectationSubject subject)
    {
        if (subject.HttpStatus is { } status && Status().Match(words) is { Success: true } named)
            return named.Value == $"{status}" ? Verdict.Met($"The answer's status is {status}.") : Verdict.NotMet($"The answer's status is {status}, not {named.Value}.");
        var wanted = Wanted(words);
        var lines = subject.Lines.Where(l => !string.IsNullOrWhiteSpace(l.Text)).ToList();
        if (subject.Succeeded) return Succeeded(wanted, lines, subject);
        var spoken = lines.Where(l => Failures.Of(l.Text) != FailureManner.Unknown).ToList();
        if (spoken.FirstOrDefault(l => Failures.Of(l.Text) == FailureManner.Unrelated) is { } elsewhere)
            return Verdict.Judge("It failed, but perhaps not in the way that is meant.", elsewhere);
        var sentence = subject.Failure is { } failure ? Failures.Of(failure) : FailureManner.Unknown;
        var manner = spoken.Count > 0 ? Failures.Of(spoken[0].Text) : sentence != FailureManner.Unknown ? sentence : Failures.OfExitCode(subject.ExitCode);
        if (manner == FailureManner.Unrelated) return Verdict.Judge("It failed, but perhaps not in the way that is meant.");
        if (manner != FailureManner.Unknown)
            return wanted is FailureManner.Unknown || wanted == manner || Alike(wanted, manner)
                ? Verdict.Met($"It failed as expected: {Name(manner)}.", spoken.Take(1))
                : Verdict.Judge($"It failed, but {Name(manner)}, and the runbook expects that {Name(wanted)}.", spoken.Take(1));
        // a program that says no more than its exit code
        return wanted == FailureManner.Unknown && subject.ExitCode is > 0 and var code && lines.All(l => OnlyExitCode().IsMatch(l.Text))
            ? Verdict.Met($"It failed as expected, with exit code {code}.")
            : Verdict.Judge("It failed. Whether in the way that is meant, only you can tell.", lines.TakeLast(3));
    }

    private static Verdict Succeeded(FailureManner wanted, List<SubjectLine> lines, ExpectationSubject subject)
    {
        // curl is content with any answer, and a filter with whatever comes before it
        if (subject.HttpStatus is 401 or 403) return Verdict.Judge($"The request was answered with {subject.HttpStatus}; whether that is the failure which is meant, only you can tell.");
        if (lines.FirstOrDefault(l => Failures.Of(l.Text) is not (FailureManner.Unknown or FailureManner.Unrelated)) is { } spoken)
            return Verdict.Judge("The step itself succeeded, but a line speaks of a failure.", spoken);
        return Verdict.NotMet(wanted == FailureManner.Unknown ? "It should fail, but it succeeded." : $"It succeeded; the runbook expects that {Name(wanted)}.", lines.Take(1));
    }

    private static FailureManner Wanted(string words) =>
        TimesOut().IsMatch(words) ? RefusedToo().IsMatch(words) ? FailureManner.Unknown : FailureManner.TimedOut
        : RefusedToo().IsMatch(words) ? FailureManner.Refused
        : DeniedToo().IsMatch(words) ? FailureManner.Denied
        : FailureManner.Unknown;

    /// <summary>A network policy may drop packets or refuse them; both block.</summary>
    private static bool Alike(FailureManner wanted, FailureManner manner) => wanted == FailureManner.Denied && manner is FailureManner.Refused or FailureManner.TimedOut;

    private static string Name(FailureManner manner) => manner switch
    {
        FailureManner.Refused => "the connection was refused",
        FailureManner.TimedOut => "it timed out",
        FailureManner.Denied => "access was denied",
        _ => "it fails",
    };

    [GeneratedRegex(@"(?<!port\s)\b[45]\d\d\b(?=[^\w]*(?:$|forbidden|unauthorized|error|status|response))", RegexOptions.IgnoreCase)]
    private static partial Regex Status();

    [GeneratedRegex(@"time[sd]? ?out", RegexOptions.IgnoreCase)]
    private static partial Regex TimesOut();

    [GeneratedRegex("refused", RegexOptions.IgnoreCase)]
    private static partial Regex RefusedToo();

    [GeneratedRegex("denied|forbidden|blocked|rejected", RegexOptions.IgnoreCase)]
    private static partial Regex DeniedToo();

    [GeneratedRegex(@"^\s*command terminated with (?:non-zero )?exit code:? .{0,80}$|exit code \d+", RegexOptions.IgnoreCase)]
    private static partial Regex OnlyExitCode();
}
