using System.Xml;
using OpsPortal.Incidents.Alerts.Silences;

namespace OpsPortal.Incidents.Alerts.Api;

/// <summary>An integration as the API tells it.</summary>
/// <param name="ReceiveAt">Where its sender posts to; generic ones append their key.</param>
/// <param name="Key">Only in the answer that made it.</param>
public sealed record IntegrationAnswer(
    string Name, string Kind, string ReceiveAt, string? System, string? Environment, string? DeclareFrom, IReadOnlyList<string> LowUrgency, string AutoResolveAfter, bool Diagnostics, IReadOnlyList<string> GroupBy,
    AlertFields Fields, string? AlertmanagerUrl, DateTimeOffset CreatedAt, DateTimeOffset? LastReceivedAt, string? LastError, DateTimeOffset? LastErrorAt, string? Key)
{
    public static IntegrationAnswer Of(AlertIntegration i, string? environment, string? key = null) => new(
        i.Name, $"{i.Kind}".ToLowerInvariant(), Path(i.Kind), i.System, environment, i.Settings.DeclareFrom, i.Settings.LowUrgency, i.Settings.AutoResolveAfter is { } after ? XmlConvert.ToString(after) : "never",
        i.Settings.Diagnostics, i.Settings.GroupBy, i.Settings.Fields, i.Settings.AlertmanagerUrl, i.CreatedAt, i.LastReceivedAt, i.LastError, i.LastErrorAt, key);

    internal static string Path(AlertKind kind) => kind switch
    {
        AlertKind.Alertmanager => "/api/v1/alerts/alertmanager",
        AlertKind.PagerDuty => "/v2/enqueue",
        _ => "/api/v1/alerts/generic/",
    };
}

/// <summary>An alert as the API tells it.</summary>
public sealed record AlertAnswer(
    long Id, string Integration, string Fingerprint, string Name, string State, string? Severity, string Summary, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations,
    string? Link, string GroupKey, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, long? Incident, bool Silenced, DateTimeOffset FirstReceivedAt, DateTimeOffset LastReceivedAt, long Count)
{
    public static AlertAnswer Of(Alert a, string integration) => new(
        a.Id, integration, a.Fingerprint, a.Name, $"{a.State}".ToLowerInvariant(), a.Severity, a.Summary, a.Labels, a.Annotations, a.Link, a.GroupKey, a.StartsAt, a.EndsAt, a.Incident, a.SilenceId is not null,
        a.FirstReceivedAt, a.LastReceivedAt, a.Count);
}

public sealed record AlertList(IReadOnlyList<AlertAnswer> Items, string? NextCursor);

/// <param name="AlertmanagerId">Its id there; null where it is not known there.</param>
/// <param name="AlertmanagerProblem">Why it is not; null where nothing is wrong.</param>
public sealed record SilenceAnswer(
    Guid Id, string? Integration, IReadOnlyList<LabelMatcher> Matchers, string Reason, string CreatedBy, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset? EndedAt, string? EndedBy, bool Active,
    string? AlertmanagerId, string? AlertmanagerProblem)
{
    /// <summary>A place instead of labels; null where labels say which alerts.</summary>
    public SilenceScope? Scope { get; init; }

    /// <summary>Number of the maintenance that it belongs to.</summary>
    public long? Maintenance { get; init; }

    public static SilenceAnswer Of(AlertSilence s, string? integration, DateTimeOffset now) => new(
        s.Id, integration, s.Matchers, s.Reason, s.CreatedBy, s.StartsAt, s.EndsAt, s.EndedAt, s.EndedBy, s.IsActive(now), s.RemoteId, s.RemoteProblem)
    { Scope = s.Scope, Maintenance = s.Maintenance };
}

public sealed record TestBody(string? Alert);
