using System.Globalization;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>The options of a log request, read from what the command says.</summary>
internal static class LogRequest
{
    /// <summary>Lines per pod where many are read.</summary>
    private const int TailOfMany = 10;

    /// <summary>Null, or the sentence that says what cannot be understood.</summary>
    public static string? Options(KubernetesLogs action, out LogOptions options)
    {
        options = new() { Follow = action.Follow, Previous = action.Previous, Timestamps = action.Timestamps };
        if (action is { Since: not null, SinceTime: not null }) return "Only one of --since and --since-time may be used.";
        if (action.Since is { } since)
        {
            if (GoDuration.Parse(since) is not { } span || span < TimeSpan.Zero) return $"'{since}' is no duration: write it like 30s, 5m or 24h.";
            if (span > TimeSpan.Zero) options = options with { SinceSeconds = (int)Math.Min(int.MaxValue, Math.Ceiling(span.TotalSeconds)) };
        }
        if (action.SinceTime is { } from)
        {
            if (!DateTimeOffset.TryParse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return $"'{from}' is no time: write it like 2026-11-21T03:12:00Z.";
            options = options with { SinceTime = time };
        }
        if (action.LimitBytes is { } bytes) options = options with { LimitBytes = ObjectBuilders.Number(bytes, "number of bytes") };
        if (action.Tail is { } tail)
        {
            if (!int.TryParse(tail, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var lines) || lines < -1) return $"'{tail}' is no number of lines: give a whole number, or -1 for all.";
            return Tail(lines < 0 ? null : lines, ref options);
        }
        return Tail(action.LabelSelector is null ? null : TailOfMany, ref options);
    }

    private static string? Tail(int? lines, ref LogOptions options)
    {
        options = options with { TailLines = lines };
        return null;
    }
}
