using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>Prometheus sees that something is wrong, Alertmanager sends it, an incident begins; a silence is there, too; when all is well again the incident ends.</summary>
public sealed class ARealAlertmanagerSends
{
    private volatile int errors = 9;

    [Fact]
    public async Task From_the_metric_to_the_incident_and_back()
    {
        await using var metrics = await MetricsAsync();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await using var hints = portal.Get<ILiveBus>().SubscribeAll(HintKind.Incident);
        var sender = await AlertSender.AddAsync(portal);
        await using var prometheus = await PrivatePrometheus.StartAsync(new Uri(metrics.Urls.Single()).Authority, portal.Address, sender.Key);
        Assert.True((await portal.Get<OpsPortal.Incidents.Alerts.SaveIntegration>().ChangeAsync(People.Root, "prod", new() { AlertmanagerUrl = prometheus.Alertmanager }, default)).Succeeded);

        var incident = await UntilAsync(portal, hints, i => i is not null);
        Assert.Equal(("HighErrorRate: 9 errors", "critical", "shop", "shop"), (incident!.Title, incident.Severity, incident.System, incident.Runbook));

        var silenced = (await portal.Get<SilenceAlert>().InvokeAsync(People.Ann, new("prod", [new("alertname", "Other")], TimeProvider.System.GetUtcNow().AddHours(1), "we deploy"), default)).Value!;
        Assert.Null(silenced.RemoteProblem);
        using var client = new HttpClient { BaseAddress = new(prometheus.Alertmanager) };
        var there = (await client.GetFromJsonAsync<JsonObject>($"/api/v2/silence/{silenced.RemoteId}"))!;
        Assert.Equal(("active", "Ann", $"we deploy (OpsPortal {silenced.Id})"), ((string?)there["status"]!["state"], (string?)there["createdBy"], (string?)there["comment"]));
        Assert.True((await portal.Get<SilenceAlert>().EndAsync(People.Ann, silenced.Id, default)).Succeeded);
        Assert.Equal("expired", (string?)(await client.GetFromJsonAsync<JsonObject>($"/api/v2/silence/{silenced.RemoteId}"))!["status"]!["state"]);

        errors = 0;
        incident = await UntilAsync(portal, hints, i => i?.State == IncidentState.Resolved);
        Assert.Equal(["HighErrorRate fires: 9 errors", "HighErrorRate is over; none is left"], await sender.ToldAsync(1));
        Assert.Equal("prod", incident!.AcknowledgedBy);
    }

    private static async Task<Incident?> UntilAsync(PortalHost portal, ISubscription hints, Func<Incident?, bool> wanted)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var incident = (await portal.Get<IncidentQueries>().FindAsync(1, enough.Token))?.Incident;
            if (wanted(incident)) return incident;
            await hints.NextAsync(TimeSpan.FromSeconds(90), enough.Token);
        }
    }

    private async Task<WebApplication> MetricsAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync($"# TYPE errors gauge\nerrors {errors}\n"));
        await app.StartAsync();
        return app;
    }
}
