using OpsPortal.Incidents.Alerts.Formats;

namespace OpsPortal.Incidents.Alerts;

/// <summary>Reads a body as its integration sends it.</summary>
internal static class AlertBody
{
    public static Result<IncomingAlerts> Read(AlertIntegration integration, ReadOnlyMemory<byte> body) => integration.Kind switch
    {
        AlertKind.Alertmanager => AlertmanagerBody.Read(body, integration.Settings.GroupBy),
        AlertKind.PagerDuty => PagerDutyBody.Read(body, integration.Settings.GroupBy, $"{Guid.NewGuid():N}"),
        _ => GenericBody.Read(body, integration.Settings.Fields, integration.Settings.GroupBy),
    };
}
