using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks;
using OpsPortal.Checks.Objectives;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Scenarios.Checks;

/// <summary>An objective has an error budget; one that burns too fast is told, and that it does so no more.</summary>
public sealed class PromisesAreWatched
{
    [Fact]
    public async Task A_budget_that_burns_becomes_an_incident_and_ends()
    {
        await using var host = await CheckHost.StartAsync();
        // Damped so that it never fails by itself.
        var check = await host.AddAsync(host.Http() with { OpensIncident = true, Objective = new(99, 30), Damping = new(20, 20, 1) });
        async Task RunsAsync(int count, short outcome)
        {
            await using var db = await host.DatabaseAsync();
            for (var i = 0; i < count; i++)
            {
                host.Time.Advance(TimeSpan.FromMinutes(1));
                db.CheckSamples.Add(new() { CheckId = check.Id, At = host.Time.GetUtcNow(), Outcome = outcome });
            }
            await db.SaveChangesAsync();
            await host.Get<TendObjectives>().InvokeAsync(default);
        }
        async Task<CheckSheet> SheetAsync() => (await host.Get<CheckQueries>().FindAsync(check.Id, default))!;

        await RunsAsync(90, 0);
        Assert.Equal((1d, BurnAlert.None), await SheetAsync() is { Budget.Left: { } left } calm ? (left, calm.Standing.Burn) : default);
        await RunsAsync(10, 2);
        var burning = await SheetAsync();
        Assert.Equal(BurnAlert.Fast, burning.Standing.Burn);
        Assert.Equal((0.9, -9), (Math.Round(burning.Budget!.Good!.Value, 6), Math.Round(burning.Budget.Left!.Value, 6)));
        await using (var db = await host.DatabaseAsync())
            Assert.Equal("Shop answers: The error budget of 99% over 30 days burns more than 14.4 times too fast, for an hour and still now", (await db.Incidents.SingleAsync()).Title);
        await RunsAsync(40, 0);
        Assert.Equal(BurnAlert.None, (await SheetAsync()).Standing.Burn);
        await using (var db = await host.DatabaseAsync()) Assert.Equal(IncidentState.Resolved, (await db.Incidents.SingleAsync()).State);
        var told = (await host.Get<IncidentQueries>().TimelineAsync(1, 0, [TimelineKind.Check], default))!.Select(e => e.Text).ToList();
        Assert.Contains("Shop answers: The error budget no longer burns too fast", told);
    }

    [Fact]
    public async Task A_ratio_of_events_is_asked_of_Prometheus_for_each_window()
    {
        await using var host = await CheckHost.StartAsync();
        List<string> asked = [];
        host.Web.Prometheus = query =>
        {
            asked.Add(query);
            return WebTarget.Series(query.Contains("[30d]", StringComparison.Ordinal) ? 0.9995 : query.Contains("m]", StringComparison.Ordinal) || query.Contains("[1h]", StringComparison.Ordinal) ? 0.98 : 0.999);
        };
        var check = await host.AddAsync(new(Spec: new PrometheusCheck("up"), Objective: new(99.9, 30, "good[$window] / all[$window]")));
        await host.Get<TendObjectives>().InvokeAsync(default);
        var sheet = (await host.Get<CheckQueries>().FindAsync(check.Id, default))!;
        Assert.Equal(["good[30d] / all[30d]", "good[1h] / all[1h]", "good[5m] / all[5m]", "good[6h] / all[6h]", "good[30m] / all[30m]"], asked);
        Assert.Equal((0.5, 20d, BurnAlert.Fast), (Math.Round(sheet.Budget!.Left!.Value, 6), Math.Round(sheet.Budget.HourRate!.Value, 6), sheet.Standing.Burn));
        // Another process leaves it to the one that did it.
        await host.Get<TendObjectives>().InvokeAsync(default);
        Assert.Equal(5, asked.Count);
    }
}
