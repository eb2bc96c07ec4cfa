using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Durations as flags take them: <c>90s</c>, <c>1h30m</c>, <c>0</c>; units ns, us, ms, s, m, h.</summary>
internal static partial class GoDuration
{
    public static TimeSpan? Parse(string text)
    {
        if (text is "0") return TimeSpan.Zero;
        var match = Whole().Match(text);
        if (!match.Success) return null;
        var total = 0d;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
            total += double.Parse(match.Groups["number"].Captures[i].Value, CultureInfo.InvariantCulture) * Seconds(match.Groups["unit"].Captures[i].Value);
        return total > TimeSpan.MaxValue.TotalSeconds / 2 ? null : TimeSpan.FromSeconds(total);
    }

    private static double Seconds(string unit) => unit switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3, "us" or "µs" => 1e-6, _ => 1e-9 };

    [GeneratedRegex(@"^\+?((?<number>\d+(\.\d*)?|\.\d+)(?<unit>ns|us|µs|ms|s|m|h))+$")]
    private static partial Regex Whole();
}
