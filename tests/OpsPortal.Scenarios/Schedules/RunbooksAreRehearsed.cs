using Microsoft.EntityFrameworkCore;
using OpsPortal.Rehearsals;
using OpsPortal.Scenarios.Support;
using OpsPortal.Schedules;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Schedules;

/// <summary>Reads are run, changes previewed and never run, and each step tells how far it can be trusted.</summary>
public sealed class RunbooksAreRehearsed
{
    [Fact]
    public async Task Reads_run_and_changes_are_only_previewed()
    {
        await using var portal = await CalendarPortal.StartAsync();
        var rehearsal = await RehearseAsync(portal);
        Assert.Equal((2, 0, 1, 1), (rehearsal.Worked, rehearsal.Broken, rehearsal.NeedsParameters, rehearsal.LeftOut));
        Assert.Equal([StepOutcome.Worked, StepOutcome.NeedsParameters, StepOutcome.LeftOut, StepOutcome.Worked], rehearsal.Steps.Select(s => s.Outcome));
        Assert.Empty(portal.Host.Runner.SideEffects);
        Assert.Equal([HealthState.Rehearsed, HealthState.NeedsParameters, HealthState.NotRehearsed, HealthState.Rehearsed], await StatesAsync(portal));
    }

    [Fact]
    public async Task A_step_that_fails_is_stale_then_broken_then_rehearsed_again()
    {
        await using var portal = await CalendarPortal.StartAsync();
        await RehearseAsync(portal);
        var works = portal.Host.Runner.Run;
        portal.Host.Runner.Run = (_, _, _, _) => Task.FromResult(ActionOutcome.Failure("no such namespace"));
        portal.Host.Runner.Preview = _ => new() { Refusal = "there is no deployment cart" };
        await RehearseAsync(portal);
        Assert.Equal([HealthState.Stale, HealthState.Stale], (await StatesAsync(portal)).Where((_, n) => n is 0 or 3));
        await RehearseAsync(portal);
        Assert.Equal([HealthState.Broken, HealthState.Broken], (await StatesAsync(portal)).Where((_, n) => n is 0 or 3));
        portal.Host.Runner.Run = works;
        await RehearseAsync(portal);
        Assert.Equal([HealthState.Rehearsed, HealthState.Broken], (await StatesAsync(portal)).Where((_, n) => n is 0 or 3));
    }

    [Fact]
    public async Task An_edited_step_and_an_old_rehearsal_are_stale()
    {
        await using var portal = await CalendarPortal.StartAsync();
        await RehearseAsync(portal);
        await portal.SaveTextAsync(CalendarPortal.Text.Replace("get pods -n shop", "get pods -n shop -o wide"));
        Assert.NotEqual(HealthState.Rehearsed, (await StatesAsync(portal))[0]);
        Assert.Equal(HealthState.Rehearsed, (await StatesAsync(portal))[3]);
        portal.Time.Advance(TimeSpan.FromDays(15));
        Assert.Equal(HealthState.Stale, (await StatesAsync(portal))[3]);
    }

    [Fact]
    public async Task People_come_first()
    {
        await using var portal = await CalendarPortal.StartAsync();
        await portal.Host.AskAsync(await portal.StepAsync("get pods"));
        await AskAsync(portal);
        await portal.Get<TendRehearsals>().InvokeAsync(default);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(1, await db.Executions.CountAsync());
    }

    [Fact]
    public async Task By_the_calendar_its_owner_gets_the_list_of_what_is_broken()
    {
        await using var portal = await CalendarPortal.StartAsync();
        portal.Host.Runner.Preview = _ => new() { Refusal = "there is no deployment cart" };
        CalendarPortal.Must(await portal.Get<ArrangeSchedule>().AddAsync(People.Ann, new(null, ScheduleKind.Rehearsal, "shop", null, "sandbox", "daily 04:00"), default));
        portal.Time.Advance(TimeSpan.FromHours(1));
        await portal.TendAsync();
        await GoOnAsync(portal);
        await portal.TendAsync();
        var message = Assert.Single(portal.Channels.Sent).Message;
        Assert.Equal("Rehearsal of Shop failed in sandbox", message.Title);
        Assert.Contains("there is no deployment cart", message.Text, StringComparison.Ordinal);
        Assert.Equal(["Failed 2026-03-08 04:00"], await portal.ToldAsync());
    }

    private static async Task<Rehearsal> AskAsync(CalendarPortal portal) =>
        CalendarPortal.Must(await portal.Get<RequestRehearsal>().InvokeAsync(People.Ann, "shop", "sandbox", new Dictionary<string, string>(), $"{Guid.NewGuid()}", default));

    private static async Task<Rehearsal> RehearseAsync(CalendarPortal portal)
    {
        var asked = await AskAsync(portal);
        await GoOnAsync(portal);
        var rehearsal = (await portal.Get<RehearsalQueries>().FindAsync(asked.Id, default))!;
        Assert.NotNull(rehearsal.FinishedAt);
        return rehearsal;
    }

    private static async Task GoOnAsync(CalendarPortal portal)
    {
        for (var n = 0; n < 6; n++)
        {
            await portal.Get<TendRehearsals>().InvokeAsync(default);
            await portal.RunAllAsync();
        }
    }

    private static async Task<List<HealthState>> StatesAsync(CalendarPortal portal) =>
        [.. (await portal.Get<IRehearsalReader>().StepsAsync("shop", PortalDatabase.EnvironmentId, default)).Values.OrderBy(s => s.Number).Select(s => s.Standing.State)];
}
