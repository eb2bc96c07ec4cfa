using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Paging;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.OnCall.Paging.Testing;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.OnCall;

/// <summary>Who is paged when, with which words, and what becomes of pages when something breaks. Each scenario fails on any page that it does not name.</summary>
public sealed class PagesAreNeverLost
{
    private readonly FakeTime time = new();
    private readonly FakeChannels channels = new();

    private async Task<PortalHost> PortalAsync(int repeat = 0, IReadOnlyList<string>? lowUrgency = null, string? database = null)
    {
        var portal = await PortalHost.StartAsync(database ?? await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web", OnCall = true, Services = channels.Into });
        if (database is null) await portal.ArrangeAsync(repeat, lowUrgency);
        return portal;
    }

    private async Task<IReadOnlyList<string>> AfterAsync(PortalHost portal, TimeSpan by)
    {
        time.Advance(by);
        await portal.WatchAsync();
        return channels.Take();
    }

    [Fact]
    public async Task Levels_and_methods_come_in_their_order_until_nobody_is_left()
    {
        await using var portal = await PortalAsync(repeat: 1);
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        var name = $"critical INC-{number}: checkout is slow";

        Assert.Equal([$"Ann push: {name}"], await AfterAsync(portal, TimeSpan.Zero));
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromSeconds(59)));
        Assert.Equal([$"Ann voice: {name}"], await AfterAsync(portal, TimeSpan.FromSeconds(1)));
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromSeconds(239)));
        Assert.Equal([$"Bob push: {name}"], await AfterAsync(portal, TimeSpan.FromSeconds(1)));
        Assert.Equal([$"Bob voice: {name}"], await AfterAsync(portal, TimeSpan.FromMinutes(1)));
        Assert.Equal([$"Ann push: {name}"], await AfterAsync(portal, TimeSpan.FromMinutes(9)));
        Assert.Equal([$"Ann voice: {name}", $"Bob push: {name}"], await AfterAsync(portal, TimeSpan.FromMinutes(5)));
        Assert.Equal([$"Bob voice: {name}"], await AfterAsync(portal, TimeSpan.FromMinutes(2)));
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromHours(12)));
        Assert.Contains("nobody is left to page", string.Join('\n', await portal.TimelineAsync(number)));
    }

    [Fact]
    public async Task An_acknowledgement_stops_everything_and_is_reminded_of_until_it_is_mitigated()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical", People.Root);
        Assert.Single(await AfterAsync(portal, TimeSpan.Zero));
        await using (var db = await portal.DatabaseAsync())
            Assert.True((await portal.Get<AcknowledgePage>().InvokeAsync(People.Ann, (await db.Pages.SingleAsync()).Id, default)).Succeeded);

        Assert.Equal(IncidentState.Acknowledged, (await portal.Get<IncidentQueries>().FindAsync(number, default))!.Incident.State);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromMinutes(29)));
        Assert.Equal([$"Ann push: Still open: critical INC-{number}: checkout is slow"], await AfterAsync(portal, TimeSpan.FromMinutes(1)));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Mitigated, null, default);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromHours(5)));
    }

    [Fact]
    public async Task Resolving_at_once_ends_the_pages_too()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        Assert.Single(await AfterAsync(portal, TimeSpan.Zero));
        Assert.True((await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, "a false alarm", default)).Succeeded);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromHours(2)));
    }

    [Fact]
    public async Task After_an_outage_of_the_portal_one_level_is_paged_not_all()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        Assert.Single(await AfterAsync(portal, TimeSpan.Zero));

        Assert.Equal(["Ann voice", "Bob push"], (await AfterAsync(portal, TimeSpan.FromHours(3))).Select(s => s.Split(':')[0]));
        Assert.Equal(["Bob voice"], (await AfterAsync(portal, TimeSpan.FromMinutes(1))).Select(s => s.Split(':')[0]));
        Assert.Equal(2, await CountAsync(portal, number));
    }

    [Fact]
    public async Task A_method_that_fails_makes_room_for_the_next_at_once_and_nobody_reached_for_the_next_level()
    {
        await using var portal = await PortalAsync();
        channels.Says = (who, kind) => who == "Ann" ? new Delivery.Permanent($"{kind} is gone.") : null;
        await portal.DeclareAsync("checkout is slow", "critical");
        await portal.WatchAsync();
        await portal.WatchAsync();
        Assert.Equal(["Bob push"], channels.Take().Select(s => s.Split(':')[0]));
    }

    [Fact]
    public async Task What_is_not_taken_is_tried_again_with_the_same_key()
    {
        await using var portal = await PortalAsync();
        var tries = 0;
        channels.Says = (_, kind) => kind == MethodKind.Push && ++tries < 3 ? new Delivery.Temporary("busy") : null;
        await portal.DeclareAsync("checkout is slow", "critical");
        Assert.Empty(await AfterAsync(portal, TimeSpan.Zero));
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromSeconds(5)));
        Assert.Equal(["Ann push"], (await AfterAsync(portal, TimeSpan.FromSeconds(10))).Select(s => s.Split(':')[0]));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_worker_that_dies_while_it_sends_loses_nothing_and_sends_nothing_twice()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Time = time, Roles = "web", OnCall = true, Services = channels.Into });
        await portal.ArrangeAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        // Claimed, handed to the other side, and never heard of again.
        var push = await portal.Get<ClaimPages>().TakeAsync(default);
        Assert.Equal(MethodKind.Push, push!.First.Kind);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromSeconds(45)));
        time.Advance(TimeSpan.FromSeconds(15));
        var call = await portal.Get<ClaimPages>().TakeAsync(default);
        Assert.Equal(MethodKind.Voice, call!.First.Kind);

        // Push takes one key once, so it is sent again; a call is not, because it might be a second one.
        time.Advance(TimeSpan.FromSeconds(91));
        await portal.WatchAsync();
        await portal.WatchAsync();
        Assert.Equal(["Ann push"], channels.Take().Select(s => s.Split(':')[0]));
        Assert.Contains(await portal.TimelineAsync(number), e => e.Contains("by call: delivery unknown. The worker that sent it stopped answering"));
        // The late worker cannot tell another story.
        await portal.Get<FinishPages>().InvokeAsync(call, new(AttemptState.Delivered, null), default);
        Assert.DoesNotContain(await portal.TimelineAsync(number), e => e.Contains("delivered by call"));
    }

    [Fact]
    public async Task Many_incidents_at_once_are_a_handful_of_messages()
    {
        await using var portal = await PortalAsync();
        for (var n = 0; n < 20; n++) await portal.DeclareAsync($"shop {n} is slow", "critical");
        Assert.Equal(["Ann push: 20 incidents: critical INC-1: shop 0 is slow and 19 more"], await AfterAsync(portal, TimeSpan.Zero));
        for (var n = 20; n < 30; n++) await portal.DeclareAsync($"shop {n} is slow", "critical");
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromSeconds(14)));
        Assert.Equal(["Ann push: 10 incidents: critical INC-21: shop 20 is slow and 9 more"], await AfterAsync(portal, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task What_can_wait_waits_for_business_hours()
    {
        await using var portal = await PortalAsync(lowUrgency: ["info"]);
        // Sunday night; Monday begins at nine.
        var number = await portal.DeclareAsync("disk is getting full", "info");
        Assert.Empty(await AfterAsync(portal, new TimeSpan(29, 47, 59)));
        Assert.Equal([$"Ann push: info INC-{number}: disk is getting full"], await AfterAsync(portal, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Workers_side_by_side_page_once()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var one = await PortalHost.StartAsync(database, new() { Time = time, Roles = "web", OnCall = true, Node = "a", Services = channels.Into });
        await one.ArrangeAsync();
        await using var two = await PortalAsync(database: database);
        for (var n = 0; n < 5; n++) await one.DeclareAsync($"shop {n} is slow", "critical");
        for (var minute = 0; minute < 8; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(one.WatchAsync(), two.WatchAsync(), one.WatchAsync(), two.WatchAsync());
        }
        await using var db = await one.DatabaseAsync();
        Assert.Equal(10, await db.Pages.CountAsync());
        var told = channels.Sent.Where(s => s.Kind == MethodKind.Push).SelectMany(s => s.Message.Text.Split('\n').Where(l => l.StartsWith("You are paged", StringComparison.Ordinal))).Count();
        Assert.Equal(10, told);
    }

    [Fact]
    public async Task Why_somebody_was_paged_or_not_is_told()
    {
        await using var portal = await PortalAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        await portal.WatchAsync();
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Acknowledged, null, default);
        await using var db = await portal.DatabaseAsync();
        var people = await db.Contacts.ToDictionaryAsync(c => c.Name, c => c.Id);
        Assert.Equal(
        [
            "2026-03-08 03:12:00 UTC: Ann was paged: on call for Primary, level 1 of Shop. Acknowledged by Ann at 03:12:00 UTC.",
            "By push (Ann): delivered at 03:12:00 UTC.",
            "By call (Ann): not sent: Ann acknowledged before.",
        ], (await portal.Get<PageQueries>().WhyAsync(People.Vic, number, people["Ann"], default)).Value!);
        Assert.Equal(["Bob is on level 2 of Shop. Paging came to level 1, because Ann acknowledged at 03:12:00 UTC."], (await portal.Get<PageQueries>().WhyAsync(People.Vic, number, people["Bob"], default)).Value!);
    }

    [Fact]
    public async Task A_test_page_goes_the_whole_way()
    {
        await using var portal = await PortalAsync();
        var page = await portal.Get<SendTestPage>().InvokeAsync(People.Root, "primary", default);
        Assert.True(page.Succeeded, page.Problem?.Detail);
        Assert.Equal(["Ann push: Test page from OpsPortal: nothing is wrong"], await AfterAsync(portal, TimeSpan.Zero));
        Assert.True((await portal.Get<AcknowledgePage>().ByLinkAsync(page.Value.Id, default)).Succeeded);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Without_a_policy_the_timeline_says_that_nobody_was_paged()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web", OnCall = true, Services = channels.Into });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        Assert.Equal("Nobody was paged: no escalation policy is for this system.", (await portal.Get<IncidentQueries>().TimelineAsync(number, 1, [TimelineKind.Page], default))!.Single().Text);
    }

    private static async Task<int> CountAsync(PortalHost portal, long number)
    {
        await using var db = await portal.DatabaseAsync();
        return await db.Pages.CountAsync(p => p.Incident == number);
    }
}
