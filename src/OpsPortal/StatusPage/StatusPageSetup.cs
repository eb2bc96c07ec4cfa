using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using OpsPortal.Incidents;
using OpsPortal.Incidents.StatusUpdates;
using OpsPortal.Maintenance;
using OpsPortal.StatusPage.Managing;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.StatusPage.Sources;
using OpsPortal.StatusPage.Subscribing;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage;

/// <summary>Status pages: what people outside read.</summary>
public static class StatusPageSetup
{
    public static IServiceCollection AddStatusPage(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = StatusSettings.Of(configuration);
        services.AddSingleton(settings).AddSingleton<Languages>().AddSingleton<ReadPages>().AddSingleton<KeptPages>().AddSingleton<RenderPages>().AddSingleton<Board>();
        services.AddSingleton<IStatusSource, IncidentSource>().AddSingleton<IStatusSource, CheckSource>().AddSingleton<IStatusSource, MaintenanceSource>().AddSingleton<IMaintenanceListener, FollowMaintenance>().AddSingleton<ProposeStatus>().AddSingleton<TendStatus>().AddSingleton<DecideProposal>();
        services.AddSingleton<TellPages>().AddSingleton<IIncidentListener>(s => s.GetRequiredService<TellPages>()).AddSingleton<IStatusAudience>(s => s.GetRequiredService<TellPages>());
        services.AddSingleton<WritePost>().AddSingleton<PublishUpdate>().AddSingleton<SavePage>().AddSingleton<SaveComponents>().AddSingleton<StatusQueries>();
        services.AddSingleton<SubscriberVault>().AddSingleton<QueueMessages>().AddSingleton<SendMessages>().AddSingleton<Subscribe>();
        var roles = Roles.Of(configuration);
        if (roles.Web) services.AddHostedService(s => s.GetRequiredService<Board>());
        if (roles.Worker) services.AddHostedService<StatusWatch>();
        services.Configure<RateLimiterOptions>(o => o.AddPolicy(SubscribeRoutes.Limit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = settings.SubscribePerMinute, Window = TimeSpan.FromMinutes(1) })));
        return services;
    }

    public static void MapStatusPage(this IEndpointRouteBuilder app)
    {
        app.MapPublicStatus();
        app.MapSubscriptions();
        app.MapStatusPages();
    }
}
