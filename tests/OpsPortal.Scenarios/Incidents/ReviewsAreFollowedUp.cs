using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Reviews;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Incidents;

/// <summary>A review is drafted from what the timeline says, written together, and what it asks for is followed up.</summary>
public sealed class ReviewsAreFollowedUp
{
    private readonly FakeTime time = new();
    private readonly FakeChannels channels = new();

    private async Task<(PortalHost Portal, long Number)> AfterAnIncidentAsync()
    {
        var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web", OnCall = true, Services = channels.Into });
        await portal.ArrangeAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        time.Advance(TimeSpan.FromMinutes(2));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Acknowledged, null, default);
        var request = new OpsPortal.Executions.ExecutionRequest("shop", "scale", "sandbox", new Dictionary<string, string>(), "click") { Incident = number };
        var execution = await portal.ConfirmAsync(request, await portal.LookAsync("scale"));
        Assert.True(await portal.RunAsync(execution.Value!.Id));
        time.Advance(TimeSpan.FromMinutes(10));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, null, default);
        return (portal, number);
    }

    [Fact]
    public async Task The_draft_says_what_the_timeline_knows_and_no_more()
    {
        var (portal, number) = await AfterAnIncidentAsync();
        await using var _ = portal;
        var draft = (await portal.Get<ReviewQueries>().FindAsync(number, default))!.Review;
        Assert.Equal("critical of shop: checkout is slow. Detected 2026-03-08 03:12 UTC by Ann, acknowledged by Ann after 2 min, mitigated after 12 min, resolved after 12 min. What was changed: Scale deployment cart to 5 in shop.", draft.Summary);
        Assert.Equal("Nobody outside was told.", draft.Impact);
        Assert.Contains("The step scale by Ann", draft.Helped);
        Assert.Equal(("", 0), (draft.RootCause, draft.Revision));
    }

    [Fact]
    public async Task Two_who_write_at_once_lose_nothing()
    {
        var (portal, number) = await AfterAnIncidentAsync();
        await using var _ = portal;
        var write = portal.Get<WriteReview>();
        Assert.True((await write.InvokeAsync(People.Ann, number, new(RootCause: "The cache was cold."), default)).Succeeded);
        Assert.True((await write.InvokeAsync(People.Bob, number, new(Helped: "The dashboard.", Revision: 1), default)).Succeeded);
        var late = await write.InvokeAsync(People.Ann, number, new(RootCause: "Something else.", Revision: 1), default);
        Assert.StartsWith("Bob has changed the review meanwhile.", late.Problem?.Detail);
        var review = (await portal.Get<ReviewQueries>().FindAsync(number, default))!.Review;
        Assert.Equal(("The cache was cold.", "The dashboard."), (review.RootCause, review.Helped));
    }

    [Fact]
    public async Task It_is_finished_with_a_root_cause_and_not_while_the_incident_is_open()
    {
        var (portal, number) = await AfterAnIncidentAsync();
        await using var _ = portal;
        var write = portal.Get<WriteReview>();
        Assert.StartsWith("Write down the root cause first", (await write.FinishAsync(People.Ann, number, default)).Problem?.Detail);
        await write.InvokeAsync(People.Ann, number, new(RootCause: "The cache was cold."), default);
        Assert.Equal(IncidentState.Reviewed, (await write.FinishAsync(People.Ann, number, default)).Value!.State);
        var open = await portal.DeclareAsync("login is slow", "critical");
        Assert.Contains("is still detected", (await write.InvokeAsync(People.Ann, open, new(RootCause: "x"), default)).Problem?.Detail);
    }

    [Fact]
    public async Task Owners_are_reminded_before_on_the_day_and_each_week_until_it_is_done()
    {
        var (portal, number) = await AfterAnIncidentAsync();
        await using var _ = portal;
        await portal.WatchAsync();
        channels.Take();
        var items = portal.Get<KeepActionItems>();
        Assert.True((await items.AddAsync(People.Ann, number, "Warm the cache before a deployment", People.Bob.Id, new(2026, 3, 20), default)).Succeeded);

        var reminders = new List<DateTimeOffset>();
        for (var hour = 0; hour < 24 * 30; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
            await portal.WatchAsync();
            if (channels.Take().Any(s => s.StartsWith("Bob push: Due: action item", StringComparison.Ordinal))) reminders.Add(time.GetUtcNow());
        }
        // Tuesday before, the Friday itself, and each Friday after.
        Assert.Equal(["03-17", "03-20", "03-27", "04-03"], reminders.Select(r => $"{r:MM-dd}"));

        await using var db = await portal.DatabaseAsync();
        Assert.True((await items.FinishAsync(People.Bob, number, (await db.ActionItems.SingleAsync()).Id, true, default)).Succeeded);
        time.Advance(TimeSpan.FromDays(20));
        await portal.WatchAsync();
        Assert.Empty(channels.Take());
    }
}
