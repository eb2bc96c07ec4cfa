using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Schedules;

namespace OpsPortal.Scenarios.Schedules;

/// <summary>A change by the calendar: a second person's yes to what it does, for a time, and no longer than the step stays what it was.</summary>
public sealed class ChangesNeedAStandingApproval
{
    [Fact]
    public async Task Without_one_it_does_not_run_and_the_owner_hears_of_it()
    {
        await using var portal = await CalendarPortal.StartAsync();
        await portal.ScheduleAsync("0 4 * * *", "rollout restart");
        await portal.PassAsync(TimeSpan.FromHours(1));
        Assert.Contains("nobody has approved it", Assert.Single(await portal.FiringsAsync()).Reason, StringComparison.Ordinal);
        Assert.Equal(["Ann email: Nightly could not run in sandbox"], portal.Channels.Take());
        Assert.Empty(portal.Host.Runner.SideEffects);
    }

    [Fact]
    public async Task With_one_it_runs_whatever_the_world_looks_like_that_night()
    {
        await using var portal = await CalendarPortal.StartAsync();
        var schedule = await portal.ScheduleAsync("0 4 * * *", "rollout restart");
        Assert.Equal(ProblemKind.Forbidden, (await portal.Get<ApproveSchedule>().ApproveAsync(People.Ann with { Role = Role.Administrator }, schedule.Id, null, 30, null, default)).Problem?.Kind);
        await ApproveAsync(portal, schedule);
        var generation = 0;
        for (var night = 0; night < 2; night++)
        {
            // Each night the deployment is another one; within a night it stands still.
            generation++;
            var seen = $"{generation}";
            portal.Host.Runner.Preview = _ => new() { Effects = ["pods are replaced"], Preconditions = [new("deployment cart", "generation", seen)] };
            await portal.PassAsync(TimeSpan.FromDays(1), TimeSpan.FromMinutes(30));
        }
        Assert.Equal(["Succeeded 2026-03-08 04:00", "Succeeded 2026-03-09 04:00"], await portal.ToldAsync());
        await using var db = await portal.DatabaseAsync();
        Assert.All(await db.Executions.ToListAsync(), e => Assert.Equal(("Bob, by standing approval", People.Ann.Id, ExecutionState.Succeeded), (e.DecidedBy, e.RequestedById, e.State)));
        Assert.Equal([1, 1], portal.Host.Runner.SideEffects.Values);
    }

    [Fact]
    public async Task It_ends_on_its_day()
    {
        await using var portal = await CalendarPortal.StartAsync();
        await ApproveAsync(portal, await portal.ScheduleAsync("0 4 * * *", "rollout restart"), days: 1);
        await portal.PassAsync(TimeSpan.FromDays(2), TimeSpan.FromMinutes(30));
        Assert.Equal(["Succeeded 2026-03-08 04:00", "Refused 2026-03-09 04:00"], await portal.ToldAsync());
    }

    [Fact]
    public async Task It_is_taken_back_at_once_when_the_step_changes()
    {
        await using var portal = await CalendarPortal.StartAsync();
        var schedule = await portal.ScheduleAsync("0 4 * * *", "rollout restart");
        await ApproveAsync(portal, schedule);
        await portal.SaveTextAsync(CalendarPortal.Text.Replace("get pods", "get services"));
        await portal.TendAsync();
        Assert.Null((await ApprovalAsync(portal)).RevokedAt);
        await portal.SaveTextAsync(CalendarPortal.Text.Replace("restart deployment/cart", "restart deployment/payments"));
        await portal.TendAsync();
        Assert.Contains("version 3 of shop", (await ApprovalAsync(portal)).RevokedBecause, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_second_person_who_lost_the_right_has_approved_nothing()
    {
        await using var portal = await CalendarPortal.StartAsync();
        await ApproveAsync(portal, await portal.ScheduleAsync("0 4 * * *", "rollout restart"));
        await using (var db = await portal.DatabaseAsync()) await db.Users.Where(u => u.Id == People.Bob.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.Role, Role.Responder));
        await portal.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(FiringState.Refused, Assert.Single(await portal.FiringsAsync()).State);
        Assert.Empty(portal.Host.Runner.SideEffects);
    }

    private static async Task ApproveAsync(CalendarPortal portal, RunSchedule schedule, int days = 30) =>
        CalendarPortal.Must(await portal.Get<ApproveSchedule>().ApproveAsync(CalendarPortal.Bob, schedule.Id, null, days, null, default));

    private static async Task<StandingApproval> ApprovalAsync(CalendarPortal portal)
    {
        await using var db = await portal.DatabaseAsync();
        return await db.StandingApprovals.AsNoTracking().SingleAsync();
    }
}
