using System.Xml;
using OpsPortal.Incidents.Alerts.Formats;
using OpsPortal.Targets.Http;

namespace OpsPortal.Incidents.Alerts;

/// <summary>What an administrator says of an integration; null leaves it as it is, the empty text takes it away.</summary>
/// <param name="Kind"><c>alertmanager</c>, <c>pagerduty</c> or <c>generic</c>; stays for good.</param>
/// <param name="System">Slug.</param>
/// <param name="Environment">Name.</param>
/// <param name="AutoResolveAfter">ISO 8601 duration, <c>PT0S</c> for at once; <c>never</c> or the empty text leave it to people.</param>
public sealed record IntegrationForm(
    string? Name = null, string? Kind = null, string? System = null, string? Environment = null, string? DeclareFrom = null, IReadOnlyList<string>? LowUrgency = null, string? AutoResolveAfter = null,
    bool? Diagnostics = null, IReadOnlyList<string>? GroupBy = null, AlertFields? Fields = null, string? AlertmanagerUrl = null)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    /// <summary>What was, with what is said now.</summary>
    internal Result<AlertSettings> Apply(AlertSettings before)
    {
        var after = before.AutoResolveAfter;
        if (AutoResolveAfter is { } text && !Time(text, out after)) return Problem.Invalid($"\"{text}\" is no duration of at most 7 days; write PT5M for 5 minutes, PT0S for at once, or never.", "autoResolveAfter");
        if (AlertmanagerUrl is { Length: > 0 } address && GuardedHttp.Refuse(address.Trim()) is { } refused) return Problem.Invalid(refused, "alertmanagerUrl");
        if (GroupBy?.FirstOrDefault(l => string.IsNullOrWhiteSpace(l) || l.Length > 100) is not null || GroupBy is { Count: > 20 }) return Problem.Invalid("Name 1 to 20 labels to group by, each at most 100 characters.", "groupBy");
        if (Fields is { } fields)
            foreach (var path in new[] { fields.Alerts, fields.Key, fields.Name, fields.Status, fields.Severity, fields.Summary, fields.StartsAt, fields.EndsAt, fields.Group, fields.RunbookUrl, fields.Labels }.OfType<string>())
                if (path.Length > 0 && JsonPath.Check(path) is { } wrong) return wrong;
        return before with
        {
            DeclareFrom = Blank(DeclareFrom, before.DeclareFrom),
            LowUrgency = LowUrgency is null ? before.LowUrgency : [.. LowUrgency.Select(l => l.Trim()).Where(l => l.Length > 0).Distinct()],
            AutoResolveAfter = after,
            Diagnostics = Diagnostics ?? before.Diagnostics,
            GroupBy = GroupBy is null ? before.GroupBy : [.. GroupBy.Select(l => l.Trim()).Distinct()],
            Fields = Fields ?? before.Fields,
            AlertmanagerUrl = Blank(AlertmanagerUrl, before.AlertmanagerUrl),
        };
    }

    internal static Result<AlertKind> KindOf(string? word) =>
        Enum.TryParse<AlertKind>(word, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : Problem.Invalid("The kind is alertmanager, pagerduty or generic.", "kind");

    internal static string? Blank(string? said, string? before) => said is null ? before : said.Trim() is { Length: > 0 } value ? value : null;

    private static bool Time(string text, out TimeSpan? time)
    {
        time = null;
        if (text.Trim() is "" or "never") return true;
        try
        {
            time = XmlConvert.ToTimeSpan(text.Trim());
            return time >= TimeSpan.Zero && time <= LongestWait;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}

/// <param name="Key">Shown once; null where it stays what it was.</param>
public sealed record SavedIntegration(AlertIntegration Integration, string? Environment, string? Key);
