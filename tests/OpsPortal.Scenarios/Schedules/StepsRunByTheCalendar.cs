using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Schedules;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Schedules;

/// <summary>When schedules run, how often, and with whose rights. The clock stands at 8 March 2026, 03:12 UTC, until a scenario moves it.</summary>
public sealed class StepsRunByTheCalendar
{
    [Fact]
    public async Task A_time_is_run_once_by_many_portals()
    {
        await using var one = await CalendarPortal.StartAsync();
        await using var other = await CalendarPortal.StartAsync(one);
        await one.ScheduleAsync("0 4 * * *");
        one.Time.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => (n % 2 == 0 ? one : other).TendAsync(run: false)));
        await one.TendAsync();
        Assert.Equal(["Succeeded 2026-03-08 04:00"], await one.ToldAsync());
        await using var db = await one.DatabaseAsync();
        var execution = await db.Executions.SingleAsync();
        Assert.Equal(("Ann, by the schedule Nightly", People.Ann.Id), (execution.RequestedBy, execution.RequestedById));
    }

    [Theory]
    [InlineData(MissedRule.RunOnce, "Succeeded 2026-03-13 04:00")]
    [InlineData(MissedRule.Skip, "Skipped 2026-03-13 04:00")]
    public async Task After_an_outage_it_runs_once_or_not_at_all(MissedRule rule, string told)
    {
        await using var portal = await CalendarPortal.StartAsync();
        var schedule = await portal.ScheduleAsync("0 4 * * *", missed: rule);
        portal.Time.Advance(TimeSpan.FromDays(5.5));
        for (var n = 0; n < 3; n++) await portal.TendAsync();
        Assert.Equal([told], await portal.ToldAsync());
        Assert.Contains("5 times before it were missed", rule == MissedRule.Skip ? (await portal.FiringsAsync())[0].Reason : "5 times before it were missed", StringComparison.Ordinal);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(DateTimeOffset.Parse("2026-03-14T04:00Z"), (await db.RunSchedules.SingleAsync(s => s.Id == schedule.Id)).NextAt);
    }

    [Theory]
    // Clocks go forward at 02:00 on 29 March: half past two does not exist, and is half past three (01:30 UTC).
    [InlineData("30 2 * * *", "Europe/Berlin", 20, 2, "2026-03-28 01:30", "2026-03-29 01:30")]
    // Clocks go back at 03:00 on 25 October: half past two comes twice, and the first one counts.
    [InlineData("30 2 * * *", "Europe/Berlin", 230, 2, "2026-10-24 00:30", "2026-10-25 00:30")]
    [InlineData("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31;BYHOUR=23;BYMINUTE=30", "UTC", 298, 2, "2026-12-31 23:30")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=4;BYMINUTE=0", "UTC", 722, 2, "2028-02-29 04:00")]
    public async Task It_runs_on_odd_nights(string rule, string zone, int afterDays, int days, params string[] times)
    {
        await using var portal = await CalendarPortal.StartAsync();
        portal.Time.Advance(TimeSpan.FromDays(afterDays) - TimeSpan.FromHours(3.2));
        await portal.ScheduleAsync(rule, zone: zone);
        await portal.PassAsync(TimeSpan.FromDays(days), TimeSpan.FromMinutes(30));
        Assert.Equal(times.Select(t => $"Succeeded {t}"), await portal.ToldAsync());
    }

    [Fact]
    public async Task The_portal_may_no_more_than_the_owner_at_that_moment()
    {
        await using var portal = await CalendarPortal.StartAsync();
        await portal.ScheduleAsync("0 4 * * *");
        await using (var db = await portal.DatabaseAsync()) await db.Users.Where(u => u.Id == People.Ann.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.Role, Role.Viewer));
        await portal.PassAsync(TimeSpan.FromHours(1));
        var firing = Assert.Single(await portal.FiringsAsync());
        Assert.Equal(FiringState.Refused, firing.State);
        Assert.Contains("To run steps you need the role responder", firing.Reason, StringComparison.Ordinal);
        Assert.Equal(["Ann email: Nightly could not run in sandbox"], portal.Channels.Take());
    }

    [Fact]
    public async Task The_owner_is_told_once_of_a_failure()
    {
        await using var portal = await CalendarPortal.StartAsync();
        portal.Host.Runner.Run = (_, _, _, _) => Task.FromResult(ActionOutcome.Failure("the cluster said no"));
        await portal.ScheduleAsync("0 4 * * *");
        await portal.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(FiringState.Failed, Assert.Single(await portal.FiringsAsync()).State);
        Assert.Equal(["Ann email: Nightly failed in sandbox"], portal.Channels.Take());
    }

    [Fact]
    public async Task Who_cannot_be_told_now_is_told_later()
    {
        await using var portal = await CalendarPortal.StartAsync();
        portal.Host.Runner.Run = (_, _, _, _) => Task.FromResult(ActionOutcome.Failure("the cluster said no"));
        portal.Channels.Says = (_, _) => new OpsPortal.OnCall.Channels.Delivery.Temporary("the mail server sleeps");
        await portal.ScheduleAsync("0 4 8 3 *");
        await portal.PassAsync(TimeSpan.FromHours(1));
        Assert.Contains("the mail server sleeps", (await portal.FiringsAsync())[0].Told, StringComparison.Ordinal);
        portal.Channels.Says = (_, _) => null;
        portal.Channels.Take();
        await portal.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(["Ann email: Nightly failed in sandbox"], portal.Channels.Take());
    }

    [Theory]
    [InlineData(OverlapRule.Skip, "Started 2026-03-08 03:20", "Skipped 2026-03-08 03:30", "Skipped 2026-03-08 03:40")]
    [InlineData(OverlapRule.Queue, "Started 2026-03-08 03:20", "Due 2026-03-08 03:30", "Skipped 2026-03-08 03:40")]
    public async Task A_run_does_not_overtake_the_one_before(OverlapRule rule, params string[] told)
    {
        await using var portal = await CalendarPortal.StartAsync();
        await portal.ScheduleAsync("*/10 * * * *", overlap: rule);
        for (var n = 0; n < 30; n++)
        {
            portal.Time.Advance(TimeSpan.FromMinutes(1));
            await portal.TendAsync(run: false);
        }
        Assert.Equal(told, await portal.ToldAsync());
        await portal.TendAsync();
        await portal.TendAsync();
        Assert.Equal(rule == OverlapRule.Queue ? 2 : 1, (await portal.FiringsAsync()).Count(f => f.State == FiringState.Succeeded));
    }

    [Fact]
    public async Task What_was_paused_is_not_made_up()
    {
        await using var portal = await CalendarPortal.StartAsync();
        var schedule = await portal.ScheduleAsync("0 * * * *");
        var arrange = portal.Get<ArrangeSchedule>();
        Assert.Contains("Say why", (await arrange.PauseAsync(People.Ann, schedule.Id, " ", default)).Problem?.Detail, StringComparison.Ordinal);
        CalendarPortal.Must(await arrange.PauseAsync(People.Ann, schedule.Id, "the cluster moves", default));
        await portal.PassAsync(TimeSpan.FromHours(3));
        Assert.Empty(await portal.FiringsAsync());
        CalendarPortal.Must(await arrange.ResumeAsync(People.Ann, schedule.Id, default));
        await portal.TendAsync();
        Assert.Empty(await portal.FiringsAsync());
        await portal.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(["Succeeded 2026-03-08 07:00"], await portal.ToldAsync());
    }

    [Fact]
    public async Task Two_clicks_on_run_are_one_run()
    {
        await using var portal = await CalendarPortal.StartAsync();
        var schedule = await portal.ScheduleAsync("0 4 * * *");
        var arrange = portal.Get<ArrangeSchedule>();
        var first = CalendarPortal.Must(await arrange.RunAsync(People.Ann, schedule.Id, "click", default));
        Assert.Equal(first.Id, CalendarPortal.Must(await arrange.RunAsync(People.Ann, schedule.Id, "click", default)).Id);
        await portal.TendAsync();
        Assert.Equal(["Succeeded 2026-03-08 03:12"], await portal.ToldAsync());
    }

    [Fact]
    public async Task Whoever_changes_what_it_does_becomes_its_owner()
    {
        await using var portal = await CalendarPortal.StartAsync();
        var schedule = await portal.ScheduleAsync("0 4 * * *");
        var changed = CalendarPortal.Must(await portal.Get<ArrangeSchedule>().ChangeAsync(CalendarPortal.Bob, schedule.Id, new(Part: await portal.StepAsync("rollout restart")), default));
        Assert.Equal(("Bob", 1), (changed.Owner, changed.Revision));
        var stale = await portal.Get<ArrangeSchedule>().ChangeAsync(People.Ann, schedule.Id, new(Rule: "0 5 * * *", Revision: 0), default);
        Assert.Equal(ProblemKind.Conflict, stale.Problem?.Kind);
    }

    [Theory]
    [InlineData("logs -f", "0 4 * * *", "goes on until somebody stops it")]
    [InlineData("describe pod", "0 4 * * *", "Give a value for pod")]
    [InlineData("get pods", "0 4 30 2 *", "never falls")]
    [InlineData("get pods", "every full moon 02:00", "\"full\" is not understood")]
    public async Task What_cannot_run_is_refused_with_a_reason(string step, string rule, string why)
    {
        await using var portal = await CalendarPortal.StartAsync();
        var refused = await portal.Get<ArrangeSchedule>().AddAsync(People.Ann, new("Nightly", ScheduleKind.Step, "shop", await portal.StepAsync(step), "sandbox", rule), default);
        Assert.Contains(why, refused.Problem?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checks_of_a_section_run_together()
    {
        await using var portal = await CalendarPortal.StartAsync();
        var section = (await portal.Get<OpsPortal.Runbooks.RunbookLibrary>().FindAsync("shop", default))!.Compiled.Sections.First(s => s.Path is [.., "Health"]).Id;
        CalendarPortal.Must(await portal.Get<ArrangeSchedule>().AddAsync(People.Ann, new("Checks", ScheduleKind.Section, "shop", section, "sandbox", "daily 04:00", Parameters: new Dictionary<string, string> { ["pod"] = "cart-0" }), default));
        await portal.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(FiringState.Succeeded, Assert.Single(await portal.FiringsAsync()).State);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(2, await db.Executions.CountAsync(e => e.State == ExecutionState.Succeeded));
    }
}
