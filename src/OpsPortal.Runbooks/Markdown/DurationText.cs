using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>Durations as runbooks write them: "5 minutes", "1 hour 30 min", "24h", "&lt; 2 hrs", "Immediate".</summary>
internal static partial class DurationText
{
    /// <summary>The first duration in the text; zero for "immediately"; null where none is named ("during business hours").</summary>
    public static TimeSpan? Of(string text)
    {
        var matches = Amount().Matches(text);
        if (matches.Count == 0) return AtOnce().IsMatch(text) ? TimeSpan.Zero : null;
        var total = TimeSpan.Zero;
        var end = -1;
        foreach (Match match in matches)
        {
            // "1 hour 30 minutes" is one duration, "15 minutes, then 1 hour" two
            if (end >= 0 && text[end..match.Index].Trim() is not ("" or "and")) break;
            if (!double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var amount)) break;
            total += amount * Unit(match.Groups[2].Value);
            end = match.Index + match.Length;
        }
        return total;
    }

    private static TimeSpan Unit(string word) => char.ToLowerInvariant(word[0]) switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(7),
    };

    [GeneratedRegex(@"(?<![\w.])(\d{1,5}(?:\.\d{1,3})?)\s?-?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|hr|h|days?|d|weeks?|w)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Amount();

    [GeneratedRegex(@"\b(immediate(ly)?|at once|now|instant(ly)?|right away|asap)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AtOnce();
}
