using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OpsPortal.Health;

public static class HealthEndpoints
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<MetricsText>();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database").AddCheck<BusCheck>("bus").AddCheck<JobEngineCheck>("jobEngine");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/readyz", new() { ResponseWriter = WriteAsync }).AllowAnonymous();
        // Counts and times only, no names; still not for everybody.
        app.MapGet("/metrics", (MetricsText metrics) => Results.Text(metrics.Render(), "text/plain; version=0.0.4")).ExcludeFromDescription();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        Status = Word(report.Status),
        Parts = report.Entries.ToDictionary(e => e.Key, e => new { Status = Word(e.Value.Status), e.Value.Description }),
    });

    private static string Word(HealthStatus status) => status switch { HealthStatus.Healthy => "ready", HealthStatus.Degraded => "degraded", _ => "unavailable" };
}
