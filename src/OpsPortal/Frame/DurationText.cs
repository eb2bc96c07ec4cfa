namespace OpsPortal.Frame;

/// <summary>Durations as <c>1 m 12 s</c>. <c>js/time.js</c> has the same rules for those that are still growing.</summary>
public static class DurationText
{
    public static string Of(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 0 } => "0.0 s",
        { TotalSeconds: < 10 } => $"{Math.Round(duration.TotalSeconds, 1):0.0} s",
        { TotalSeconds: < 60 } => $"{(int)duration.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{duration.Minutes} m {duration.Seconds} s",
        _ => $"{(int)duration.TotalHours} h {duration.Minutes} m",
    };
}
