using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks;
using OpsPortal.Checks.Judging;
using OpsPortal.Checks.Running;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Checks;

/// <summary>States change when it is sure, and an incident is declared where the check says so: one for one outage.</summary>
public sealed class ChecksTellPeople
{
    private static async Task<List<Incident>> IncidentsAsync(CheckHost host)
    {
        await using var db = await host.DatabaseAsync();
        return await db.Incidents.AsNoTracking().OrderBy(i => i.Number).ToListAsync();
    }

    private static async Task<List<string>> ChecksInAsync(CheckHost host, long number) =>
        [.. (await host.Get<IncidentQueries>().TimelineAsync(number, 0, [TimelineKind.Check], default))!.Select(e => e.Text)];

    [Fact]
    public async Task One_bad_run_changes_nothing_and_two_of_three_do()
    {
        await using var host = await CheckHost.StartAsync();
        var check = await host.AddAsync(host.Http() with { Damping = Damping.Usual });
        await host.RunAsync();
        host.Web.Status = 500;
        await host.NextAsync();
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(check)).State);
        host.Web.Status = 200;
        await host.NextAsync();
        host.Web.Status = 500;
        await host.NextAsync();
        var failing = await host.StandingAsync(check);
        Assert.Equal((CheckState.Failing, host.Time.GetUtcNow()), (failing.State, failing.Since));
        host.Web.Status = 200;
        await host.NextAsync();
        Assert.Equal(CheckState.Failing, (await host.StandingAsync(check)).State);
        await host.NextAsync();
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(check)).State);
        var changes = await host.Get<CheckQueries>().ChangesAsync(check.Id, null, 10, default);
        Assert.Equal(["Failing → Passing", "Passing → Failing", "Unknown → Passing"], changes.Select(c => $"{c.From} → {c.To}"));
        Assert.Empty(await IncidentsAsync(host));
    }

    [Fact]
    public async Task A_failure_is_an_incident_that_ends_when_it_passes()
    {
        await using var host = await CheckHost.StartAsync();
        var check = await host.AddAsync(host.Http() with { OpensIncident = true, Component = "API" });
        await host.RunAsync();
        host.Web.Status = 500;
        await host.NextAsync(3);
        var incident = Assert.Single(await IncidentsAsync(host));
        Assert.Equal("Shop answers: Answered 500 Internal Server Error, not 200 to 299", incident.Title);
        Assert.Equal(("the check Shop answers", "API", host.Environment), (incident.DeclaredBy, incident.Components.Single(), incident.EnvironmentId));
        Assert.Equal(incident.Number, (await host.StandingAsync(check)).Incident);
        host.Web.Status = 200;
        await host.NextAsync();
        Assert.Equal(IncidentState.Resolved, Assert.Single(await IncidentsAsync(host)).State);
        Assert.Null((await host.StandingAsync(check)).Incident);
        Assert.Equal(["Shop answers fails: Answered 500 Internal Server Error, not 200 to 299", "Shop answers passes again: 200 OK in 0 ms"], await ChecksInAsync(host, incident.Number));
        host.Web.Status = 500;
        await host.NextAsync();
        Assert.Equal(2, (await IncidentsAsync(host)).Count);
    }

    [Fact]
    public async Task Checks_of_one_place_that_fail_together_are_one_incident()
    {
        await using var host = await CheckHost.StartAsync();
        foreach (var name in new[] { "One", "Two", "Three" }) await host.AddAsync(host.Http($"/{name}", name) with { OpensIncident = true });
        await host.RunAsync();
        host.Web.Status = 500;
        await host.NextAsync();
        var incident = Assert.Single(await IncidentsAsync(host));
        Assert.Equal(3, (await ChecksInAsync(host, incident.Number)).Count);
        // Two of them are well again: there is still something wrong.
        await using (var db = await host.DatabaseAsync()) await db.CheckStandings.Where(s => s.Check!.Name == "Three").ExecuteUpdateAsync(s => s.SetProperty(x => x.DueAt, host.Time.GetUtcNow().AddDays(1)));
        host.Web.Status = 200;
        await host.NextAsync();
        Assert.Equal(IncidentState.Detected, Assert.Single(await IncidentsAsync(host)).State);
        await using (var db = await host.DatabaseAsync()) await db.CheckStandings.ExecuteUpdateAsync(s => s.SetProperty(x => x.DueAt, host.Time.GetUtcNow()));
        await host.RunAsync();
        Assert.Equal(IncidentState.Resolved, Assert.Single(await IncidentsAsync(host)).State);
    }

    [Fact]
    public async Task An_incident_that_somebody_ended_is_not_declared_again_while_the_check_still_fails()
    {
        await using var host = await CheckHost.StartAsync();
        await host.AddAsync(host.Http() with { OpensIncident = true });
        host.Web.Status = 500;
        await host.RunAsync();
        var incident = Assert.Single(await IncidentsAsync(host));
        Assert.True((await host.Get<MoveIncident>().InvokeAsync(People.Ann, incident.Number, IncidentState.Resolved, "known", default)).Succeeded);
        await host.NextAsync(3);
        Assert.Single(await IncidentsAsync(host));
    }

    [Fact]
    public async Task In_quiet_time_nobody_is_told_and_what_still_fails_afterwards_is()
    {
        await using var host = await CheckHost.StartAsync();
        var check = await host.AddAsync(host.Http() with { OpensIncident = true });
        await host.RunAsync();
        (host.Quiet.On, host.Web.Status) = (true, 500);
        await host.NextAsync(2);
        Assert.Equal(CheckState.Failing, (await host.StandingAsync(check)).State);
        Assert.Empty(await IncidentsAsync(host));
        host.Quiet.On = false;
        await host.NextAsync();
        Assert.Single(await IncidentsAsync(host));
    }

    [Fact]
    public async Task A_check_that_is_paused_rests_and_its_incident_stays_with_people()
    {
        await using var host = await CheckHost.StartAsync();
        var check = await host.AddAsync(host.Http() with { OpensIncident = true });
        host.Web.Status = 500;
        await host.RunAsync();
        var pause = host.Get<PauseCheck>();
        Assert.Equal("reason", (await pause.PauseAsync(People.Ann, check.Id, " ", default)).Problem!.Field);
        Assert.True((await pause.PauseAsync(People.Ann, check.Id, "we know", default)).Succeeded);
        Assert.Equal(0, await host.NextAsync(3));
        var resting = await host.StandingAsync(check);
        Assert.Equal((CheckState.Paused, "Ann paused it: we know"), (resting.State, resting.Why));
        var incident = Assert.Single(await IncidentsAsync(host));
        Assert.True(incident.State.IsOpen());
        Assert.Contains("Ann paused the check Shop answers: we know", await ChecksInAsync(host, incident.Number));
        Assert.Equal(ProblemKind.Conflict, (await pause.RunNowAsync(People.Ann, check.Id, default)).Problem!.Kind);
        host.Web.Status = 200;
        Assert.True((await pause.ResumeAsync(People.Ann, check.Id, default)).Succeeded);
        await host.RunAsync();
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(check)).State);
    }

    [Fact]
    public async Task Workers_share_the_checks_and_none_is_run_twice()
    {
        await using var host = await CheckHost.StartAsync();
        var other = await host.AddNodeAsync("node-b");
        for (var i = 0; i < 40; i++) await host.AddAsync(host.Http($"/{i}", $"check {i}"));
        await Task.WhenAll(host.RunAsync(), other.Get<RunChecks>().InvokeAsync(default));
        Assert.Equal(40, host.Web.Asked.Count);
        await using var db = await host.DatabaseAsync();
        Assert.Equal(40, await db.CheckSamples.CountAsync());
        Assert.Equal(0, await db.CheckStandings.CountAsync(s => s.ClaimId != null));
    }

    [Fact]
    public async Task A_run_that_was_overtaken_leaves_nothing()
    {
        await using var host = await CheckHost.StartAsync();
        var check = await host.AddAsync(host.Http());
        var slow = Assert.Single((await host.Get<ClaimChecks>().TakeAsync(10, default))!);
        Assert.Null(await host.Get<ClaimChecks>().TakeAsync(10, default));
        // Its worker stood still until the claim had run out; another one did the work.
        host.Time.Advance(TimeSpan.FromSeconds(45));
        await host.RunAsync();
        Assert.False(await host.Get<RecordRun>().InvokeAsync(slow.Check!, slow, slow.ClaimId!.Value, Finding.Failed("late"), host.Time.GetUtcNow(), default));
        Assert.Equal(CheckState.Passing, (await host.StandingAsync(check)).State);
    }

    [Fact]
    public async Task Incidents_can_ask_how_the_checks_of_a_system_stand()
    {
        await using var host = await CheckHost.StartAsync();
        var good = await host.AddAsync(host.Http("/a", "Good"));
        await host.RunAsync();
        host.Web.Status = 500;
        var bad = await host.AddAsync(host.Http("/b", "Bad"));
        await host.RunAsync();
        var watched = await host.Get<IWatchedChecks>().OfAsync(good.SystemId, host.Environment, default);
        Assert.Equal([("Bad", CheckHealth.Failing, $"/checks/{bad.Id}"), ("Good", CheckHealth.Passing, $"/checks/{good.Id}")], watched.Select(w => (w.Name, w.Health, w.Link)));
        Assert.Empty(await host.Get<IWatchedChecks>().OfAsync(good.SystemId, Guid.NewGuid(), default));
    }
}
