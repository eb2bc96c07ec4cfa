using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Scenarios.Support;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>Clocks come from the system's policy; when they run out somebody is told, once, and again where it is asked for.</summary>
public sealed class ClocksAreActedUpon
{
    private readonly FakeTime time = new();

    private async Task<PortalHost> PortalAsync()
    {
        var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });
        await portal.KnowPeopleAsync();
        foreach (var (name, respond, escalate) in new[] { ("P1", "15 min", "30 min"), ("P2", "1 h", "4 h") })
            Assert.True((await portal.Get<ChangeFact>().AddAsync(People.Root, "shop", FactKind.Severity,
                new Dictionary<string, string?> { ["name"] = name, ["respondWithin"] = respond, ["escalateAfter"] = escalate, ["updateEvery"] = "15 min", ["postMortemWithin"] = "48 h" }, default)).Succeeded);
        return portal;
    }

    private async Task<List<string>> TendAsync(PortalHost portal, long number, int after)
    {
        await portal.Get<TendClocks>().InvokeAsync(default);
        return [.. (await portal.Get<IncidentQueries>().TimelineAsync(number, after, [TimelineKind.Clock], default))!.Select(e => e.Text)];
    }

    [Fact]
    public async Task What_runs_out_is_told_once_and_updates_again_each_turn()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "P1");
        time.Advance(TimeSpan.FromMinutes(14));
        Assert.Empty(await TendAsync(portal, number, 0));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["Nobody acknowledged P1 within 15 min.", "A status update was due."], (await TendAsync(portal, number, 0)).Order(StringComparer.Ordinal).Reverse());
        Assert.Empty(await TendAsync(portal, number, 3));
        time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(["A status update was due, 15 min ago. Nobody has written one yet.", "It is not mitigated after 30 min: it goes up a level."], (await TendAsync(portal, number, 3)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_outage_of_the_portal_is_one_reminder_not_twenty()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "P1");
        time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(3, (await TendAsync(portal, number, 0)).Count);
        Assert.Empty(await TendAsync(portal, number, 4));
    }

    [Fact]
    public async Task Only_the_states_that_say_so_stop_a_clock()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "P1");
        time.Advance(TimeSpan.FromMinutes(2));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Acknowledged, null, default);
        Assert.Equal("respond: done after 2 min; escalate: in 28 min; update: in 13 min", await ClocksAsync(portal, number));
        await portal.Get<MoveIncident>().ChangeSeverityAsync(People.Ann, number, "P2", null, default);
        Assert.Equal("respond: done after 2 min; escalate: in 3 h 58 min; update: in 13 min", await ClocksAsync(portal, number));
        time.Advance(TimeSpan.FromMinutes(3));
        await portal.Get<WriteTimeline>().TellStatusAsync(People.Ann, number, "We look into it.", default);
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Mitigated, null, default);
        Assert.Equal("respond: done after 2 min; escalate: done after 5 min; update: in 15 min", await ClocksAsync(portal, number));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, null, default);
        Assert.Equal("respond: done after 2 min; escalate: done after 5 min; update: done after 0 s; review: in 2 days", await ClocksAsync(portal, number));
    }

    private async Task<string> ClocksAsync(PortalHost portal, long number) => string.Join("; ",
        (await portal.Get<IncidentQueries>().FindAsync(number, default))!.Clocks.OrderBy(c => c.Kind).Select(c => $"{c.Kind.ToString().ToLowerInvariant()}: {ClockText.Left(c, time.GetUtcNow())}"));
}
