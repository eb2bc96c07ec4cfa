using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Grouping;
using OpsPortal.Incidents.Alerts.Receiving;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>Alertmanager sends at least once, twice from a pair, out of order, and not everything: it is one incident all the same.</summary>
public sealed class AlertsBecomeIncidents : IAsyncLifetime
{
    private readonly FakeTime time = new();
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task What_is_sent_again_and_again_is_one_alert_in_one_incident()
    {
        var sender = await AlertSender.AddAsync(portal);
        for (var n = 0; n < 4; n++) await sender.NotifyAsync(AlertSender.Alert("HighErrorRate"));
        Assert.Equal(["HighErrorRate firing ×4 in INC-1"], await sender.AlertsAsync());
        Assert.Equal(["INC-1 detected critical: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());
        Assert.Equal(["1 Declared prod: prod declared critical: HighErrorRate: 7 % of requests fail", "2 Alert prod: HighErrorRate fires: 7 % of requests fail"], await portal.TimelineAsync(1));
    }

    [Fact]
    public async Task A_stale_firing_never_reopens_and_a_newer_beginning_is_a_new_incident()
    {
        var sender = await AlertSender.AddAsync(portal);
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate"));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", "resolved", over: 20));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate"));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", began: 5));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", "resolved", over: 20));
        Assert.Equal(["INC-1 resolved critical: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());
        Assert.Equal(["HighErrorRate fires: 7 % of requests fail", "HighErrorRate is over; none is left"], await sender.ToldAsync(1));

        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", began: 30));
        Assert.Equal(["INC-1 resolved critical: HighErrorRate: 7 % of requests fail", "INC-2 detected critical: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());
        Assert.Equal(["HighErrorRate resolved ×4 in INC-1", "HighErrorRate resolved ×1", "HighErrorRate firing ×1 in INC-2"], await sender.AlertsAsync());
    }

    [Fact]
    public async Task A_pair_of_Alertmanagers_that_tells_two_beginnings_is_one_incident_and_one_end()
    {
        var sender = await AlertSender.AddAsync(portal);
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", began: 10));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", began: 11));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", began: 10));
        Assert.Equal(["INC-1 detected critical: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());
        // The one that tells the end tells the other beginning.
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", "resolved", began: 10, over: 20));
        Assert.Equal(["INC-1 resolved critical: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", "resolved", began: 11, over: 20));
        Assert.Single(await sender.IncidentsAsync());
    }

    [Fact]
    public async Task What_was_left_out_is_not_over()
    {
        var sender = await AlertSender.AddAsync(portal);
        await sender.NotifyAsync([AlertSender.Alert("HighErrorRate", pod: "a"), AlertSender.Alert("HighErrorRate", pod: "b")]);
        await sender.NotifyAsync([AlertSender.Alert("HighErrorRate", "resolved", pod: "a", over: 20)], truncated: 3);
        Assert.Equal(["HighErrorRate resolved ×2 in INC-1", "HighErrorRate firing ×1 in INC-1"], await sender.AlertsAsync());
        await sender.NotifyAsync([AlertSender.Alert("HighErrorRate", "resolved", pod: "b", over: 20)], truncated: 2);
        Assert.Equal(["INC-1 detected critical: HighErrorRate: 7 % of requests fail (and 1 more)"], await sender.IncidentsAsync());
        Assert.Equal("prod left out 2 more alerts, so nobody knows whether all of them are over: this stays open", (await sender.ToldAsync(1))[^1]);
        // All of them told, and nothing is left.
        await sender.NotifyAsync([AlertSender.Alert("HighErrorRate", "resolved", pod: "b", over: 20)]);
        Assert.Equal(["INC-1 resolved critical: HighErrorRate: 7 % of requests fail (and 1 more)"], await sender.IncidentsAsync());
    }

    [Fact]
    public async Task A_worse_alert_raises_the_severity_and_nothing_lowers_it()
    {
        await portal.KnowPeopleAsync();
        var sender = await AlertSender.AddAsync(portal);
        await sender.NotifyAsync(AlertSender.Alert("SlowRequests", severity: "warning"));
        await sender.NotifyAsync(AlertSender.Alert("QueueGrows", severity: "info"));
        Assert.Equal(["INC-1 detected warning: SlowRequests: 7 % of requests fail"], await sender.IncidentsAsync());
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", severity: "critical"));
        Assert.Equal(["INC-1 detected critical: SlowRequests: 7 % of requests fail"], await sender.IncidentsAsync());
        Assert.Equal("5 Severity prod: HighErrorRate is critical: the severity rises from warning to critical", (await portal.TimelineAsync(1)).Last());
        // What a person decided having seen an alert as bad as that stays, whatever comes again.
        Assert.True((await portal.Get<MoveIncident>().ChangeSeverityAsync(People.Ann, 1, "info", "nobody notices", default)).Succeeded);
        await sender.NotifyAsync(AlertSender.Alert("PodDown", severity: "critical"));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", "resolved", over: 20));
        Assert.Equal(["INC-1 detected info: SlowRequests: 7 % of requests fail"], await sender.IncidentsAsync());
    }

    [Fact]
    public async Task A_storm_is_one_incident_and_one_sentence()
    {
        var sender = await AlertSender.AddAsync(portal);
        await sender.NotifyAsync([.. Enumerable.Range(0, 500).Select(n => AlertSender.Alert(n < 480 ? "PodDown" : "HighErrorRate", pod: $"cart-{n}"))]);
        Assert.Equal(["INC-1 detected critical: PodDown: 7 % of requests fail (and 499 more)"], await sender.IncidentsAsync());
        Assert.Equal(["500 alerts fire: PodDown (480), HighErrorRate (20)"], await sender.ToldAsync(1));
        await sender.NotifyAsync([.. Enumerable.Range(0, 500).Select(n => AlertSender.Alert(n < 480 ? "PodDown" : "HighErrorRate", pod: $"cart-{n}"))]);
        Assert.Single(await sender.ToldAsync(1));
    }

    [Fact]
    public async Task Twenty_senders_at_once_lose_nothing_and_double_nothing()
    {
        var sender = await AlertSender.AddAsync(portal);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => sender.NotifyAsync([.. Enumerable.Range(0, 50).Select(pod => AlertSender.Alert("PodDown", pod: $"cart-{(n * 25) + pod}"))])));
        await using var db = await portal.DatabaseAsync();
        Assert.Equal((525, 1000), (await db.Alerts.CountAsync(), await db.Alerts.SumAsync(a => a.Count)));
        Assert.Single(await sender.IncidentsAsync());
        Assert.Equal(525, await db.Alerts.CountAsync(a => a.Incident == 1 && a.Told == AlertState.Firing));
    }

    [Fact]
    public async Task What_a_process_stored_before_it_died_another_one_looks_at()
    {
        var sender = await AlertSender.AddAsync(portal);
        await using var db = await portal.DatabaseAsync();
        var integration = await db.AlertIntegrations.SingleAsync();
        // Stored, and nobody was told.
        await portal.Get<StoreAlerts>().InvokeAsync([new(integration.Id, new([new("a", AlertState.Firing, time.GetUtcNow(), null, "PodDown") { GroupKey = "g" }]))], default);
        Assert.Empty(await sender.IncidentsAsync());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.Get<GroupAlerts>().InvokeAsync(default)));
        Assert.Equal(["INC-1 detected warning: PodDown"], await sender.IncidentsAsync());
    }

    [Fact]
    public async Task It_resolves_after_a_while_unless_something_fires_again()
    {
        var sender = await AlertSender.AddAsync(portal, form: new() { AutoResolveAfter = "PT5M" });
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate"));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", "resolved", over: 20));
        time.Advance(TimeSpan.FromMinutes(4));
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", began: 30));
        time.Advance(TimeSpan.FromMinutes(4));
        await sender.LookAsync();
        Assert.Equal(["INC-1 detected critical: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", "resolved", began: 30, over: 40));
        time.Advance(TimeSpan.FromMinutes(5));
        await sender.LookAsync();
        Assert.Equal(["INC-1 resolved critical: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());
        Assert.Equal("All alerts are over; resolved by itself, as prod is set up", (await portal.TimelineAsync(1)).Last().Split(": ", 2)[1]);
    }

    [Fact]
    public async Task Where_people_resolve_it_stays_open_and_what_is_mild_declares_nothing()
    {
        var sender = await AlertSender.AddAsync(portal, form: new() { AutoResolveAfter = "never", DeclareFrom = "warning", LowUrgency = ["warning"] });
        await sender.NotifyAsync(AlertSender.Alert("DiskFills", severity: "info"));
        Assert.Empty(await sender.IncidentsAsync());
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", severity: "warning"));
        await sender.NotifyAsync([AlertSender.Alert("HighErrorRate", "resolved", over: 20), AlertSender.Alert("DiskFills", "resolved", severity: "info", over: 20)]);
        Assert.Equal(["INC-1 detected warning: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());
        Assert.Equal(["HighErrorRate fires: 7 % of requests fail. 1 milder one fires as well", "2 alerts are over: DiskFills, HighErrorRate; none is left"], await sender.ToldAsync(1));
        var entry = (await portal.Get<IncidentQueries>().TimelineAsync(1, 1, null, default))![0];
        Assert.Equal(("low", "2"), (entry.Detail["urgency"], entry.Detail["firing"]));
    }

    [Fact]
    public async Task It_comes_with_system_severity_runbook_and_values()
    {
        Assert.True((await portal.Get<ChangeFact>().AddAsync(People.Root, "shop", FactKind.Severity, new Dictionary<string, string?> { ["name"] = "P1" }, default)).Succeeded);
        Assert.True((await portal.Get<ChangeFact>().AddAsync(People.Root, "shop", FactKind.Severity, new Dictionary<string, string?> { ["name"] = "P2" }, default)).Succeeded);
        await using (var db = await portal.DatabaseAsync())
        {
            db.Systems.Add(new() { Id = Guid.NewGuid(), Slug = "other", Name = "Other" });
            await db.SaveChangesAsync();
        }
        var sender = await AlertSender.AddAsync(portal, form: new() { System = "other", Environment = "sandbox" });
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate", annotations: new { summary = "it fails", runbook_url = "https://portal.example.com/runbooks/shop#incidents.high-error-rate" }));
        var incident = (await portal.Get<IncidentQueries>().FindAsync(1, default))!;
        Assert.Equal(("shop", "P1", "shop", "incidents.high-error-rate", "sandbox"), (incident.Incident.System, incident.Incident.Severity, incident.Incident.Runbook, incident.Incident.RunbookPlace, incident.Environment));
        Assert.Equal(("cart-0", "shop"), (incident.Incident.Parameters["pod"], incident.Incident.Parameters["namespace"]));
    }

    [Fact]
    public async Task What_nobody_can_place_waits_until_somebody_says_where()
    {
        await using (var db = await portal.DatabaseAsync())
        {
            db.Systems.Add(new() { Id = Guid.NewGuid(), Slug = "other", Name = "Other" });
            await db.SaveChangesAsync();
        }
        var sender = await AlertSender.AddAsync(portal, form: new() { System = "" });
        // Whoever sends no hint of its system at all.
        await sender.NotifyAsync([new { status = "firing", labels = new { alertname = "Strange" }, startsAt = AlertSender.At(10) }]);
        Assert.Empty(await sender.IncidentsAsync());
        Assert.StartsWith("Nobody knows to which system Strange belongs.", (await portal.Get<AlertQueries>().IntegrationsAsync(People.Root, default)).Value![0].Integration.LastError);
        Assert.True((await portal.Get<SaveIntegration>().ChangeAsync(People.Root, "prod", new() { System = "other" }, default)).Succeeded);
        await sender.LookAsync();
        Assert.Equal(["INC-1 detected warning: Strange"], await sender.IncidentsAsync());
    }

    [Fact]
    public async Task Whoever_may_not_see_the_system_sees_no_alert_of_it()
    {
        var sender = await AlertSender.AddAsync(portal);
        await sender.NotifyAsync(AlertSender.Alert("HighErrorRate"));
        await SilenceShopAsync();
        await sender.NotifyAsync([AlertSender.Alert("PodDown", pod: "cart-1")], group: "quiet");
        foreach (var (system, seen) in new[] { ("shop", 2), ("other", 0) })
        {
            Sight.Through(new Actor(Guid.NewGuid(), "Eve", new Standing(new([new Grant(Permission.See, System: system)]))));
            Assert.Equal(seen, (await portal.Get<AlertQueries>().ListAsync(new(), default)).Count);
            Assert.Equal(seen / 2, (await portal.Get<AlertQueries>().SilencesAsync(true, time.GetUtcNow(), default)).Count);
        }
        Sight.Through(null);
    }

    private async Task SilenceShopAsync() =>
        Assert.True((await portal.Get<SilenceAlert>().InvokeAsync(People.Ann, new("prod", [new("alertname", "PodDown")], time.GetUtcNow().AddHours(1), "x"), default)).Succeeded);

    [Fact]
    public async Task Labels_can_group_instead_of_the_sender()
    {
        var sender = await AlertSender.AddAsync(portal, form: new() { GroupBy = ["namespace"] });
        await sender.NotifyAsync([AlertSender.Alert("HighErrorRate")], group: "one");
        await sender.NotifyAsync([AlertSender.Alert("PodDown", pod: "cart-1")], group: "two");
        Assert.Single(await sender.IncidentsAsync());
        Assert.Equal("PodDown fires: 7 % of requests fail", (await sender.ToldAsync(1))[^1]);
    }
}
