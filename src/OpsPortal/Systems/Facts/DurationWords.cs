using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace OpsPortal.Systems.Facts;

/// <summary>Durations as people write them: "15 min", "1 h 30 min", "2 days", "at once".</summary>
public static partial class DurationWords
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>The whole text as a duration, in words or as ISO 8601 (<c>PT15M</c>); null where it is none or longer than ten years.</summary>
    public static TimeSpan? Read(string text)
    {
        text = text.Trim();
        if (AtOnce().IsMatch(text)) return TimeSpan.Zero;
        var read = text.StartsWith('P') && Iso().IsMatch(text) ? FromIso(text) : InWords(text);
        return read <= Longest ? read : null;
    }

    public static string Show(TimeSpan? time) => time switch
    {
        null => "–",
        { Ticks: 0 } => "at once",
        { TotalDays: >= 2 } t when t.Ticks % TimeSpan.TicksPerDay == 0 => $"{t.TotalDays:0} days",
        { TotalMinutes: >= 60 } t => t.Minutes == 0 ? $"{(int)t.TotalHours} h" : $"{(int)t.TotalHours} h {t.Minutes} min",
        { TotalSeconds: >= 60 } t => t.Seconds == 0 ? $"{t.Minutes} min" : $"{t.Minutes} min {t.Seconds} s",
        { } t => $"{t.Seconds} s",
    };

    public static string ToIso(TimeSpan time) => XmlConvert.ToString(time);

    private static TimeSpan? FromIso(string text)
    {
        try { return XmlConvert.ToTimeSpan(text); }
        catch (Exception e) when (e is FormatException or OverflowException) { return null; }
    }

    private static TimeSpan? InWords(string text)
    {
        var (total, end) = (0.0, 0);
        foreach (Match part in Part().Matches(text))
        {
            total += double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * Seconds(part.Groups[2].Value);
            end = part.Index + part.Length;
        }
        return end > 0 && end == text.Length ? TimeSpan.FromSeconds(Math.Round(total)) : null;
    }

    private static double Seconds(string unit) => char.ToLowerInvariant(unit[0]) switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 7 * 86400 };

    // One right after the other, so that nothing else may stand between or after them.
    [GeneratedRegex(@"\G(?:\s*(?:and\b|,))?\s*(\d{1,5}(?:\.\d{1,3})?)\s?-?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|hr|h|days?|d|weeks?|w)(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex Part();

    [GeneratedRegex(@"^P[\dTDHMS.]+$")]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(immediate(ly)?|at once|now|instantly|0)$", RegexOptions.IgnoreCase)]
    private static partial Regex AtOnce();
}
