using OpsPortal.Executions;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Components;
using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.Images;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Reviews;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Runbooks;
using OpsPortal.Storage;

namespace OpsPortal.Incidents;

public static class IncidentsSetup
{
    public static IServiceCollection AddIncidents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IncidentActs>().AddSingleton<DeclareIncident>().AddSingleton<MoveIncident>().AddSingleton<ChangeRoles>().AddSingleton<WriteTimeline>();
        services.AddSingleton<IncidentQueries>().AddSingleton<TendClocks>().AddSingleton<IExecutionListener, TellExecutions>();
        services.AddSingleton<ReviewQueries>().AddSingleton<WriteReview>().AddSingleton<KeepActionItems>();
        services.AddSingleton<MonitorIncident>().AddSingleton<TimelineQueries>().AddSingleton<PeopleQueries>().AddSingleton<PresenceBook>().AddSingleton<AttachImage>();
        services.AddSingleton<SuggestRunbooks>().AddSingleton<IIncidentDesk, IncidentDesk>();
        services.AddSingleton<TickGuide>().AddSingleton<WatchIncident>().AddSingleton<SuggestComponents>().AddSingleton<IKnowComponents, FormerComponents>().AddSingleton<IKnowComponents, SystemComponents>().AddSingleton<IRunListener, TellTicks>();
        if (Roles.Of(configuration).Web) services.AddHostedService<PresenceWatch>();
        if (Roles.Of(configuration).Worker) services.AddHostedService<ClockWatch>();
        return services;
    }
}
