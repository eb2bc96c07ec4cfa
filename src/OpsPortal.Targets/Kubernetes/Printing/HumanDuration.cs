namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>Ages as kubectl tells them: about three significant places (apimachinery, <c>duration.HumanDuration</c>).</summary>
internal static class HumanDuration
{
    /// <summary>"unknown" where there is no such time.</summary>
    public static string Since(DateTimeOffset? then, TimeProvider time) => then is null ? "<unknown>" : Of(time.GetUtcNow() - then.Value);

    public static string Of(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 120) return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10) return Pair(minutes, "m", seconds % 60, "s");
        if (minutes < 180) return $"{minutes}m";
        var hours = minutes / 60;
        if (hours < 8) return Pair(hours, "h", minutes % 60, "m");
        if (hours < 48) return $"{hours}h";
        var days = hours / 24;
        if (hours < 192) return Pair(days, "d", hours % 24, "h");
        if (days < 730) return $"{days}d";
        return days < 8 * 365 ? Pair(days / 365, "y", days % 365, "d") : $"{days / 365}y";
    }

    private static string Pair(long big, string bigUnit, long small, string smallUnit) => small == 0 ? $"{big}{bigUnit}" : $"{big}{bigUnit}{small}{smallUnit}";
}
