using Microsoft.Extensions.DependencyInjection.Extensions;
using OpsPortal.Incidents;
using OpsPortal.OnCall.HandingOver;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.OnCall.Paging.Testing;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging;

internal static class PagingSetup
{
    public static IServiceCollection AddPaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpClient();
        services.AddSingleton(configuration.GetSection("Paging").Get<PagingLimits>() ?? new());
        services.AddSingleton<MakePages>().AddSingleton<SendNotice>().AddSingleton<Escalate>().AddSingleton<EndPages>().AddSingleton<TendEscalations>().AddSingleton<RemindOwners>().AddSingleton<IIncidentListener, PageForIncidents>();
        services.AddSingleton<ClaimPages>().AddSingleton<FinishPages>().AddSingleton<SendPages>().AddSingleton<MessageText>().AddSingleton<PageLinks>();
        services.TryAddSingleton<IPagePoints, NobodyWatchesPages>();
        services.AddSingleton<PlanTestPages>().AddSingleton<TestRoutineQueries>().AddSingleton<TendTestPages>().AddSingleton<IOpenMatters, IncidentMatters>();
        services.AddSingleton<AcknowledgePage>().AddSingleton<AskForHelp>().AddSingleton<SendTestPage>().AddSingleton<PageQueries>().AddSingleton<SavePolicy>().AddSingleton<Heartbeat>().AddSingleton<Readiness>();
        if (Roles.Of(configuration).Worker) services.AddHostedService<PageWatch>();
        return services;
    }
}
