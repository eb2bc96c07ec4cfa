using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Scenarios.Support;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Sources;
using OpsPortal.Storage;
using static OpsPortal.Scenarios.StatusPage.StatusHost;

namespace OpsPortal.Scenarios.StatusPage;

/// <summary>Status is proposed by facts and published by people, or by the rule of a page whose owner allows it.</summary>
public sealed class FactsPropose
{
    [Fact]
    public async Task An_incident_proposes_and_a_person_publishes()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        var number = await DeclareAsync(host, "cart-db-7 rejects writes", "critical", "Checkout");

        var waiting = Assert.Single((await host.SheetAsync(page)).Proposals);
        Assert.Equal((ComponentState.MajorOutage, $"incident:{number}", $"/incidents/{number}"), (waiting.State, waiting.Source, waiting.Evidence));
        Assert.Empty(await host.TroubleAsync(page));
        Assert.Contains("All systems operational", await host.ReadAsync("/status"));

        await host.PublishAsync(page, "Checkout does not work", PostStatus.Investigating, ComponentState.MajorOutage, null, "Checkout");

        Assert.Empty((await host.SheetAsync(page)).Proposals);
        var shown = await host.ReadAsync("/status");
        Assert.Contains("Checkout is out of service since 03:12 UTC", shown);
        Assert.DoesNotContain("cart-db-7", shown);
    }

    [Fact]
    public async Task The_end_of_an_incident_is_proposed_and_one_proposal_waits_at_a_time()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        var number = await DeclareAsync(host, "Slow", "critical", "Checkout");
        Must(await host.Get<MoveIncident>().ChangeSeverityAsync(People.Ann, number, "warning", "not so bad", default));
        Assert.Equal([ComponentState.DegradedPerformance], (await host.SheetAsync(page)).Proposals.Select(p => p.State));
        var shown = await host.PublishAsync(page, "Checkout is slow", PostStatus.Investigating, ComponentState.DegradedPerformance, null, "Checkout");

        Must(await host.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, "restarted", default));

        var end = Assert.Single((await host.SheetAsync(page)).Proposals);
        Assert.Equal(ComponentState.Operational, end.State);
        await host.PublishAsync(page, "Checkout is slow", PostStatus.Resolved, ComponentState.Operational, shown.PostId, "Checkout");
        await host.TickAsync();
        Assert.Empty((await host.SheetAsync(page)).Proposals);
    }

    [Fact]
    public async Task What_was_dismissed_is_not_proposed_again_until_it_gets_worse()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        var number = await DeclareAsync(host, "Slow", "warning", "Checkout");
        Must(await host.Get<DecideProposal>().DismissAsync(People.Ann, Assert.Single((await host.SheetAsync(page)).Proposals).Id, default));
        await host.TickAsync();
        Assert.Empty((await host.SheetAsync(page)).Proposals);

        Must(await host.Get<MoveIncident>().ChangeSeverityAsync(People.Ann, number, "critical", "it is worse", default));

        Assert.Equal([ComponentState.MajorOutage], (await host.SheetAsync(page)).Proposals.Select(p => p.State));
    }

    [Fact]
    public async Task A_private_incident_never_leaves()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync(form: new(PublishesByRule: true));
        var number = await host.Portal.DeclareAsync("Somebody is in our systems", "critical", @private: true);
        Must(await host.Get<WriteTimeline>().TellStatusAsync(People.Ann, number, "We are looking into a security incident.", default));
        await host.TickAsync();

        Assert.Empty((await host.SheetAsync(page)).Proposals);
        Assert.Empty((await host.SheetAsync(page)).Posts);
        foreach (var path in new[] { "/status", "/status.atom", "/api/v2/summary.json", "/api/v2/incidents.json" }) Assert.DoesNotContain("security incident", await host.ReadAsync(path));
    }

    [Fact]
    public async Task A_page_whose_owner_allows_it_publishes_by_rule_without_internal_words()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync(form: new(PublishesByRule: true));
        var number = await DeclareAsync(host, "cart-db-7 rejects writes of customer ACME", "critical", "Checkout");
        await host.ShowAsync();

        Assert.Equal(["Checkout MajorOutage"], await host.TroubleAsync(page));
        foreach (var path in new[] { "/status", "/status.atom", "/api/v2/summary.json" })
        {
            var text = await host.ReadAsync(path);
            Assert.Contains("Problem with Checkout", text);
            foreach (var inside in new[] { "cart-db-7", "ACME", $"INC-{number}", $"\"/incidents/{number}\"", "Ann" }) Assert.DoesNotContain(inside, text);
        }

        Must(await host.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, "fixed", default));
        await host.ShowAsync();
        Assert.Empty(await host.TroubleAsync(page));
        Assert.Equal(PostStatus.Resolved, Assert.Single((await host.SheetAsync(page)).Posts).Status);
        await host.TickAsync();
        Assert.Empty((await host.SheetAsync(page)).Proposals);
    }

    [Fact]
    public async Task A_status_update_that_a_person_sends_is_published_and_told_in_the_same_transaction()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        await host.SubscribeAsync(page, "eve@example.net");
        var number = await DeclareAsync(host, "cart-db-7 rejects writes", "critical", "Checkout");

        Must(await host.Get<WriteTimeline>().TellStatusAsync(People.Ann, number, "Orders fail. Next update by 04:00.", default));

        await using (var db = await host.DatabaseAsync()) Assert.Equal(1, await db.SubscriberMessages.CountAsync(m => m.UpdateId != null));
        await host.TickAsync();
        await host.TickAsync();
        Assert.Equal(["eve@example.net email: [Example] Investigating: Problem with Checkout"], host.Channels.Take());
        var shown = await host.ReadAsync("/status");
        Assert.Contains("Orders fail.", shown);
        Assert.DoesNotContain("cart-db-7", shown);

        Must(await host.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, "fixed", default));
        Must(await host.Get<WriteTimeline>().TellStatusAsync(People.Ann, number, "Orders work again.", default));
        await host.TickAsync();
        Assert.Equal(["eve@example.net email: [Example] Resolved: Problem with Checkout"], host.Channels.Take());
        var post = Assert.Single((await host.SheetAsync(page)).Posts);
        Assert.Equal((PostStatus.Resolved, 2), (post.Status, (await host.Get<OpsPortal.StatusPage.Managing.StatusQueries>().UpdatesAsync(post.Id, default)).Count));
        Assert.Empty(await host.TroubleAsync(page));
    }

    [Fact]
    public async Task Maintenance_begins_and_ends_by_its_plan()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        await host.SubscribeAsync(page, "eve@example.net");
        var search = await host.ComponentAsync(page, "Search");
        var from = host.Time.GetUtcNow().AddHours(2);
        Must(await host.Get<PublishUpdate>().InvokeAsync(People.Ann, page.Slug, new() { Title = "Upgrade", Status = PostStatus.Scheduled, Body = "Search is away for an hour.", Components = [search.Id], ScheduledFor = from, ScheduledUntil = from.AddHours(1) }, default));
        await host.TickAsync();
        Assert.Empty(await host.TroubleAsync(page));
        Assert.Contains("Planned maintenance", await host.ReadAsync("/status"));

        host.Time.Advance(TimeSpan.FromHours(2));
        await host.TickAsync();
        Assert.Equal(["Search UnderMaintenance"], await host.TroubleAsync(page));
        Assert.Contains("\"status\":\"in_progress\"", await host.ReadAsync("/api/v2/scheduled-maintenances/active.json"));

        host.Time.Advance(TimeSpan.FromHours(1));
        await host.TickAsync();
        await host.TickAsync();
        Assert.Empty(await host.TroubleAsync(page));
        Assert.Equal(["eve@example.net email: [Example] Completed: Upgrade", "eve@example.net email: [Example] In progress: Upgrade", "eve@example.net email: [Example] Planned: Upgrade"], host.Channels.Take());
    }

    [Fact]
    public async Task A_window_that_a_source_plans_is_proposed_once()
    {
        var source = new Planned();
        await using var host = await StartAsync(services: s => s.AddSingleton<IStatusSource>(source));
        var page = await host.PageAsync();
        source.Windows = [new("maintenance:7", "shop", ["Checkout"], "Rotate the keys", host.Time.GetUtcNow().AddDays(1), host.Time.GetUtcNow().AddDays(1).AddHours(2), "/maintenance/7")];
        await host.TickAsync();
        await host.TickAsync();
        var waiting = Assert.Single((await host.SheetAsync(page)).Proposals);
        Assert.Equal(("maintenance:7", "Rotate the keys", "/maintenance/7"), (waiting.Source, waiting.Text, waiting.Evidence));
        Assert.DoesNotContain("Rotate", await host.ReadAsync("/status"));
    }

    [Fact]
    public async Task One_click_publishes_once_and_a_mistake_is_corrected_by_the_next_update()
    {
        await using var host = await StartAsync();
        var page = await host.PageAsync();
        var form = new StatementForm { Title = "Mail is late", Status = PostStatus.Investigating, Body = "Up to an hour.", Key = "the same click" };
        var first = Must(await host.Get<PublishUpdate>().InvokeAsync(People.Ann, page.Slug, form, default));
        Assert.Equal(first.Id, Must(await host.Get<PublishUpdate>().InvokeAsync(People.Ann, page.Slug, form, default)).Id);
        Assert.Single((await host.SheetAsync(page)).Posts);

        await host.PublishAsync(page, "Mail is late", PostStatus.Identified, ComponentState.Operational, first.PostId);
        var updates = await host.Get<OpsPortal.StatusPage.Managing.StatusQueries>().UpdatesAsync(first.PostId, default);
        Assert.Equal(["Mail is late: Identified.", "Up to an hour."], updates.Select(u => u.Body));
        var text = await host.ReadAsync($"/status/incidents/{first.PostId:N}");
        Assert.Contains("Up to an hour.", text);
    }

    private static async Task<long> DeclareAsync(StatusHost host, string title, string severity, params string[] components)
    {
        var declared = Must(await host.Get<DeclareIncident>().InvokeAsync(People.Ann, new("shop", severity, title, $"{Guid.NewGuid()}") { Components = components }, default));
        return declared.Number;
    }

    private sealed class Planned : IStatusSource
    {
        public IReadOnlyList<PlannedWindow> Windows { get; set; } = [];

        public Task<IReadOnlyList<StatusFinding>> FindAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<StatusFinding>>([]);

        public Task<IReadOnlyList<PlannedWindow>> PlannedAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult(Windows);
    }
}
