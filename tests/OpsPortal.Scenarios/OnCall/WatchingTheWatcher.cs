using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Incidents.Reviews;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.HandingOver;
using OpsPortal.OnCall.Paging;
using OpsPortal.OnCall.Paging.Testing;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.OnCall;

/// <summary>Test pages that come by themselves, and what goes over at a hand-over.</summary>
public sealed class WatchingTheWatcher
{
    private readonly FakeTime time = new();
    private readonly FakeChannels channels = new();

    private async Task<PortalHost> PortalAsync(string? database = null)
    {
        var portal = await PortalHost.StartAsync(database ?? await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web", OnCall = true, Services = channels.Into });
        if (database is null) await portal.ArrangeAsync();
        return portal;
    }

    private async Task<IReadOnlyList<string>> AfterAsync(PortalHost portal, TimeSpan by)
    {
        time.Advance(by);
        await portal.WatchAsync();
        return channels.Take();
    }

    [Fact]
    public async Task A_test_page_comes_every_week_and_readiness_tells_what_became_of_it()
    {
        await using var portal = await PortalAsync();
        var plan = portal.Get<PlanTestPages>();
        Assert.True((await plan.AddAsync(People.Root, new("primary", Day: DayOfWeek.Monday, At: new(10, 0)), default)).Succeeded);
        Assert.Equal("The first one is still to come. It comes every Monday at 10:00, UTC.", (await CheckAsync(portal)).Sentence);

        // Sunday, 03:12; nothing before Monday at ten.
        Assert.Empty(await AfterAsync(portal, new TimeSpan(30, 47, 59)));
        Assert.Equal(["Ann push: Test page from OpsPortal: nothing is wrong"], await AfterAsync(portal, TimeSpan.FromSeconds(1)));
        Assert.Contains("One is under way to Ann.", (await CheckAsync(portal)).Sentence);
        Assert.True((await portal.Get<AcknowledgePage>().ByLinkAsync(await LastAsync(portal), default)).Succeeded);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromDays(2)));
        Assert.Equal((true, "Ann answered the last one, 2 d ago, after 0.0 s. It comes every Monday at 10:00, UTC."), ((await CheckAsync(portal)).Good, (await CheckAsync(portal)).Sentence));

        // The next one nobody answers; after an outage of three weeks one comes, not three.
        Assert.Equal(["Ann push"], (await AfterAsync(portal, TimeSpan.FromDays(26))).Select(s => s.Split(':')[0]));
        Assert.Equal(["Ann voice"], (await AfterAsync(portal, TimeSpan.FromHours(1))).Select(s => s.Split(':')[0]));
        Assert.Contains("was delivered to Ann, and nobody answered it", (await CheckAsync(portal)).Sentence);
        await using var db = await portal.DatabaseAsync();
        Assert.True((await plan.RemoveAsync(People.Root, (await db.TestRoutines.SingleAsync()).Id, default)).Succeeded);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromDays(30)));
    }

    [Fact]
    public async Task Where_nobody_can_be_paged_for_trial_readiness_says_so()
    {
        await using var portal = await PortalAsync();
        var mute = await portal.ContactAsync("Mute", null);
        Assert.True((await portal.Get<PlanTestPages>().AddAsync(People.Root, new(Contact: mute, At: new(4, 0)), default)).Succeeded);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromHours(1)));
        Assert.Equal((false, "Test page to Mute"), ((await CheckAsync(portal)).Good, (await CheckAsync(portal)).Subject));
        Assert.Contains("did not get through to Mute: There is no contact method that works.", (await CheckAsync(portal)).Sentence);
        Assert.True((await portal.Get<SaveContact>().RemoveAsync(People.Root, mute, default)).Succeeded);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromDays(1)));
        Assert.Contains("The contact was removed", (await CheckAsync(portal)).Sentence);
    }

    [Fact]
    public async Task Workers_side_by_side_send_one_test_page()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var one = await PortalAsync(database);
        await one.ArrangeAsync();
        await using var two = await PortalAsync(database);
        Assert.True((await one.Get<PlanTestPages>().AddAsync(People.Root, new("primary", At: new(4, 0)), default)).Succeeded);
        time.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(one.WatchAsync(), two.WatchAsync(), one.WatchAsync(), two.WatchAsync());
        Assert.Single(channels.Take());
    }

    [Theory]
    [InlineData(null, null, "one of them")]
    [InlineData("moon", null, "no schedule moon")]
    [InlineData("primary", "Mars/Phobos", "no time zone")]
    public async Task Bad_plans_get_a_helpful_sentence(string? schedule, string? zone, string told)
    {
        await using var portal = await PortalAsync();
        Assert.Contains(told, (await portal.Get<PlanTestPages>().AddAsync(People.Root, new(schedule, TimeZone: zone), default)).Problem!.Detail);
        Assert.NotNull((await portal.Get<PlanTestPages>().AddAsync(People.Ann, new("primary"), default)).Problem);
    }

    [Fact]
    public async Task A_hand_over_tells_incidents_with_what_is_due_silences_and_action_items()
    {
        await using var portal = await PortalAsync();
        var sender = await AlertSender.AddAsync(portal);
        var over = await portal.DeclareAsync("search was slow", "critical", People.Root);
        await portal.Get<MoveIncident>().InvokeAsync(People.Root, over, IncidentState.Resolved, "restarted", default);
        var item = await portal.Get<KeepActionItems>().AddAsync(People.Root, over, "Raise the limit", People.Ann.Id, new(2026, 3, 1), default);
        Assert.True(item.Succeeded, item.Problem?.Detail);
        var open = await portal.DeclareAsync("checkout is slow", "critical", People.Root);
        var quiet = await portal.Get<SilenceAlert>().InvokeAsync(People.Root, new("prod", [new("alertname", "PodDown")], time.GetUtcNow().AddHours(2), "noise"), default);
        Assert.True(quiet.Succeeded, quiet.Problem?.Detail);

        await using var db = await portal.DatabaseAsync();
        var schedule = await db.OnCallSchedules.Select(s => s.Id).SingleAsync();
        var matters = await portal.Get<IOpenMatters>().OpenAsync(schedule, default);
        Assert.Equal(["incident", "silence", "action item"], matters.Select(m => m.Kind));
        Assert.Equal(($"INC-{open} checkout is slow", $"/incidents/{open}"), (matters[0].Title, matters[0].Address));
        Assert.StartsWith("critical, detected", matters[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(("alertname=\"PodDown\"", "quiet until 2026-03-08 05:12 UTC, by Root: noise"), (matters[1].Title, matters[1].Sentence));
        Assert.Equal(("Raise the limit", $"Ann, was due 2026-03-01, from INC-{over}"), (matters[2].Title, matters[2].Sentence));
        // A schedule that no policy asks answers for nothing.
        Assert.Empty(await portal.Get<IOpenMatters>().OpenAsync(Guid.NewGuid(), default));
    }

    private static async Task<ReadyCheck> CheckAsync(PortalHost portal) => (await portal.Get<Readiness>().InvokeAsync(default)).Single(c => c.Subject.StartsWith("Test page", StringComparison.Ordinal));

    private static async Task<long> LastAsync(PortalHost portal)
    {
        await using var db = await portal.DatabaseAsync();
        return await db.Pages.MaxAsync(p => p.Id);
    }
}
