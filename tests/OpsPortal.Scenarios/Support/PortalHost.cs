using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsPortal.Audit;
using OpsPortal.Checks;
using OpsPortal.Checks.Api;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Api;
using OpsPortal.Health;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Api;
using OpsPortal.Incidents.Api;
using OpsPortal.Maintenance;
using OpsPortal.Maintenance.Api;
using OpsPortal.OnCall;
using OpsPortal.Runbooks;
using OpsPortal.StatusPage;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;
using OpsPortal.Systems;

namespace OpsPortal.Scenarios.Support;

/// <summary>What a host is made of; hosts that share a runner share what they do to the world.</summary>
public sealed record PortalSetUp
{
    public string Roles { get; init; } = "web,worker";

    /// <summary>People are paged.</summary>
    public bool OnCall { get; init; }
    /// <summary>Pages for people outside; asks for <see cref="OnCall"/>.</summary>
    public bool StatusPage { get; init; }

    /// <summary>Maintenance is planned; needs <see cref="OnCall"/>.</summary>
    public bool Maintenance { get; init; }
    public string Node { get; init; } = "node-a";
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public FakeStepRunner Runner { get; init; } = new();
    public Action<ExecutionLimits> Limits { get; init; } = _ => { };
    public Dictionary<string, string?> Settings { get; init; } = [];
    public Action<IServiceCollection> Services { get; init; } = _ => { };
}

/// <summary>One process of the portal: storage, job engine, executions and their API, on a real database; targets and runbooks are stand-ins.</summary>
public sealed class PortalHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private PortalHost(WebApplication app, FakeStepRunner runner) => (this.app, Runner) = (app, runner);

    public FakeStepRunner Runner { get; }
    public IServiceProvider Services => app.Services;
    public Uri Address => new(app.Urls.Single());

    public static async Task<PortalHost> StartAsync(string connectionString, PortalSetUp? setUp = null)
    {
        setUp ??= new();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Roles"] = setUp.Roles, ["Node"] = setUp.Node }).AddInMemoryCollection(setUp.Settings);
        builder.Services.AddSingleton(setUp.Time).AddSingleton<IStepRunner>(setUp.Runner).AddSingleton<IRunbookSource, FakeRunbooks>().AddSingleton<EnvironmentVault>();
        builder.Services.AddStorage(connectionString, builder.Configuration).AddExecutions(builder.Configuration).AddAudit(builder.Configuration);
        builder.Services.AddSystems().AddIncidents(builder.Configuration).AddAlerts(builder.Configuration);
        builder.Services.AddMemoryCache().AddSingleton<RunbookLibrary>();
        if (setUp.OnCall) builder.Services.AddOnCall(builder.Configuration);
        if (setUp.StatusPage) builder.Services.AddStatusPage(builder.Configuration);
        if (setUp.Maintenance) builder.Services.AddMaintenance(builder.Configuration);
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("header", null);
        builder.Services.AddAuthorization();
        builder.Services.AddHealth();
        setUp.Services(builder.Services);
        var app = builder.Build();
        setUp.Limits(app.Services.GetRequiredService<ExecutionLimits>());
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapExecutions();
        app.MapIncidents();
        app.MapAlerts();
        if (setUp.Maintenance) app.MapMaintenance();
        app.MapAudit();
        app.MapHealth();
        if (app.Services.GetService<CheckQueries>() is not null) app.MapChecks();
        if (setUp.StatusPage) app.MapStatusPage();
        await app.StartAsync();
        return new(app, setUp.Runner);
    }

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public Task<OpsPortalDbContext> DatabaseAsync() => Get<IDbContextFactory<OpsPortalDbContext>>().CreateDbContextAsync();

    /// <param name="role">Whom to sign in as; nobody where it is empty.</param>
    public HttpClient Client(string role)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (role != "") client.DefaultRequestHeaders.Add(HeaderSignIn.Header, role);
        return client;
    }

    public Task StopAsync() => app.StopAsync();

    /// <summary>Waits for hints until the execution is as wanted.</summary>
    public async Task<Execution> UntilAsync(long id, Func<Execution, bool> wanted)
    {
        await using var hints = Get<ILiveBus>().Subscribe(HintKind.Execution, $"{id}");
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var execution = await Get<ExecutionQueries>().GetAsync(id, enough.Token) ?? throw new InvalidOperationException($"There is no execution {id}.");
            if (wanted(execution)) return execution;
            await hints.NextAsync(TimeSpan.FromSeconds(30), enough.Token);
        }
    }

    public Task<Execution> EndOfAsync(long id) => UntilAsync(id, e => e.State.IsTerminal());

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
