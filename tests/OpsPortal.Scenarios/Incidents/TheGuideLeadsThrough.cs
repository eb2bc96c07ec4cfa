using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Components;
using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Runbooks;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>What people do by hand is in the timeline: items of the response guide, and manual steps of a runbook.</summary>
public sealed class TheGuideLeadsThrough
{
    [Fact]
    public async Task An_item_is_ticked_by_a_person_and_told()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("orders are corrupted", "critical");
        Assert.Contains("no item data.writes", (await TickAsync("data.writes", true)).Problem!.Detail);
        Assert.Contains("kinds are general, sloBreach, dataCorruption, security", (await portal.Get<WriteTimeline>().DescribeAsync(People.Ann, number, new(Kind: "odd"), default)).Problem!.Detail);
        Assert.True((await portal.Get<WriteTimeline>().DescribeAsync(People.Ann, number, new(Kind: "dataCorruption"), default)).Succeeded);
        for (var n = 0; n < 2; n++) Assert.True((await TickAsync("data.writes", true)).Succeeded);
        Assert.True((await TickAsync("data.isolate", true)).Succeeded);
        Assert.True((await TickAsync("data.isolate", false)).Succeeded);
        Assert.Contains("ticked by what happened", (await AcknowledgedAsync()).Problem!.Detail);
        Assert.Equal(
        [
            "2 Facts Ann: Ann changed kind of incident: data corruption",
            "3 SignOff Ann: Ann did: Stop everything that writes to the affected data, scheduled jobs included",
            "4 SignOff Ann: Ann did: Take the pods that did it out of service; keep their logs and their disks",
            "5 SignOff Ann: Ann took back that this was done: Take the pods that did it out of service; keep their logs and their disks",
        ], (await portal.TimelineAsync(number)).Skip(1).Take(4));
        Assert.Equal(["data.writes"], (await portal.Get<IncidentQueries>().FindAsync(number, default))!.Ticks.Select(t => t.Item));
        Assert.Equal(ProblemKind.Forbidden, (await portal.Get<TickGuide>().InvokeAsync(People.Vic, number, "data.tell", true, default)).Problem!.Kind);

        Task<Result<Incident>> TickAsync(string item, bool done) => portal.Get<TickGuide>().InvokeAsync(People.Ann, number, item, done, default);
        async Task<Result<Incident>> AcknowledgedAsync()
        {
            await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Acknowledged, null, default);
            return await TickAsync("acknowledge", true);
        }
    }

    [Fact]
    public async Task A_manual_step_done_for_an_incident_is_told_and_is_none_of_the_daily_run()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web", Services = services => services.AddSingleton<RunTicks>() });
        await portal.KnowPeopleAsync();
        const string text = "# Shop\n\n## Restore\n\n1. Telephone the data centre\n2. Write down the time\n";
        await using var db = await portal.DatabaseAsync();
        db.RunbookVersions.Add(new() { RunbookId = FakeRunbooks.RunbookId, Number = 1, Text = text, Hash = RunbookCompiler.Compile(text, "Shop").Hash, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "Ann" });
        await db.SaveChangesAsync();
        var step = (await portal.Get<RunbookLibrary>().FindAsync("shop", default))!.Compiled.Steps[0];
        var place = await db.Environments.Where(e => e.Name == "sandbox").Select(e => e.Id).SingleAsync();
        var number = await portal.DeclareAsync("the disk is full", "critical");

        Assert.True((await TickAsync(number, true)).Succeeded);
        Assert.Equal($"2 SignOff Ann: Ann did by hand: {step.Title}", (await portal.TimelineAsync(number)).Last());
        Assert.Null(await portal.Get<RunTicks>().FindAsync(FakeRunbooks.RunbookId, place, null, default));
        Assert.Equal([step.Id], (await portal.Get<RunTicks>().FindAsync(FakeRunbooks.RunbookId, place, number, default))!.Ticks.Keys);
        Assert.True((await TickAsync(null, true)).Succeeded);
        Assert.True((await TickAsync(number, false)).Succeeded);
        Assert.Equal($"3 SignOff Ann: Ann took back that this was done: {step.Title}", (await portal.TimelineAsync(number)).Last());
        Assert.Equal("There is no incident INC-99.", (await TickAsync(99, true)).Problem?.Detail);

        Task<Result<Run>> TickAsync(long? incident, bool done) => portal.Get<RunTicks>().TickAsync(People.Ann, FakeRunbooks.RunbookId, place, incident, step.Id, done, default);
    }

    [Fact]
    public async Task What_earlier_incidents_named_is_suggested_to_whoever_may_see_them()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        foreach (var components in new[] { new[] { "checkout", "search" }, ["Search"], ["payments"] })
        {
            var number = await portal.DeclareAsync("slow", "warning");
            Assert.True((await portal.Get<WriteTimeline>().DescribeAsync(People.Ann, number, new(Components: components), default)).Succeeded);
        }
        Assert.Equal(["Search", "checkout", "payments"], (await portal.Get<SuggestComponents>().InvokeAsync("shop", default)).Order(StringComparer.Ordinal));
        Assert.Equal("search", (await portal.Get<SuggestComponents>().InvokeAsync("shop", default))[0], ignoreCase: true);
        Assert.Empty(await portal.Get<SuggestComponents>().InvokeAsync("other", default));
    }
}
