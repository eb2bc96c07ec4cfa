using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Flow;

/// <summary>The usual ways to name a time for <c>date -d</c>.</summary>
internal static partial class DateWords
{
    [GeneratedRegex(@"^(?<sign>[+-]?)\s*(?<n>\d{1,7}|an?|next|last)\s*(?<u>sec(?:ond)?|min(?:ute)?|hour|day|week|fortnight|month|year)s?(?<ago>\s+ago)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Distance();

    /// <returns>Null where the words are not understood.</returns>
    public static DateTimeOffset? Parse(string words, DateTimeOffset now)
    {
        var rest = words.Trim();
        var time = now;
        if (rest is ['@', .. var epoch])
            return double.TryParse(epoch, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1e11 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds).ToOffset(now.Offset) : null;
        if (Absolute(ref rest, now) is { } named) time = named;
        while (rest.Length > 0)
        {
            if (Word(ref rest, "now") || Word(ref rest, "today") || Word(ref rest, "UTC")) continue;
            if (Word(ref rest, "yesterday")) time = time.AddDays(-1);
            else if (Word(ref rest, "tomorrow")) time = time.AddDays(1);
            else if (Word(ref rest, "midnight")) time = new(time.Date, time.Offset);
            else if (Distance().Match(rest) is { Success: true } match && Moved(time, match) is { } moved)
            {
                time = moved;
                rest = rest[match.Length..].TrimStart();
            }
            else return null;
        }
        return time;
    }

    /// <summary>A date, a time or both at the beginning; a date alone means its midnight.</summary>
    private static DateTimeOffset? Absolute(ref string rest, DateTimeOffset now)
    {
        for (var end = rest.Length; end > 3; end = rest.LastIndexOf(' ', end - 1))
        {
            var text = rest[..end].TrimEnd();
            if (!char.IsAsciiDigit(text[0]) || !text.Contains('-') && !text.Contains(':') && text.Length != 8) continue;
            string[] formats = ["yyyy-M-d", "yyyy-M-d H:m", "yyyy-M-d H:m:s", "yyyy-M-d'T'H:m", "yyyy-M-d'T'H:m:s", "yyyy-M-d'T'H:m:s.FFFFFFF", "yyyyMMdd"];
            var found = DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? new DateTimeOffset(local, now.Offset)
                : text.Contains('-') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact) ? exact.ToOffset(now.Offset)
                : TimeSpan.TryParseExact(text, [@"h\:mm", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out var clock) ? new DateTimeOffset(now.Date + clock, now.Offset)
                : (DateTimeOffset?)null;
            if (found is null) continue;
            rest = rest[end..].TrimStart();
            return found;
        }
        return null;
    }

    private static DateTimeOffset? Moved(DateTimeOffset time, Match match)
    {
        var amount = match.Groups["n"].Value.ToLowerInvariant() switch { "a" or "an" or "next" => 1, "last" => -1, var digits => int.Parse(digits, CultureInfo.InvariantCulture) };
        if (match.Groups["sign"].Value == "-") amount = -amount;
        if (match.Groups["ago"].Success) amount = -amount;
        try
        {
            return match.Groups["u"].Value.ToLowerInvariant() switch
            {
                "sec" or "second" => time.AddSeconds(amount),
                "min" or "minute" => time.AddMinutes(amount),
                "hour" => time.AddHours(amount),
                "day" => time.AddDays(amount),
                "week" => time.AddDays(7.0 * amount),
                "fortnight" => time.AddDays(14.0 * amount),
                "month" => time.AddMonths(amount),
                _ => time.AddYears(amount),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static bool Word(ref string rest, string word)
    {
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase) || rest.Length > word.Length && char.IsLetterOrDigit(rest[word.Length])) return false;
        rest = rest[word.Length..].TrimStart();
        return true;
    }
}
