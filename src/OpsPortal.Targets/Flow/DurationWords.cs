using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Flow;

/// <summary>Durations as <c>sleep</c> takes them: numbers with <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c> or no unit, added up.</summary>
internal static partial class DurationWords
{
    [GeneratedRegex(@"^(?<n>\d{1,9}(?:\.\d{1,6})?|\.\d{1,6})(?<u>[smhd]?)$")]
    private static partial Regex Part();

    public static TimeSpan? Parse(string text)
    {
        var total = TimeSpan.Zero;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words)
        {
            if (Part().Match(word) is not { Success: true } part) return null;
            var amount = double.Parse(part.Groups["n"].ValueSpan, CultureInfo.InvariantCulture);
            total += TimeSpan.FromSeconds(amount * part.Groups["u"].Value switch { "m" => 60, "h" => 3600, "d" => 86400, _ => 1 });
            if (total > TimeSpan.FromDays(36500)) return null;
        }
        return words.Length == 0 ? null : total;
    }

    /// <summary>"90 s", "5 min", "1 h 30 min".</summary>
    public static string Tell(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#} s"),
        < 3600 => duration.Seconds == 0 ? $"{duration.TotalMinutes:0} min" : $"{(int)duration.TotalMinutes} min {duration.Seconds} s",
        _ => duration.Minutes == 0 ? $"{(int)duration.TotalHours} h" : $"{(int)duration.TotalHours} h {duration.Minutes} min",
    };
}
