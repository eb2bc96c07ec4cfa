using OpsPortal.Frame;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents;

/// <summary>How incidents look: icon, word and tone always together.</summary>
internal static class IncidentLook
{
    public static StateLook Of(IncidentState state) => state switch
    {
        IncidentState.Detected => new("warning", state.Word(), "failed"),
        IncidentState.Acknowledged => new("hand", state.Word(), "waiting"),
        IncidentState.Investigating => new("search", state.Word(), "running"),
        IncidentState.Mitigated => new("late", state.Word(), "running"),
        IncidentState.Resolved => new("ok", state.Word(), "ok"),
        _ => new("ok", state.Word(), "quiet"),
    };

    /// <summary>Each system has its own names; the worst ones are red everywhere.</summary>
    public static StateLook Severity(string severity) => SeverityOrder.Of(severity) switch
    {
        < 15 => new("destructive", severity, "failed"),
        < 30 => new("warning", severity, "waiting"),
        _ => new("info", severity, "quiet"),
    };

    public static StateLook Of(TimelineKind kind) => kind switch
    {
        TimelineKind.Declared => new("incident", "declared", "failed"),
        TimelineKind.Alert => new("warning", "alert", "failed"),
        TimelineKind.Page => new("hand", "page", "waiting"),
        TimelineKind.Acknowledged => new("ok", "acknowledged", "ok"),
        TimelineKind.State => new("right", "state", "running"),
        TimelineKind.Severity => new("destructive", "severity", "waiting"),
        TimelineKind.Role => new("people", "role", "quiet"),
        TimelineKind.Note => new("note", "note", "quiet"),
        TimelineKind.Correction => new("change", "correction", "waiting"),
        TimelineKind.Execution => new("play", "step", "running"),
        TimelineKind.Approval => new("lock", "approval", "waiting"),
        TimelineKind.SignOff => new("ok", "sign-off", "ok"),
        TimelineKind.StatusUpdate => new("send", "status update", "running"),
        TimelineKind.Clock => new("late", "clock", "waiting"),
        TimelineKind.Link => new("link", "link", "quiet"),
        TimelineKind.Image => new("image", "image", "quiet"),
        TimelineKind.Check => new("read", "check", "quiet"),
        TimelineKind.Review => new("runbooks", "review", "quiet"),
        _ => new("info", "facts", "quiet"),
    };
}
