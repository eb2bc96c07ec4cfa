using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks;
using OpsPortal.Checks.History;

namespace OpsPortal.Scenarios.Checks;

/// <summary>What was measured is packed, rolled up and forgotten in its time; what is asked of it stays the same meanwhile.</summary>
public sealed class HistoryIsKept
{
    /// <summary>A run each minute, every tenth of them failed, for so many hours that end now.</summary>
    private static async Task FillAsync(CheckHost host, Check check, int hours)
    {
        await using var db = await host.DatabaseAsync();
        var from = host.Time.GetUtcNow().AddHours(-hours);
        db.CheckSamples.AddRange(Enumerable.Range(0, hours * 60).Select(i => new CheckSample { CheckId = check.Id, At = from.AddMinutes(i), Outcome = (short)(i % 10 == 0 ? 2 : 0), Value = i % 60 }));
        await db.SaveChangesAsync();
    }

    private static async Task<CheckHost> StartAsync()
    {
        var host = await CheckHost.StartAsync();
        // A little after midnight, so that days are easy to count.
        host.Time.Advance(new DateTimeOffset(2026, 3, 12, 0, 30, 0, TimeSpan.Zero) - host.Time.GetUtcNow());
        return host;
    }

    [Fact]
    public async Task Packing_changes_nothing_of_what_is_read()
    {
        await using var host = await StartAsync();
        var check = await host.AddAsync(host.Http());
        await FillAsync(host, check, 72);
        var (history, now) = (host.Get<CheckHistory>(), host.Time.GetUtcNow());
        var before = await history.RunsAsync(check.Id, now.AddHours(-30), now, default);
        var hours = await history.HoursAsync(check.Id, new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.Zero), now, default);
        var uptime = await host.Get<CheckQueries>().UptimeAsync(90, default);
        Assert.Equal(30 * 60, before.Count);

        await host.Get<TendHistory>().InvokeAsync(default);
        await using var db = await host.DatabaseAsync();
        Assert.InRange(await db.CheckSamples.CountAsync(), 7 * 60, 8 * 60);
        Assert.Equal(2, await db.CheckDays.CountAsync());
        Assert.Equal(before, await history.RunsAsync(check.Id, now.AddHours(-30), now, default));
        Assert.Equal(hours, await history.HoursAsync(check.Id, new DateTimeOffset(2026, 3, 10, 0, 0, 0, TimeSpan.Zero), now, default));
        Assert.Equal(uptime, await host.Get<CheckQueries>().UptimeAsync(90, default));
        Assert.Equal([0.9, 0.9, 0.9, 0.9], uptime.Select(d => Math.Round(d.Uptime!.Value, 3)));
    }

    [Fact]
    public async Task A_day_is_rolled_up_from_every_run_and_once()
    {
        await using var host = await StartAsync();
        var check = await host.AddAsync(host.Http());
        await FillAsync(host, check, 72);
        await host.Get<TendHistory>().InvokeAsync(default);
        host.Time.Advance(TimeSpan.FromHours(9));
        await host.Get<TendHistory>().InvokeAsync(default);
        await host.Get<TendHistory>().InvokeAsync(default);
        var days = await host.Get<CheckHistory>().DaysAsync(check.Id, host.Time.GetUtcNow().AddDays(-90), host.Time.GetUtcNow(), default);
        Assert.Equal([9, 10, 11, 12], days.Select(d => d.At.Day));
        var whole = days.Single(d => d.At.Day == 10).Runs;
        Assert.Equal((1_296, 144, 0f, 59f, 56f), (whole.Passed, whole.Failed, whole.Min, whole.Max, whole.P95));
        Assert.Equal(72 * 60, days.Sum(d => d.Runs.Passed + d.Runs.Failed));
    }

    [Fact]
    public async Task What_is_old_is_forgotten_runs_first_and_days_last()
    {
        await using var host = await StartAsync();
        var check = await host.AddAsync(host.Http());
        await FillAsync(host, check, 30);
        await host.Get<TendHistory>().InvokeAsync(default);
        async Task<(int, int, int)> CountAsync()
        {
            await using var db = await host.DatabaseAsync();
            return (await db.CheckPacks.CountAsync(), await db.CheckHours.CountAsync(), await db.CheckDays.CountAsync());
        }
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.Get<TendHistory>().InvokeAsync(default);
        Assert.Equal((31, 31, 2), await CountAsync());
        host.Time.Advance(TimeSpan.FromDays(20));
        await FillAsync(host, check, 9);
        await host.Get<TendHistory>().InvokeAsync(default);
        Assert.Equal((2, 33, 3), await CountAsync());
        host.Time.Advance(TimeSpan.FromDays(100));
        await FillAsync(host, check, 9);
        await host.Get<TendHistory>().InvokeAsync(default);
        Assert.Equal(2, (await CountAsync()).Item2);
    }

    [Fact]
    public async Task A_status_page_reads_states_and_days_of_each_part()
    {
        await using var host = await StartAsync();
        var good = await host.AddAsync(host.Http("/a", "A") with { Component = "API" });
        await host.RunAsync();
        host.Web.Status = 500;
        await host.AddAsync(host.Http("/b", "B") with { Component = "API" });
        await host.AddAsync(host.Http("/c", "C") with { Component = "Web" });
        await host.RunAsync();
        var states = await host.Get<CheckQueries>().StatesAsync(default);
        Assert.Equal([("API", CheckState.Failing, 2), ("Web", CheckState.Failing, 1)], states.OrderBy(s => s.Component).Select(s => (s.Component, s.State, s.Checks)));
        // The worst of its checks that day, not their mean.
        Assert.Equal([("API", 0d), ("Web", 0d)], (await host.Get<CheckQueries>().UptimeAsync(90, default)).OrderBy(d => d.Component).Select(d => (d.Component, d.Uptime!.Value)));
        Assert.Single((await host.Get<CheckQueries>().NewestAsync([good.Id], 30, default))[good.Id]);
    }
}
