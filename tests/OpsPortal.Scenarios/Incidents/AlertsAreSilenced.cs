using OpsPortal.Incidents.Alerts;
using OpsPortal.Incidents.Alerts.Grouping;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>What is silenced is kept and wakes nobody, for as long as somebody said and no longer.</summary>
public sealed class AlertsAreSilenced : IAsyncLifetime
{
    private readonly FakeTime time = new();
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Until_it_runs_out_and_then_what_still_fires_is_heard()
    {
        var sender = await AlertSender.AddAsync(portal);
        await SilenceAsync(new("namespace", "shop"), new("alertname", "Pod.*", IsRegex: true));
        await sender.NotifyAsync(AlertSender.Alert("PodDown"));
        Assert.Empty(await sender.IncidentsAsync());
        Assert.Equal(["PodDown firing ×1 silenced"], await sender.AlertsAsync());
        // What the matchers do not mean is heard.
        await sender.NotifyAsync([AlertSender.Alert("HighErrorRate")], group: "other");
        Assert.Equal(["INC-1 detected critical: HighErrorRate: 7 % of requests fail"], await sender.IncidentsAsync());

        time.Advance(TimeSpan.FromMinutes(59));
        await portal.Get<TendSilences>().InvokeAsync(default);
        await sender.LookAsync();
        Assert.Single(await sender.IncidentsAsync());
        time.Advance(TimeSpan.FromMinutes(1));
        await portal.Get<TendSilences>().InvokeAsync(default);
        await sender.LookAsync();
        Assert.Equal("INC-2 detected critical: PodDown: 7 % of requests fail", (await sender.IncidentsAsync())[1]);
    }

    [Fact]
    public async Task What_ended_while_it_was_quiet_is_never_heard()
    {
        var sender = await AlertSender.AddAsync(portal);
        await SilenceAsync(new LabelMatcher("alertname", "PodDown"));
        await sender.NotifyAsync(AlertSender.Alert("PodDown"));
        await sender.NotifyAsync(AlertSender.Alert("PodDown", "resolved", over: 20));
        time.Advance(TimeSpan.FromHours(2));
        await portal.Get<TendSilences>().InvokeAsync(default);
        await sender.LookAsync();
        Assert.Empty(await sender.IncidentsAsync());
    }

    [Fact]
    public async Task Somebody_ends_it_early()
    {
        var sender = await AlertSender.AddAsync(portal);
        var silence = await SilenceAsync(new LabelMatcher("severity", "warning", IsEqual: false), new LabelMatcher("alertname", "PodDown"));
        await sender.NotifyAsync(AlertSender.Alert("PodDown"));
        Assert.Empty(await sender.IncidentsAsync());
        var ended = await portal.Get<SilenceAlert>().EndAsync(People.Bob, silence.Id, default);
        Assert.Equal("Bob", ended.Value?.EndedBy);
        await sender.LookAsync();
        Assert.Single(await sender.IncidentsAsync());
        Assert.Equal("This silence is over already.", (await portal.Get<SilenceAlert>().EndAsync(People.Bob, silence.Id, default)).Problem?.Detail);
        Assert.Empty(await portal.Get<AlertQueries>().SilencesAsync(true, time.GetUtcNow(), default));
        Assert.Single(await portal.Get<AlertQueries>().SilencesAsync(false, time.GetUtcNow(), default));
    }

    [Fact]
    public async Task A_silence_says_which_alerts_why_and_until_when()
    {
        await AlertSender.AddAsync(portal);
        var hour = time.GetUtcNow().AddHours(1);
        foreach (var (form, wrong) in new (SilenceForm, string)[]
        {
            (new("prod", [], hour, "x"), "Say which alerts: 1 to 20 matchers"),
            (new("prod", [new("alertname", "X")], hour, " "), "Say why"),
            (new("prod", [new("alertname", "X")], time.GetUtcNow(), "x"), "Say until when"),
            (new("prod", [new("alertname", "X")], time.GetUtcNow().AddDays(91), "x"), "Say until when"),
            (new("prod", [new("alertname", "(", IsRegex: true)], hour, "x"), "The expression for alertname cannot be read"),
            (new("prod", [new("alertname", @"(a)\1", IsRegex: true)], hour, "x"), "The expression for alertname cannot be read"),
            (new("prod", [new("alertname", "X", IsEqual: false)], hour, "x"), "These matchers hold for an alert without any label"),
            (new("nowhere", [new("alertname", "X")], hour, "x"), "There is no integration nowhere."),
        })
            Assert.StartsWith(wrong, (await portal.Get<SilenceAlert>().InvokeAsync(People.Ann, form, default)).Problem?.Detail);
    }

    [Fact]
    public async Task An_Alertmanager_that_is_down_is_told_later()
    {
        await using var alertmanager = await FakeAlertmanager.StartAsync();
        alertmanager.Down = true;
        await AlertSender.AddAsync(portal, form: new() { AlertmanagerUrl = alertmanager.Url });
        var silence = await SilenceAsync(new LabelMatcher("alertname", "PodDown"));
        Assert.Null(silence.RemoteId);
        Assert.Contains("could not be told: it answered 500", silence.RemoteProblem);
        alertmanager.Down = false;
        await portal.Get<TendSilences>().InvokeAsync(default);
        Assert.Empty(alertmanager.Silences);
        await using var hints = portal.Get<ILiveBus>().Subscribe(HintKind.Status, GroupAlerts.Topic);
        // The portal's own rounds may be the ones that tell it.
        time.Advance(TimeSpan.FromSeconds(30));
        await portal.Get<TendSilences>().InvokeAsync(default);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        AlertSilence known;
        while ((known = (await portal.Get<AlertQueries>().SilencesAsync(true, time.GetUtcNow(), default))[0].Silence).RemoteId is null) await hints.NextAsync(TimeSpan.FromSeconds(30), enough.Token);
        var there = Assert.Single(alertmanager.Silences);
        Assert.Equal("""[{"name":"alertname","value":"PodDown","isRegex":false,"isEqual":true}]""", there["matchers"]!.ToJsonString());
        Assert.Equal(("2026-03-08T03:12:00.000Z", "2026-03-08T04:12:00.000Z", "Ann"), ((string?)there["startsAt"], (string?)there["endsAt"], (string?)there["createdBy"]));
        Assert.Equal(("remote-1", null, false), (known.RemoteId, known.RemoteProblem, known.RemotePending));
    }

    [Fact]
    public async Task An_address_inside_the_cloud_is_not_asked()
    {
        foreach (var (url, wrong) in new[] { ("http://169.254.169.254/", "metadata"), ("ftp://am", "http://"), ("http://user:secret@am:9093", "Leave user and password out") })
            Assert.Contains(wrong, (await portal.Get<SaveIntegration>().AddAsync(People.Root, new("prod", "alertmanager", "shop", AlertmanagerUrl: url), default)).Problem?.Detail);
    }

    private async Task<AlertSilence> SilenceAsync(params LabelMatcher[] matchers)
    {
        var made = await portal.Get<SilenceAlert>().InvokeAsync(People.Ann, new(null, matchers, time.GetUtcNow().AddHours(1), "we deploy"), default);
        Assert.True(made.Succeeded, made.Problem?.Detail);
        return made.Value;
    }
}
