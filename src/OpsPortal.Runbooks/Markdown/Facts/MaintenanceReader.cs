using System.Globalization;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>Maintenance windows: sections about maintenance that name a time, or how long before it people are told.</summary>
internal static partial class MaintenanceReader
{
    public static MaintenanceWindow? In(Section section, IReadOnlyList<ProseLine> lines, IEnumerable<Step> steps)
    {
        if (section.Path is not [.., var heading] || !section.Path.Any(p => p.Contains("maintenance", StringComparison.OrdinalIgnoreCase))) return null;
        var told = lines.Select(l => l.Text).Concat(steps.Select(s => s.Source)).Select(InlineText.Plain).Select(Announced).FirstOrDefault(t => t is not null);
        var time = lines.FirstOrDefault(l => NameAndValue.Of(l.Text) is var (name, _) && Times().IsMatch(name)) is { } line ? NameAndValue.Of(line.Text)!.Value.Value : null;
        time ??= lines.Select(l => l.Text).FirstOrDefault(t => Day().IsMatch(t) && Hours().IsMatch(t));
        if (time is null) return told is null ? null : new(heading, Recurrence(heading), null, null, null, null, null, [], told, section.Line);
        var plain = InlineText.Plain(time);
        var (start, end, zone) = Hours().Match(plain) is { Success: true } hours ? (Clock(hours.Groups["from"].Value), Clock(hours.Groups["to"].Value), hours.Groups["zone"] is { Success: true, Value: var z } ? z : null) : (null, null, null);
        var day = Day().Match(plain);
        if (!day.Success && start is null && told is null) return null;
        return new(heading, Recurrence(plain) ?? Recurrence(heading), day.Success ? Enum.Parse<DayOfWeek>(day.Value, ignoreCase: true) : null, Week(plain), start, end, zone, Tasks(lines), told, section.Line);
    }

    /// <summary>"2 weeks in advance", "24h before", "24h advance".</summary>
    private static TimeSpan? Announced(string text) =>
        text.Length <= 400 && Advance().Match(text) is { Success: true } match && Announcing().IsMatch(text) ? DurationText.Of(match.Value) : null;

    private static string? Recurrence(string text) => Every().Match(text) is { Success: true } match ? char.ToLowerInvariant(match.Groups["p"].Value[0]) switch
    {
        'd' => "daily",
        'w' => "weekly",
        'm' => "monthly",
        'q' => "quarterly",
        _ => "yearly",
    } : null;

    private static int? Week(string text) => Ordinal().Match(text) is { Success: true } match ? char.ToLowerInvariant(match.Value[0]) switch
    {
        '1' => 1,
        '2' => 2,
        '3' => 3,
        '4' => 4,
        'l' => 5,
        'f' => char.ToLowerInvariant(match.Value[1]) == 'i' ? 1 : 4,
        's' => 2,
        _ => 3,
    } : null;

    /// <summary>"2:00 AM", "14:30", "2am".</summary>
    private static TimeOnly? Clock(string text) =>
        TimeOnly.TryParseExact(text.Replace(" ", "").ToUpperInvariant(), ["h:mmtt", "htt", "H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>What is listed below "Tasks".</summary>
    private static List<string> Tasks(IReadOnlyList<ProseLine> lines)
    {
        var at = lines.ToList().FindIndex(l => InlineText.Plain(l.Text).TrimEnd(':', ' ').ToLowerInvariant() is "tasks" or "activities" or "work" or "scope");
        return at < 0 ? [] : [.. lines.Skip(at + 1).TakeWhile(l => l.Item && (l.Indent > lines[at].Indent || !lines[at].Item)).Select(l => InlineText.Plain(l.Text))];
    }

    [GeneratedRegex(@"^(?:time|when|window|schedule|maintenance window|slot)$", RegexOptions.IgnoreCase)]
    private static partial Regex Times();

    [GeneratedRegex(@"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", RegexOptions.IgnoreCase)]
    private static partial Regex Day();

    [GeneratedRegex(@"(?<from>\d{1,2}(?::\d\d)?\s*(?:[AaPp][Mm])?)\s*(?:-|–|—|to|until)\s*(?<to>\d{1,2}(?::\d\d)?\s*(?:[AaPp][Mm])?)(?:\s*(?<zone>[A-Z]{2,5}(?:[+-]\d{1,2})?))?")]
    private static partial Regex Hours();

    [GeneratedRegex(@"\b\d{1,4}\s?-?(?:minutes?|mins?|hours?|hrs?|h|days?|d|weeks?|w)\b\s*(?:in advance|advance|before|prior|ahead|notice)", RegexOptions.IgnoreCase)]
    private static partial Regex Advance();

    [GeneratedRegex(@"\b(?:announce|notif|inform|tell|communicate|notice|schedule)", RegexOptions.IgnoreCase)]
    private static partial Regex Announcing();

    [GeneratedRegex(@"\b(?:(?<p>daily|weekly|monthly|quarterly|yearly)|(?:every|each)\s+(?<p>day|week|month|quarter|year))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Every();

    [GeneratedRegex(@"\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Ordinal();
}
