using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.OnCall.Calendars;

/// <summary>One entry of a calendar.</summary>
/// <param name="Key">The same as long as it is the same shift; its UID is made of it.</param>
/// <param name="To">The first instant that no longer belongs to it.</param>
public sealed record CalendarEvent(string Key, DateTimeOffset From, DateTimeOffset To, string Summary, string? Description);

/// <summary>A calendar as RFC 5545 writes it.</summary>
public static class CalendarText
{
    private const int LongestLine = 75;

    /// <param name="now">When it was made (DTSTAMP).</param>
    /// <param name="product">The part of the portal that writes it.</param>
    public static string Of(string name, IEnumerable<CalendarEvent> events, DateTimeOffset now, string product = "On-call")
    {
        var text = new StringBuilder();
        foreach (var line in Lines(name, events, now, product)) Fold(text, line);
        return text.ToString();
    }

    private static IEnumerable<string> Lines(string name, IEnumerable<CalendarEvent> events, DateTimeOffset now, string product)
    {
        yield return "BEGIN:VCALENDAR";
        yield return "VERSION:2.0";
        yield return $"PRODID:-//OpsPortal//{product}//EN";
        yield return "CALSCALE:GREGORIAN";
        yield return "METHOD:PUBLISH";
        yield return $"NAME:{Escape(name)}";
        yield return $"X-WR-CALNAME:{Escape(name)}";
        yield return "REFRESH-INTERVAL;VALUE=DURATION:PT1H";
        yield return "X-PUBLISHED-TTL:PT1H";
        foreach (var entry in events)
        {
            yield return "BEGIN:VEVENT";
            yield return $"UID:{Uid(entry.Key)}";
            yield return $"DTSTAMP:{Time(now)}";
            yield return $"DTSTART:{Time(entry.From)}";
            yield return $"DTEND:{Time(entry.To)}";
            yield return $"SUMMARY:{Escape(entry.Summary)}";
            if (entry.Description is { } description) yield return $"DESCRIPTION:{Escape(description)}";
            yield return "END:VEVENT";
        }
        yield return "END:VCALENDAR";
    }

    private static string Uid(string key) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}@opsportal";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Section 3.3.11; other control characters may not stand in a text at all.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text.ReplaceLineEndings("\n"))
            if (c is '\\' or ';' or ',') escaped.Append('\\').Append(c);
            else if (c == '\n') escaped.Append("\\n");
            else if (!char.IsControl(c) || c == '\t') escaped.Append(c);
        return escaped.ToString();
    }

    /// <summary>Section 3.1: at most 75 octets, the next line begins with a blank; no sign is cut in two.</summary>
    private static void Fold(StringBuilder into, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                into.Append("\r\n ");
                octets = 1;
            }
            into.Append(rune);
            octets += rune.Utf8SequenceLength;
        }
        into.Append("\r\n");
    }
}
