using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Checks.Api;
using OpsPortal.Environments;
using OpsPortal.Executions.Api;
using OpsPortal.Frame;
using OpsPortal.Health;
using OpsPortal.Incidents.Alerts.Api;
using OpsPortal.Incidents.Api;
using OpsPortal.Maintenance.Api;
using OpsPortal.OnCall;
using OpsPortal.Rehearsals;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Importing;
using OpsPortal.Schedules;
using OpsPortal.StatusPage;
using OpsPortal.StatusPage.Showing;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal;

/// <summary>What every request passes, and where it can go.</summary>
internal static class PortalPipeline
{
    public static string RequireConnectionString(this IConfiguration configuration) => configuration.GetConnectionString("OpsPortal")
        ?? throw new InvalidOperationException(
            "There is no database: set ConnectionStrings__OpsPortal, e.g. to 'Host=127.0.0.1;Username=opsportal;Password=…;Database=opsportal', or start with ./portal up.");

    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        // A runbook that is pasted in, or a manifest that is edited, comes in one message.
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = 2 * 1024 * 1024);
        services.AddFrame();
        services.AddProblemDetails();
        services.AddOpenApi("v1");
        services.AddHealth();
        return services.AddHardening();
    }

    public static void UsePipeline(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(Hardening.AddHeaders);
        app.Use(Hardening.LimitBody);
        // The API answers in problem details, pages with a page.
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/api"), api => { api.UseExceptionHandler(); api.UseStatusCodePages(); });
        app.UseWhen(c => !c.Request.Path.StartsWithSegments("/api"), pages =>
        {
            if (!app.Environment.IsDevelopment()) pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        });
        // A status page looks by itself who asks: it has to answer while nobody can be looked up.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true; // else it is added for every request
        app.UseWhen(c => !PublicRoutes.Is(c.Request.Path), a => a.UseAuthentication());
        app.Use((context, next) =>
        {
            Origin.Mark(context);
            var actor = context.User.ToActor();
            Sight.Through(actor);
            Acting.As(actor);
            return next(context);
        });
        // Before the authorization: whoever guesses tokens is slowed down as well.
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapAccess();
        app.MapHealth();
        app.MapAudit();
        app.MapSystems();
        app.MapRunbooks();
        app.MapImporting();
        app.MapEnvironments();
        app.MapExecutions();
        app.MapOnCall();
        app.MapIncidents();
        app.MapAlerts();
        app.MapChecks();
        app.MapStatusPage();
        app.MapMaintenance();
        app.MapSchedules();
        app.MapRehearsals();
        app.MapOpenApi("/openapi/{documentName}.json");
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        // who may frame a page is said once, in the headers of every answer
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
    }
}
