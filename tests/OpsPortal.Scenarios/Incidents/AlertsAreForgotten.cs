using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>Alerts that were over long ago and never belonged to an incident do not stay for ever.</summary>
public sealed class AlertsAreForgotten
{
    [Theory]
    [InlineData("400", 399, 3)]
    [InlineData("400", 401, 2)]
    [InlineData("0", 5_000, 3)]
    public async Task After_the_days_that_are_set_and_never_those_of_an_incident_or_that_still_fire(string keep, int days, int left)
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web", Settings = { ["Alerts:KeepDays"] = keep } });
        var sender = await AlertSender.AddAsync(portal);
        await sender.NotifyAsync(AlertSender.Alert("PodDown"));
        await sender.NotifyAsync(AlertSender.Alert("PodDown", "resolved", over: 11));
        await sender.NotifyAsync([AlertSender.Alert("Quiet", fingerprint: "00000000000000aa")], "quiet");
        await sender.NotifyAsync([AlertSender.Alert("Quiet", "resolved", over: 11, fingerprint: "00000000000000aa")], "quiet");
        await sender.NotifyAsync([AlertSender.Alert("StillFiring", fingerprint: "00000000000000bb")], "firing");
        await using var db = await portal.DatabaseAsync();
        // As if these two had been silenced all the time.
        await db.Alerts.Where(a => a.Name != "PodDown").ExecuteUpdateAsync(set => set.SetProperty(a => a.Incident, (long?)null));
        Assert.Equal(3, await db.Alerts.CountAsync());

        var then = time.GetUtcNow().AddDays(-days);
        await db.Alerts.ExecuteUpdateAsync(set => set.SetProperty(a => a.LastReceivedAt, then));
        await portal.Services.GetRequiredKeyedService<IJobHandler>(ForgetAlerts.Job).HandleAsync("", default);
        Assert.Equal(left, await db.Alerts.CountAsync());
        Assert.Equal(["PodDown", "StillFiring"], await db.Alerts.Where(a => a.Name != "Quiet").OrderBy(a => a.Name).Select(a => a.Name).ToListAsync());
    }
}
