using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpsPortal.Incidents.Timeline;

/// <summary>A timeline as a file.</summary>
public static class TimelineText
{
    /// <summary>Times in UTC to the second.</summary>
    public static string Markdown(Incident incident, IEnumerable<TimelineEntry> entries)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {incident.Name}: {incident.Title}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{incident.System}, {incident.Severity}, {incident.State.Word()}. Times are UTC.\n\n");
        return text.Append(Lines(entries)).ToString();
    }

    /// <summary>One item for each entry.</summary>
    public static string Lines(IEnumerable<TimelineEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{entry.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}** {entry.Actor} ({Word(entry.Kind)}{(entry.Corrects is { } old ? $" of entry {old}" : "")}, entry {entry.Number}):");
            var lines = entry.Text.ReplaceLineEndings("\n").Split('\n');
            text.Append(' ').Append(lines[0]).Append('\n');
            foreach (var line in lines.Skip(1)) text.Append("  ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>RFC 4180; a text that a spreadsheet would take for a formula is made harmless.</summary>
    public static string Csv(IEnumerable<TimelineEntry> entries)
    {
        var text = new StringBuilder("number,at,kind,actor,text,corrects,detail\r\n");
        foreach (var e in entries)
            text.AppendJoin(',', $"{e.Number}", e.At.UtcDateTime.ToString("O"), $"{e.Kind}", Cell(e.Actor), Cell(e.Text), $"{e.Corrects}", Cell(e.Detail.Count == 0 ? "" : JsonSerializer.Serialize(e.Detail))).Append("\r\n");
        return text.ToString();
    }

    public static string Word(TimelineKind kind) => kind switch
    {
        TimelineKind.SignOff => "sign-off",
        TimelineKind.StatusUpdate => "status update",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Cell(string value)
    {
        if (value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]) value = "'" + value;
        return value.AsSpan().IndexOfAny("\",\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"")}\"";
    }
}
