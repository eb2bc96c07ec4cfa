using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary>Durations as Go's time.ParseDuration reads them.</summary>
internal static partial class GoDuration
{
    [GeneratedRegex(@"^(?:0|(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$")]
    private static partial Regex Form();

    public static bool IsValid(string text) => Form().IsMatch(text);
}
