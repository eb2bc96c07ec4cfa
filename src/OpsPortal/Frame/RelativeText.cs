namespace OpsPortal.Frame;

/// <summary>Times as people say them. <c>js/time.js</c> keeps them moving and has the same rules.</summary>
public static class RelativeText
{
    public static string Of(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = now - at;
        var size = distance.Duration();
        if (size.TotalSeconds < 5) return "now";
        var text = size switch
        {
            { TotalSeconds: < 60 } => $"{(int)size.TotalSeconds} s",
            { TotalMinutes: < 60 } => $"{(int)size.TotalMinutes} min",
            { TotalHours: < 24 } => $"{(int)size.TotalHours} h",
            { TotalDays: < 45 } => $"{(int)size.TotalDays} d",
            _ => null,
        };
        if (text is null) return at.UtcDateTime.ToString("yyyy-MM-dd");
        return distance > TimeSpan.Zero ? $"{text} ago" : $"in {text}";
    }

    /// <summary>With its zone, for those who have to write it down.</summary>
    public static string Absolute(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
}
