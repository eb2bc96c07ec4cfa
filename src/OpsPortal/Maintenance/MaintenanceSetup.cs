using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Frame;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Series;
using OpsPortal.Maintenance.Telling;
using OpsPortal.Maintenance.Windows;
using OpsPortal.Maintenance.Working;
using OpsPortal.OnCall.HandingOver;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.Storage;
using IQuietTime = OpsPortal.Checks.IQuietTime;

namespace OpsPortal.Maintenance;

public static class MaintenanceSetup
{
    /// <summary>Needs executions, incidents with their alerts, and on-call.</summary>
    public static IServiceCollection AddMaintenance(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<MaintenanceActs>().AddSingleton<CheckForm>().AddSingleton<PlanMaintenance>().AddSingleton<ScheduleMaintenance>().AddSingleton<RunMaintenance>();
        services.AddSingleton<SignItem>().AddSingleton<DecideGate>().AddSingleton<MaintenanceQueries>().AddSingleton<TemplateQueries>().AddSingleton<PlanSeries>().AddSingleton<TendMaintenance>();
        services.AddSingleton<IMaintenanceListener, QuietScope>().AddSingleton<IMaintenanceListener, TellPeople>();
        services.AddSingleton<IExecutionListener, ListenToSteps>().AddSingleton<IHoldPages, HoldPages>().AddSingleton<IChangeWindow, FrozenMeanwhile>().AddSingleton<IQuietTime, QuietChecks>();
        services.AddSingleton<IPaletteSource, MaintenancePalette>().AddSingleton<IOpenMatters, RunningMatters>();
        if (Roles.Of(configuration).Worker) services.AddHostedService<MaintenanceWatch>();
        return services;
    }
}
