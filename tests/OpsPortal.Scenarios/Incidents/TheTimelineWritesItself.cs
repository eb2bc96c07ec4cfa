using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Executions;
using OpsPortal.Incidents;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>What happens in an incident is in its timeline, in order, with its cause or not at all, and for good.</summary>
public sealed class TheTimelineWritesItself
{
    [Fact]
    public async Task Every_act_is_an_entry_in_its_order()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        Done(await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Acknowledged, null, default));
        Done(await portal.Get<ChangeRoles>().JoinAsync(People.Bob, number, IncidentRole.Commander, default));
        Done(await portal.Get<ChangeRoles>().GiveAsync(People.Bob, number, People.Ann.Id, IncidentRole.Commander, default));
        Done(await portal.Get<WriteTimeline>().NoteAsync(People.Ann, number, "The cache is **cold**.", default));
        Done(await portal.Get<WriteTimeline>().CorrectAsync(People.Ann, number, 5, "The cache is warm.", default));
        Done(await portal.Get<MoveIncident>().ChangeSeverityAsync(People.Bob, number, "warning", "only one shop", default));
        Done(await portal.Get<WriteTimeline>().TellStatusAsync(People.Bob, number, "Checkout is slow for some.", default));
        Done(await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, "restarted the cache", default));
        Done(await portal.Get<MoveIncident>().InvokeAsync(People.Bob, number, IncidentState.Investigating, null, default));

        Assert.Equal(
        [
            "1 Declared Ann: Ann declared critical: checkout is slow",
            "2 Acknowledged Ann: Ann acknowledged: is on it",
            "3 Role Bob: Bob is commander now",
            "4 Role Bob: Bob made Ann commander, taking over from Bob",
            "5 Note Ann: The cache is **cold**.",
            "6 Correction Ann: The cache is warm.",
            "7 Severity Bob: Bob changed the severity from critical to warning: only one shop",
            "8 StatusUpdate Bob: Checkout is slow for some.",
            "9 State Ann: Ann resolved it: restarted the cache",
            "10 State Bob: Bob reopened it",
        ], await portal.TimelineAsync(number));
        var sheet = (await portal.Get<IncidentQueries>().FindAsync(number, default))!;
        Assert.Equal(("Ann", IncidentState.Investigating, 10), (sheet.With(IncidentRole.Commander)?.Name, sheet.Incident.State, sheet.Incident.LastEntry));
    }

    [Fact]
    public async Task A_change_run_for_an_incident_is_told_with_its_result_and_output_digest()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        var request = new ExecutionRequest("shop", "scale", "sandbox", new Dictionary<string, string>(), "click") { Incident = number };
        var plan = await portal.LookAsync("scale");
        var execution = Done(await portal.ConfirmAsync(request, plan));
        Assert.True(await portal.RunAsync(execution.Id));

        var entries = (await portal.Get<IncidentQueries>().TimelineAsync(number, 1, null, default))!;
        Assert.Equal([TimelineKind.Execution, TimelineKind.Execution], entries.Select(e => e.Kind));
        Assert.Equal("Ann started: The step scale", entries[0].Text);
        Assert.StartsWith("The step scale by Ann: ", entries[1].Text);
        Assert.Equal(($"{execution.Id}", "Succeeded", 64), (entries[1].Detail["execution"], entries[1].Detail["state"], entries[1].Detail["digest"].Length));
    }

    [Fact]
    public async Task An_incident_that_is_not_there_takes_no_execution()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        var asked = await portal.Get<RequestExecution>().InvokeAsync(People.Ann, new("shop", "pods", "sandbox", new Dictionary<string, string>(), "click") { Incident = 99 }, default);
        Assert.Equal("There is no incident INC-99.", asked.Problem?.Detail);
    }

    [Fact]
    public async Task The_database_refuses_to_change_a_timeline()
    {
        var connectionString = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(connectionString, new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        await portal.DeclareAsync("checkout is slow", "critical");
        await using var source = NpgsqlDataSource.Create(connectionString);
        foreach (var sql in new[] { "update timeline_entries set text = 'nothing happened'", "delete from timeline_entries", "truncate timeline_entries cascade" })
        {
            await using var command = source.CreateCommand(sql);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Contains("append-only", refused.MessageText);
        }
    }

    [Fact]
    public async Task Hundred_people_at_once_leave_no_gap_and_no_double()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, cancellation) =>
            Done(await portal.Get<WriteTimeline>().NoteAsync(People.Ann, number, $"note {n}", cancellation)));
        Assert.Equal(Enumerable.Range(1, 101), (await portal.Get<IncidentQueries>().TimelineAsync(number, 0, null, default))!.Select(e => e.Number));
    }

    [Fact]
    public async Task Whoever_follows_it_hears_of_each_entry()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        await using var viewer = await HubCaller.ConnectAsync(portal, "Viewer");
        var second = viewer.FirstAsync("incident", $"{number}", after: 1);
        Done(await portal.Get<WriteTimeline>().NoteAsync(People.Ann, number, "The cache is cold.", default));
        Assert.Equal(2, await second);
        await using var other = await HubCaller.ConnectAsync(portal, "Viewer");
        Assert.Contains("There is no incident INC-99.", (await Assert.ThrowsAsync<InvalidOperationException>(() => other.FirstAsync("incident", "99", after: 0))).Message);
    }

    [Fact]
    public async Task A_click_twice_is_one_incident()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var declared = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => portal.Get<DeclareIncident>().InvokeAsync(People.Ann, new("shop", "critical", "checkout is slow", "one click"), default)));
        Assert.Single(declared.Select(d => Done(d).Number).Distinct());
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(1, await db.TimelineEntries.CountAsync());
    }

    private static T Done<T>(Result<T> result)
    {
        Assert.True(result.Succeeded, result.Problem?.Detail);
        return result.Value;
    }
}
