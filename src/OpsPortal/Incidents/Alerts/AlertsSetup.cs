using OpsPortal.Incidents.Alerts.Diagnostics;
using OpsPortal.Incidents.Alerts.Grouping;
using OpsPortal.Incidents.Alerts.Receiving;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Incidents.Alerts;

public static class AlertsSetup
{
    /// <summary>Needs incidents, executions and runbooks.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Alerts").Get<AlertLimits>() ?? new());
        services.AddSingleton<AlertBell>().AddSingleton<StoreAlerts>().AddSingleton<AlertIntake>().AddHostedService(s => s.GetRequiredService<AlertIntake>()).AddSingleton<Receiver>();
        services.AddSingleton<PlaceAlert>().AddSingleton<RaiseSeverity>().AddSingleton<GroupIncident>().AddSingleton<GroupAlerts>().AddHostedService<AlertWatch>();
        services.AddSingleton<AlertmanagerSilences>().AddSingleton<TendSilences>().AddSingleton<SilenceAlert>();
        services.AddSingleton<SaveIntegration>().AddSingleton<TestIntegration>().AddSingleton<AlertQueries>().AddSingleton<AllowDiagnostics>().AddSingleton<DiagnosticQueries>();
        services.AddJob<ForgetAlerts>(ForgetAlerts.Job);
        if (Roles.Of(configuration).Worker) services.AddHostedService<ForgetAlertsDaily>();
        return services.AddJob<RunAlertDiagnostics>(RunAlertDiagnostics.Name);
    }
}
