using OpsPortal.Maintenance;
using OpsPortal.Maintenance.Series;
using OpsPortal.Maintenance.Working;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Maintenance;

/// <summary>Who hears what when. Each scenario fails on any message that it does not name.</summary>
public sealed class PeopleAreTold : IAsyncLifetime
{
    private readonly FakeTime time = new();
    private readonly FakeChannels channels = new();
    private PortalHost portal = null!;

    public async Task InitializeAsync() => portal = await MaintenancePlans.MaintainedAsync(time, channels);

    public async Task DisposeAsync() => await portal.DisposeAsync();

    private async Task<IReadOnlyList<string>> AfterAsync(TimeSpan by)
    {
        time.Advance(by);
        await portal.TendAsync();
        return channels.Take();
    }

    [Fact]
    public async Task Two_weeks_before_a_day_before_and_when_it_is_time_each_once()
    {
        var form = time.Form() with { StartsAt = time.GetUtcNow().AddDays(20), EndsAt = time.GetUtcNow().AddDays(20).AddHours(2), AnnounceBefore = null };
        var number = await portal.ScheduleAsync(form);
        Assert.Empty(await AfterAsync(TimeSpan.FromDays(5.9)));
        Assert.Equal([$"Ann push: MNT-{number} Move the database: planned for Sat 28 Mar 03:12–05:12 UTC", $"Bob push: MNT-{number} Move the database: planned for Sat 28 Mar 03:12–05:12 UTC"], await AfterAsync(TimeSpan.FromDays(0.1)));
        // A notice wants no answer: nothing else follows by itself.
        Assert.Empty(await AfterAsync(TimeSpan.FromDays(12.9)));
        Assert.Equal(["Ann push", "Bob push"], (await AfterAsync(TimeSpan.FromDays(0.1))).Select(s => s.Split(':')[0]));
        Assert.Equal([$"Ann push: MNT-{number} Move the database: it is time to begin"], await AfterAsync(TimeSpan.FromDays(1)));
        Assert.Empty(await AfterAsync(TimeSpan.FromHours(1)));
        // Nobody began: it does not stay for ever.
        Assert.Equal(["Ann push", "Bob push"], (await AfterAsync(TimeSpan.FromHours(1))).Select(s => s.Split(':')[0]));
        Assert.Equal((MaintenanceState.Cancelled, "Nobody began it in its window."), ((await portal.PlanAsync(number)).State, (await portal.PlanAsync(number)).Reason));
    }

    [Fact]
    public async Task Planned_late_it_is_announced_at_once_and_after_an_outage_once()
    {
        var number = await portal.ScheduleAsync(time.Form() with { AnnounceBefore = ["P14D", "P2D", "PT30M"] });
        Assert.Equal(2, (await AfterAsync(TimeSpan.Zero)).Count);
        Assert.Empty(await AfterAsync(TimeSpan.FromMinutes(29)));
        Assert.Equal([$"Ann push: MNT-{number} Move the database: reminder, Sun 8 Mar 04:12–06:12 UTC", $"Bob push: MNT-{number} Move the database: reminder, Sun 8 Mar 04:12–06:12 UTC"], await AfterAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task An_overrun_pages_the_owner_until_they_answer_and_an_extension_ends_it()
    {
        var number = await portal.BegunAsync(time, time.Form());
        await AfterAsync(TimeSpan.Zero);
        Assert.Empty(await AfterAsync(TimeSpan.FromMinutes(119)));
        Assert.Equal([$"Ann push: MNT-{number} Move the database: lasts longer than planned"], await AfterAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal([$"Ann voice: MNT-{number} Move the database: lasts longer than planned"], await AfterAsync(TimeSpan.FromMinutes(1)));
        Assert.True((await portal.Get<RunMaintenance>().ExtendAsync(People.Bob, number, 30, default)).Succeeded);
        Assert.Equal([$"Ann push: MNT-{number} Move the database: goes on until 06:43 UTC"], await AfterAsync(TimeSpan.Zero));
        Assert.Empty(await AfterAsync(TimeSpan.FromMinutes(29)));
        Assert.Equal(["Ann push"], (await AfterAsync(TimeSpan.FromMinutes(1))).Select(s => s.Split(':')[0]));
    }

    [Fact]
    public async Task Whoever_was_told_hears_of_a_cancellation_and_nobody_else_does()
    {
        var quiet = await portal.ScheduleAsync(time.Form());
        await portal.Get<RunMaintenance>().CancelAsync(People.Root, quiet, "not needed", default);
        Assert.Empty(await AfterAsync(TimeSpan.Zero));
        var told = await portal.ScheduleAsync(time.Form() with { AnnounceBefore = ["P14D"] });
        Assert.Equal(2, (await AfterAsync(TimeSpan.Zero)).Count);
        await portal.Get<RunMaintenance>().CancelAsync(People.Root, told, "not needed", default);
        Assert.Equal([$"Ann push: MNT-{told} Move the database: is cancelled", $"Bob push: MNT-{told} Move the database: is cancelled"], await AfterAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_weekly_series_plans_its_times_ahead_and_keeps_its_hour_when_clocks_change()
    {
        var form = time.Form() with { TimeZone = "Europe/Berlin", AnnounceBefore = null, Title = "Weekly" };
        var series = MaintenancePlans.Must(await portal.Get<PlanSeries>().AddAsync(People.Ann, new(form, "FREQ=WEEKLY;BYDAY=SU", new(2026, 3, 15, 4, 0, 0), TimeSpan.FromHours(2)), null, default));
        await using var db = await portal.DatabaseAsync();
        IEnumerable<DateTimeOffset> Starts() => db.MaintenancePlans.Where(p => p.SeriesId == series.Id).OrderBy(p => p.StartsAt).Select(p => p.StartsAt).ToList();
        Assert.Equal(["2026-03-15T03:00Z", "2026-03-22T03:00Z"], Starts().Select(s => s.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'")));
        time.Advance(TimeSpan.FromDays(7));
        await portal.TendAsync();
        await portal.TendAsync();
        Assert.Equal(["2026-03-15T03:00Z", "2026-03-22T03:00Z", "2026-03-29T02:00Z"], Starts().Select(s => s.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'")));
        Assert.True((await portal.Get<PlanSeries>().EndAsync(People.Ann, series.Id, default)).Succeeded);
        Assert.Empty(await portal.Get<MaintenanceQueries>().AheadAsync(default));
        time.Advance(TimeSpan.FromDays(30));
        await portal.TendAsync();
        Assert.Equal(3, Starts().Count());
    }
}
