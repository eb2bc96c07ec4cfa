using System.Globalization;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker;

/// <summary>Times as <c>--since</c> takes them, as the Engine takes them: seconds since 1970 with nanoseconds behind a dot.</summary>
internal static class DockerMoment
{
    /// <summary>Null where the text is no time at all.</summary>
    public static string? Of(string text, DateTimeOffset now)
    {
        if (GoDuration.Parse(text) is { } ago) return Seconds(now - ago);
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)) return text;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Seconds(at) : null;
    }

    private static string Seconds(DateTimeOffset at) => $"{at.ToUnixTimeSeconds()}.{at.Ticks % TimeSpan.TicksPerSecond * 100:D9}";
}
