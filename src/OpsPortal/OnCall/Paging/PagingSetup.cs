using OpsPortal.Incidents;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.OnCall.Paging.Sending;
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
        services.AddSingleton<AcknowledgePage>().AddSingleton<SendTestPage>().AddSingleton<PageQueries>().AddSingleton<SavePolicy>().AddSingleton<Heartbeat>().AddSingleton<Readiness>();
        if (Roles.Of(configuration).Worker) services.AddHostedService<PageWatch>();
        return services;
    }
}
