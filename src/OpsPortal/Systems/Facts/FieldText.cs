using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace OpsPortal.Systems.Facts;

/// <summary>
/// Values of fields as text. Stored: durations as ISO 8601, numbers with a point, times as <c>HH:mm</c>, lists one item a line. People
/// may write them as they are used to.
/// </summary>
public static partial class FieldText
{
    private const int MaxText = 400, MaxLong = 4000;
    private static readonly string[] Recurrences = ["daily", "weekly", "monthly", "quarterly"];
    private static readonly string[] Comparisons = ["<", "<=", ">", ">=", "="];

    /// <summary>What people wrote, as it is stored; empty for no value. Otherwise what is wrong with it.</summary>
    public static Result<string> Read(FieldRule field, string text)
    {
        text = text.ReplaceLineEndings("\n").Trim();
        if (text.Length == 0) return field.Required ? Wrong(field, $"{field.Label} cannot be empty.") : "";
        if (text.Any(c => char.IsControl(c) && c != '\n' && c != '\t')) return Wrong(field, $"{field.Label} contains characters that cannot be shown; type it anew.");
        var longest = field.Type is FieldType.LongText or FieldType.Code or FieldType.Lines or FieldType.Phases ? MaxLong : MaxText;
        if (text.Length > longest) return Wrong(field, $"{field.Label} has {text.Length:N0} characters; {longest:N0} are allowed.");
        return field.Type switch
        {
            FieldType.Duration => DurationWords.Read(text) is { } time ? DurationWords.ToIso(time) : Wrong(field, $"{field.Label}: \"{text}\" is no duration; write e.g. 15 min, 1 h 30 min, 2 days or at once."),
            FieldType.Email => Address().IsMatch(text) ? text : Wrong(field, $"\"{text}\" is no e-mail address; write e.g. ann@example.org."),
            FieldType.Reach => Reachable(text) ? text : Wrong(field, $"\"{text}\" is neither a phone number, nor a channel, nor an address; write e.g. +49 30 123456, #incidents or https://example.org/call."),
            FieldType.Number => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number.ToString(CultureInfo.InvariantCulture) : Wrong(field, $"{field.Label}: \"{text}\" is no number; write e.g. 200 or 0.5, the unit has a field of its own."),
            FieldType.Count => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 99 && (field.Name != "week" || count <= 5)
                ? $"{count}" : Wrong(field, $"{field.Label}: \"{text}\" has to be a whole number from 1 to {(field.Name == "week" ? 5 : 99)}."),
            FieldType.Comparison => Comparisons.Contains(text) ? text : Wrong(field, $"{field.Label}: \"{text}\" has to be one of <, <=, >, >= and =."),
            FieldType.Recurrence => Recurrences.Contains(text.ToLowerInvariant()) ? text.ToLowerInvariant() : Wrong(field, $"{field.Label}: \"{text}\" has to be one of {string.Join(", ", Recurrences)}, or empty."),
            FieldType.Day => Enum.TryParse<DayOfWeek>(text, true, out var day) && !char.IsDigit(text[0]) ? $"{day}" : Wrong(field, $"\"{text}\" is no day of the week; write e.g. Sunday."),
            FieldType.Time => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var at) ? at.ToString("HH:mm", CultureInfo.InvariantCulture) : Wrong(field, $"{field.Label}: \"{text}\" is no time of day; write e.g. 02:00 or 2:00 AM."),
            FieldType.Short => Slug.IsValid(text) ? text : Wrong(field, $"{field.Label}: \"{text}\" is no short name; those are lower-case letters, digits and hyphens, e.g. {(Slug.From(text) is { Length: > 0 } near ? near : "on-call-engineer")}."),
            FieldType.Phases => ChecklistText.Read(text) is { Count: > 0 } phases ? ChecklistText.Write(phases) : Wrong(field, "The checklist has no items; begin each with a hyphen on a line of its own."),
            FieldType.Lines => string.Join('\n', Lines(text)),
            FieldType.LongText or FieldType.Code => text,
            _ => text.Contains('\n') ? Wrong(field, $"{field.Label} has to be one line.") : text,
        };
    }

    /// <summary>A stored value for people to read; a dash for none.</summary>
    public static string Show(FieldRule field, string? stored) => stored is null or "" ? "–" : field.Type switch
    {
        FieldType.Duration => DurationWords.Show(Time(stored)),
        FieldType.Lines => string.Join(", ", Lines(stored)),
        _ => stored,
    };

    /// <summary>The same for people to change.</summary>
    public static string Edit(FieldRule field, string? stored) => stored is null or "" ? "" : field.Type == FieldType.Duration ? Show(field, stored) : stored;

    public static TimeSpan? Time(string? stored) => stored is null or "" ? null : XmlConvert.ToTimeSpan(stored);

    public static IReadOnlyList<string> Lines(string? stored) => (stored ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Problem Wrong(FieldRule field, string sentence) => Problem.Invalid(sentence, field.Name);

    private static bool Reachable(string text) => Phone().IsMatch(text) || Channel().IsMatch(text)
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "tel" or "sip" or "mailto" or "slack");

    [GeneratedRegex(@"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"^\+?[\d\s()/.-]{3,30}( ?(ext|x)\.? ?\d{1,6})?$", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(@"^[#@][\w.-]{1,80}$", RegexOptions.NonBacktracking)]
    private static partial Regex Channel();
}
