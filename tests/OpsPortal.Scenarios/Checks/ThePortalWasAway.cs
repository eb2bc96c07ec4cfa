using OpsPortal.Checks;
using OpsPortal.Checks.Running;

namespace OpsPortal.Scenarios.Checks;

/// <summary>After an outage of the portal nothing comes in a storm, and nobody is blamed for what the portal could not hear.</summary>
public sealed class ThePortalWasAway
{
    [Fact]
    public async Task Each_check_runs_once_spread_over_minutes()
    {
        await using var host = await CheckHost.StartAsync();
        for (var i = 0; i < 60; i++) await host.AddAsync(host.Http($"/{i}", $"check {i}") with { Interval = "15 min" });
        await host.RunAsync();
        var before = host.Web.Asked.Count;
        host.Time.Advance(TimeSpan.FromHours(9));
        Assert.Equal(0, await host.RunAsync());
        Assert.Equal(before, host.Web.Asked.Count);

        List<int> perMinute = [];
        for (var minute = 0; minute < 5; minute++)
        {
            var ran = 0;
            for (var tick = 0; tick < 12; tick++)
            {
                host.Time.Advance(TimeSpan.FromSeconds(5));
                ran += await host.RunAsync();
            }
            perMinute.Add(ran);
        }
        // One run each for nine hours of silence, and no minute has most of them.
        Assert.Equal(60, host.Web.Asked.Count - before);
        Assert.All(perMinute, n => Assert.InRange(n, 4, 30));
    }

    [Fact]
    public async Task A_heartbeat_has_its_whole_time_once_more()
    {
        await using var host = await CheckHost.StartAsync();
        var saved = await host.SavedAsync(new("Nightly job", Spec: new HeartbeatCheck(60), Interval: "10 min"));
        Assert.True(await host.Get<ReceiveBeat>().InvokeAsync(saved.Secret!, default));
        host.Time.Advance(TimeSpan.FromHours(9));
        await host.RunAsync();
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(saved.Check)).State);
        host.Time.Advance(TimeSpan.FromMinutes(10.9));
        await host.RunAsync();
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(saved.Check)).State);
        host.Time.Advance(TimeSpan.FromMinutes(0.2));
        await host.RunAsync();
        Assert.Equal(CheckState.Failing, (await host.StandingAsync(saved.Check)).State);
    }

    [Fact]
    public async Task A_new_check_is_run_at_once_all_the_same()
    {
        await using var host = await CheckHost.StartAsync();
        var check = await host.AddAsync(host.Http());
        host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await host.RunAsync());
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(check)).State);
    }
}
