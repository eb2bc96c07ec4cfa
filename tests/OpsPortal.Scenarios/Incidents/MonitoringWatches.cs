using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>"Monitor for 15 minutes" means fifteen minutes in which nothing failed.</summary>
public sealed class MonitoringWatches : IWatchedChecks
{
    private readonly FakeTime time = new();
    private readonly List<WatchedCheck> checks = [];

    public Task<IReadOnlyList<WatchedCheck>> OfAsync(Guid system, Guid? environment, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<WatchedCheck>>([.. checks]);

    [Fact]
    public async Task A_check_that_fails_lets_it_begin_anew()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        checks.Add(new("p95", CheckHealth.Passing, time.GetUtcNow(), "/checks/p95"));
        Assert.True((await portal.Get<MonitorIncident>().InvokeAsync(People.Ann, number, 15, default)).Succeeded);
        time.Advance(TimeSpan.FromMinutes(10));
        checks[0] = checks[0] with { Health = CheckHealth.Failing, Since = time.GetUtcNow() };
        time.Advance(TimeSpan.FromSeconds(5));
        // Nobody is told twice of one failure.
        for (var n = 0; n < 3; n++) await portal.Get<TendClocks>().InvokeAsync(default);
        time.Advance(TimeSpan.FromMinutes(15));
        await portal.Get<TendClocks>().InvokeAsync(default);
        checks[0] = checks[0] with { Health = CheckHealth.Passing, Since = time.GetUtcNow() };
        time.Advance(TimeSpan.FromMinutes(15));
        for (var n = 0; n < 2; n++) await portal.Get<TendClocks>().InvokeAsync(default);
        Assert.Equal(
        [
            "Ann monitors it for 15 min: watching 1 check",
            "p95 fails: the 15 min of monitoring begin anew.",
            "15 min of monitoring are over, but p95 fails still: they begin anew.",
            "15 min of monitoring are over. Nothing failed. It can be resolved.",
        ], await ToldAsync(portal, number));
    }

    [Fact]
    public async Task An_alert_that_fires_again_lets_it_begin_anew()
    {
        await using var portal = await PortalAsync();
        var sender = await AlertSender.AddAsync(portal, form: new() { AutoResolveAfter = "never" });
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate"));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", "resolved", over: 20));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await portal.Get<MonitorIncident>().InvokeAsync(People.Ann, 1, 15, default)).Succeeded);
        time.Advance(TimeSpan.FromMinutes(5));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", began: 30));
        await portal.Get<TendClocks>().InvokeAsync(default);
        Assert.Equal(["Ann monitors it for 15 min: watching for its alerts to fire again", "HighErrorRate fires: the 15 min of monitoring begin anew."], await ToldAsync(portal, 1));
        Assert.Equal(CheckHealth.Failing, (await portal.Get<WatchIncident>().OfAsync((await portal.Get<OpsPortal.Incidents.IncidentQueries>().FindAsync(1, default))!.Incident, default))[0].Health);
    }

    [Fact]
    public async Task Without_anything_to_watch_it_says_that_it_only_counts()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        Assert.True((await portal.Get<MonitorIncident>().InvokeAsync(People.Ann, number, 15, default)).Succeeded);
        time.Advance(TimeSpan.FromMinutes(15));
        await portal.Get<TendClocks>().InvokeAsync(default);
        Assert.Equal(
        [
            "Ann monitors it for 15 min: no alert and no check is known, so it only counts the time",
            "15 min of monitoring are over. Only the time was counted: no alert and no check is known. If it held, it can be resolved.",
        ], await ToldAsync(portal, number));
    }

    private async Task<PortalHost> PortalAsync()
    {
        var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web", Services = services => services.AddSingleton<IWatchedChecks>(this) });
        await portal.KnowPeopleAsync();
        return portal;
    }

    private static async Task<IEnumerable<string>> ToldAsync(PortalHost portal, long number) =>
        (await portal.Get<OpsPortal.Incidents.IncidentQueries>().TimelineAsync(number, 0, [TimelineKind.Clock], default))!.Select(e => e.Text);
}
