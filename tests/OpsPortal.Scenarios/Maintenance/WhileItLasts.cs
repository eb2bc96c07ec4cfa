using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Maintenance;
using OpsPortal.Maintenance.Working;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Maintenance;

/// <summary>Alerts of exactly its scope are quiet, other changes wait, and at the end nothing was forgotten.</summary>
public sealed class WhileItLasts : IAsyncLifetime
{
    private readonly FakeTime time = new();
    private readonly FakeChannels channels = new();
    private readonly Heard heard = new();
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await MaintenancePlans.MaintainedAsync(time, channels, s => s.AddSingleton<IMaintenanceListener>(heard));

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Its_alerts_call_nobody_others_do_and_what_still_fires_is_heard_at_the_end()
    {
        var sender = await AlertSender.AddAsync(portal, form: new() { Environment = "sandbox" });
        var number = await portal.BegunAsync(time, time.Form());
        await portal.TendAsync();
        channels.Take();
        await sender.NotifyAsync(AlertSender.Alert("PodDown"));
        await sender.NotifyAsync([AlertSender.Alert("Flapping")], group: "flap");
        await sender.NotifyAsync([AlertSender.Alert("Flapping", "resolved", over: 20)], group: "flap");
        Assert.Empty(await sender.IncidentsAsync());
        await portal.TendAsync();
        Assert.Empty(channels.Take());

        Assert.True((await portal.SignAsync(number, 1)).Succeeded);
        Assert.True((await portal.Get<RunMaintenance>().CompleteAsync(People.Ann, number, null, default)).Succeeded);
        await sender.LookAsync();
        Assert.Equal(["INC-1 detected critical: PodDown: 7 % of requests fail"], await sender.IncidentsAsync());
        await portal.TendAsync();
        Assert.Contains(channels.Take(), s => s.StartsWith("Ann push: critical INC-1", StringComparison.Ordinal));
        Assert.Equal([("alert", true), ("alert", false)], (await portal.PlanAsync(number)).HeldBack.Select(h => (h.Kind, h.Open)));
    }

    [Fact]
    public async Task Alerts_of_other_components_and_other_environments_are_heard()
    {
        var elsewhere = await AlertSender.AddAsync(portal, form: new() { Name = "elsewhere", Environment = "empty" });
        var here = await AlertSender.AddAsync(portal, form: new() { Name = "here", Environment = "sandbox" });
        await portal.BegunAsync(time, time.Form() with { Components = ["api"] });
        await elsewhere.NotifyAsync(AlertSender.Alert("PodDown"));
        Assert.Single(await elsewhere.IncidentsAsync());
        await here.NotifyAsync([AlertSender.Alert("PodDown")], group: "another");
        Assert.Equal(2, (await here.IncidentsAsync()).Count);
    }

    [Fact]
    public async Task Its_Alertmanager_is_told_and_told_again_at_the_end()
    {
        await using var alertmanager = await FakeAlertmanager.StartAsync();
        await AlertSender.AddAsync(portal, form: new() { Environment = "sandbox", AlertmanagerUrl = alertmanager.Url });
        var number = await portal.BegunAsync(time, time.Form());
        await portal.Get<TendSilences>().InvokeAsync(default);
        Assert.Equal(4, alertmanager.Silences.Count);
        Assert.Contains(alertmanager.Silences, s => s["matchers"]!.ToJsonString().Contains("""{"name":"system","value":"shop","isRegex":false""", StringComparison.Ordinal));
        Assert.True((await portal.Get<RunMaintenance>().ExtendAsync(People.Ann, number, 15, default)).Succeeded);
        await portal.Get<TendSilences>().InvokeAsync(default);
        Assert.Equal(8, alertmanager.Silences.Count);
        Assert.All(alertmanager.Silences.Skip(4), s => Assert.Equal("2026-03-08T06:57:00.000Z", (string?)s["endsAt"]));
    }

    [Fact]
    public async Task Pages_that_ran_are_stopped_and_whoever_is_still_needed_is_paged_at_the_end()
    {
        var sender = await AlertSender.AddAsync(portal, form: new() { Environment = "sandbox" });
        await sender.NotifyAsync(AlertSender.Alert("PodDown"));
        await portal.TendAsync();
        Assert.Single(channels.Take());
        var number = await portal.ScheduleAsync(time.Form() with { StartsAt = time.GetUtcNow().AddSeconds(10) });
        Assert.True((await portal.Get<RunMaintenance>().StartAsync(People.Ann, number, default)).Succeeded);
        time.Advance(TimeSpan.FromMinutes(30));
        await portal.TendAsync();
        Assert.DoesNotContain(channels.Take(), s => s.Contains("INC-1", StringComparison.Ordinal));
        Assert.True((await portal.SignAsync(number, 1)).Succeeded);
        Assert.True((await portal.Get<RunMaintenance>().CompleteAsync(People.Ann, number, null, default)).Succeeded);
        await portal.TendAsync();
        Assert.Contains(channels.Take(), s => s.StartsWith("Ann push: critical INC-1", StringComparison.Ordinal));
        Assert.Contains(("incident", true), (await portal.PlanAsync(number)).HeldBack.Select(h => (h.Kind, h.Open)));
    }

    [Fact]
    public async Task Other_changes_wait_its_own_steps_and_reads_do_not()
    {
        var number = await portal.BegunAsync(time, time.Form(MaintenancePlans.Phase("During", new OpsPortal.Maintenance.Planning.ItemForm("Scale", "shop", "scale"))) with { Freeze = FreezeReach.Environment });
        Assert.Contains($"MNT-{number} Move the database is under way", (await portal.AskAsync("scale")).Problem?.Detail);
        Assert.True((await portal.AskAsync("pods")).Succeeded);
        Assert.True((await portal.AskAsync("scale", breakGlass: "production is down")).Succeeded);
        var request = new OpsPortal.Executions.ExecutionRequest("shop", "scale", "sandbox", new Dictionary<string, string>(), $"{Guid.NewGuid()}") { Maintenance = number, MaintenanceItem = 1 };
        var look = MaintenancePlans.Must(await portal.Get<OpsPortal.Executions.Plans.PreviewStep>().InvokeAsync(People.Ann, request, default));
        Assert.True((await portal.ConfirmAsync(request, look)).Succeeded);
    }

    [Fact]
    public async Task Listeners_hear_its_whole_life_and_checks_can_ask()
    {
        var number = await portal.ScheduleAsync(time.Form());
        var queries = portal.Get<MaintenanceQueries>();
        time.Advance(TimeSpan.FromMinutes(30));
        await portal.TendAsync();
        Assert.Null(await queries.CoversAsync("shop", PortalDatabase.EnvironmentId, "api", time.GetUtcNow(), default));
        time.Advance(TimeSpan.FromMinutes(30));
        await portal.TendAsync();
        MaintenancePlans.Must(await portal.Get<RunMaintenance>().StartAsync(People.Ann, number, default));
        Assert.Equal(number, (await queries.CoversAsync("shop", PortalDatabase.EnvironmentId, "api", time.GetUtcNow(), default))?.Number);
        time.Advance(TimeSpan.FromHours(2));
        await portal.TendAsync();
        MaintenancePlans.Must(await portal.Get<RunMaintenance>().ExtendAsync(People.Ann, number, 15, default));
        MaintenancePlans.Must(await portal.SignAsync(number, 1));
        MaintenancePlans.Must(await portal.Get<RunMaintenance>().CompleteAsync(People.Ann, number, null, default));
        Assert.Equal(["Announced", "Due", "Started", "Overran", "Extended", "Completed"], heard.News);
        Assert.Null(await queries.CoversAsync("shop", PortalDatabase.EnvironmentId, "api", time.GetUtcNow(), default));
        Assert.Equal([number], (await queries.PublishedAsync(time.GetUtcNow().AddDays(-1), default)).Select(s => s.Plan.Number));
    }

    /// <summary>As a status page will.</summary>
    private sealed class Heard : IMaintenanceListener
    {
        public List<string> News { get; } = [];

        public Task HearAsync(MaintenanceWork work, MaintenanceNews news, CancellationToken cancellation)
        {
            News.Add(news.GetType().Name);
            return Task.CompletedTask;
        }
    }
}
