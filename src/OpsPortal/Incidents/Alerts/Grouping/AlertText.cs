using OpsPortal.Incidents.Alerts.Formats;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>What came of a group's alerts, in sentences: one, however many there are. Pure.</summary>
internal static class AlertText
{
    private const int MostNames = 5;
    private const int LongestSummary = 300;

    /// <summary>"HighErrorRate fires: 7 % of requests fail", "500 alerts fire: HighErrorRate (480), PodDown (20)".</summary>
    public static string? Fire(IReadOnlyList<Alert> alerts) => alerts switch
    {
        [] => null,
        [var one] => $"{one.Name} fires{(Said(one) is { Length: > 0 } said ? $": {said}" : "")}",
        _ => $"{alerts.Count} alerts fire: {Names(alerts)}",
    };

    public static string? Over(IReadOnlyList<Alert> alerts, int left) => alerts switch
    {
        [] => null,
        [var one] => $"{one.Name} is over",
        _ => $"{alerts.Count} alerts are over: {Names(alerts)}",
    } is { } text ? text + left switch { 0 => "; none is left", 1 => "; 1 is left", _ => $"; {left} are left" } : null;

    public static string Title(Alert lead, int others)
    {
        var said = Said(lead);
        var title = said.Length == 0 ? lead.Name : said.StartsWith(lead.Name, StringComparison.OrdinalIgnoreCase) ? said : $"{lead.Name}: {said}";
        var more = others > 0 ? $" (and {others} more)" : "";
        return AlertKeyText.Whole(title.ReplaceLineEndings(" "), 200 - more.Length) + more;
    }

    private static string Names(IReadOnlyList<Alert> alerts)
    {
        var names = alerts.GroupBy(a => a.Name).Select(g => (g.Key, Count: g.Count())).OrderByDescending(n => n.Count).ThenBy(n => n.Key, StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", names.Take(MostNames).Select(n => n.Count == 1 ? n.Key : $"{n.Key} ({n.Count})"));
        return names.Count > MostNames ? $"{shown} and {names.Count - MostNames} more names" : shown;
    }

    private static string Said(Alert alert) => alert.Summary == alert.Name ? "" : AlertKeyText.Whole(alert.Summary, LongestSummary);
}
