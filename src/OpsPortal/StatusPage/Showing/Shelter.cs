using Npgsql;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Showing;

/// <summary>
/// A portal that starts while its database is away has nothing to say but its status pages, as they were last known: it says these,
/// at its own addresses, until the database answers. Only then does the portal itself start.
/// </summary>
internal static class Shelter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>False where the process was told to end meanwhile.</returns>
    public static async Task<bool> ShelterAsync(this WebApplication portal)
    {
        var (services, configuration) = (portal.Services, portal.Configuration);
        if (!Roles.Of(configuration).Web) return true;
        var source = services.GetRequiredService<NpgsqlDataSource>();
        if (await AnswersAsync(source, CancellationToken.None) || !services.GetRequiredService<Board>().Recall()) return true;
        await using var shelter = Build(portal);
        await shelter.StartAsync();
        portal.Logger.LogWarning("The database does not answer; the status pages are shown as they were last known until it does");
        // Its host listens to signals; the portal's own does not before it runs.
        var (end, time) = (shelter.Lifetime.ApplicationStopping, services.GetRequiredService<TimeProvider>());
        try
        {
            do await Task.Delay(Pause, time, end);
            while (!await AnswersAsync(source, end));
            return true;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await shelter.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>The same address, the same headers, the same pages; everything else waits.</summary>
    private static WebApplication Build(WebApplication portal)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddConfiguration(portal.Configuration);
        if (portal.Configuration["urls"] is { } urls) builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(Hardening.Limit);
        foreach (var type in new[] { typeof(Board), typeof(Languages), typeof(RenderPages), typeof(StatusSettings) }) builder.Services.AddSingleton(type, portal.Services.GetRequiredService(type));
        var app = builder.Build();
        app.Use(Hardening.AddHeaders);
        app.MapPublicStatus();
        app.MapGet("/healthz", () => Results.Text("alive"));
        app.MapFallback(() => Results.Problem("The portal waits for its database. Its status pages are at /status.", statusCode: 503, title: "Not now"));
        return app;
    }

    private static async Task<bool> AnswersAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            return true;
        }
        catch (PostgresException e) when (!DatabaseTrouble.Passes(e))
        {
            // It answers; what it has against us is the portal's own matter.
            return true;
        }
        catch (Exception e) when (DatabaseTrouble.Passes(e))
        {
            return false;
        }
    }
}
