using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>In which way something failed, told by what programs and servers print.</summary>
internal enum FailureManner { Unknown, Refused, TimedOut, Denied, Unrelated }

internal static partial class Failures
{
    public static FailureManner Of(string line) =>
        Elsewhere().IsMatch(line) ? FailureManner.Unrelated
        : Refusal().IsMatch(line) ? FailureManner.Refused
        : Timeout().IsMatch(line) ? FailureManner.TimedOut
        : Denial().IsMatch(line) ? FailureManner.Denied
        : FailureManner.Unknown;

    /// <summary>curl's own exit codes, https://curl.se/libcurl/c/libcurl-errors.html; <c>timeout</c> ends with 124.</summary>
    public static FailureManner OfExitCode(int? code) => code switch
    {
        7 => FailureManner.Refused,
        28 or 124 => FailureManner.TimedOut,
        126 or 127 => FailureManner.Unrelated,
        _ => FailureManner.Unknown,
    };

    // the step never came to what it should try
    [GeneratedRegex(@"command not found|executable file not found|no such file or directory|\bnot found\b|NotFound|unknown (?:flag|command|option|shorthand)|could ?n[o']t resolve|could not resolve|name or service not known|temporary failure in name resolution|no such host|invalid (?:argument|option)|usage:|container .{0,80}not (?:running|found)|unable to upgrade connection|error dialing backend|no running container", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"refused|ECONNREFUSED|connection reset|ECONNRESET|failed to connect|could ?n[o']t connect|could not connect|no route to host|network is unreachable|host is unreachable|EHOSTUNREACH|unreachable|empty reply", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"time[d]? ?out|ETIMEDOUT|deadline exceeded", RegexOptions.IgnoreCase)]
    private static partial Regex Timeout();

    [GeneratedRegex(@"denied|forbidden|unauthorized|not permitted|not allowed|permission|\b40[13]\b|rejected|blocked", RegexOptions.IgnoreCase)]
    private static partial Regex Denial();
}
