using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Paging;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.OnCall.Schedules;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;

namespace OpsPortal.Scenarios.OnCall;

/// <summary>Saying that one is on it, with an account or without, and calling others when one cannot do it alone.</summary>
public sealed class AnsweringPages
{
    private readonly FakeTime time = new();
    private readonly FakeChannels channels = new();

    private async Task<PortalHost> PortalAsync()
    {
        var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web", OnCall = true, Services = channels.Into });
        await portal.ArrangeAsync();
        return portal;
    }

    private async Task<IReadOnlyList<string>> AfterAsync(PortalHost portal, TimeSpan by)
    {
        time.Advance(by);
        await portal.WatchAsync();
        return channels.Take();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_desk_without_an_account_acknowledges_by_the_link_and_is_reminded(bool @private)
    {
        await using var portal = await PortalAsync();
        var desk = await portal.ContactAsync("Service desk", null, MethodKind.Push, MethodKind.Voice);
        await ChangeAsync(portal, [new([], [desk], TimeSpan.FromMinutes(5)), new([], [await IdAsync(portal, "Bob")], TimeSpan.FromMinutes(5))]);
        var number = await portal.DeclareAsync("checkout is slow", "critical", People.Root, @private);
        Assert.Equal(["Service desk push"], (await AfterAsync(portal, TimeSpan.Zero)).Select(s => s.Split(':')[0]));

        var page = await OnlyAsync(portal, number);
        // Whoever is signed in at that browser, and whatever they may see: the link is enough.
        Sight.Through(People.Vic);
        var done = await portal.Get<AcknowledgePage>().ByLinkAsync(page.Id, default);
        Sight.Through(null);
        Assert.True(done.Succeeded, done.Problem?.Detail);
        Assert.Equal((PageState.Acknowledged, "Service desk", (string?)null), (done.Value.State, done.Value.AcknowledgedBy, done.Value.EndedBecause));
        Assert.Equal(["Delivered", "Skipped"], done.Value.Attempts.OrderBy(a => a.Id).Select(a => $"{a.State}"));
        var incident = (await portal.Get<IncidentQueries>().FindAsync(number, default))!.Incident;
        Assert.Equal((IncidentState.Acknowledged, "Service desk"), (incident.State, incident.AcknowledgedBy));
        Assert.Single(await portal.TimelineAsync(number), e => e.EndsWith("Acknowledged Service desk: Service desk acknowledged: is on it", StringComparison.Ordinal));

        Assert.Empty(await AfterAsync(portal, TimeSpan.FromMinutes(29)));
        Assert.Equal(["Service desk push: Still open"], (await AfterAsync(portal, TimeSpan.FromMinutes(1))).Select(s => string.Join(':', s.Split(':')[..2])));
        await portal.Get<MoveIncident>().InvokeAsync(People.Root, number, IncidentState.Mitigated, null, default);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromHours(5)));
    }

    [Fact]
    public async Task An_acknowledgement_that_fails_half_way_leaves_nothing_behind()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new()
        {
            Time = time,
            Roles = "web",
            OnCall = true,
            Services = services => { channels.Into(services); services.AddSingleton<IIncidentListener, Stumbles>(); },
        });
        await portal.ArrangeAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical", People.Root);
        await AfterAsync(portal, TimeSpan.Zero);
        var page = await OnlyAsync(portal, number);
        await Assert.ThrowsAsync<InvalidOperationException>(() => portal.Get<AcknowledgePage>().InvokeAsync(People.Ann, page.Id, default));
        Assert.Equal((PageState.Open, IncidentState.Detected), ((await OnlyAsync(portal, number)).State, (await portal.Get<IncidentQueries>().FindAsync(number, default))!.Incident.State));
        Assert.Equal(["Ann voice"], (await AfterAsync(portal, TimeSpan.FromMinutes(1))).Select(s => s.Split(':')[0]));
    }

    private sealed class Stumbles : IIncidentListener
    {
        public Task HearAsync(IncidentWork work, IncidentNews news, CancellationToken cancellation) =>
            news is IncidentNews.Moved { From: IncidentState.Detected } ? throw new InvalidOperationException("A fault") : Task.CompletedTask;
    }

    [Fact]
    public async Task Whoever_works_on_it_calls_others_with_a_reason_once_a_click()
    {
        await using var portal = await PortalAsync();
        var dora = await portal.ContactAsync("Dora", null, MethodKind.Push);
        await SaveScheduleAsync(portal, "Database", dora);
        var number = await portal.DeclareAsync("checkout is slow", "critical", People.Root);
        await AfterAsync(portal, TimeSpan.Zero);
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Acknowledged, null, default);
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromMinutes(1)));

        var ask = portal.Get<AskForHelp>();
        var form = new HelpForm("the standby does not catch up", Schedule: "database");
        var asked = await ask.InvokeAsync(People.Ann, number, form, "click-1", default);
        Assert.Equal((await ask.InvokeAsync(People.Ann, number, form, "click-1", default)).Value!.Single().Id, Assert.Single(asked.Value!).Id);
        Assert.Equal([$"Dora push: Help wanted: critical INC-{number}: checkout is slow"], await AfterAsync(portal, TimeSpan.Zero));
        Assert.Single(await portal.TimelineAsync(number), e => e.EndsWith("Page Ann: Ann asks Dora for help: the standby does not catch up", StringComparison.Ordinal));
        Assert.True((await portal.Get<AcknowledgePage>().ByLinkAsync(asked.Value![0].Id, default)).Succeeded);
        Assert.Contains(await portal.TimelineAsync(number), e => e.EndsWith("Acknowledged Dora: Dora acknowledged their page", StringComparison.Ordinal));

        // A level by its number, a person by name, and the next level.
        Assert.Equal("Bob", Assert.Single((await ask.InvokeAsync(People.Ann, number, new("more hands", Level: 2), "click-2", default)).Value!).Contact);
        Assert.Equal("Dora", Assert.Single((await ask.InvokeAsync(People.Ann, number, new("again", Contact: dora), "click-3", default)).Value!).Contact);
        Assert.Equal("Bob", Assert.Single((await ask.InvokeAsync(People.Ann, number, new("all of you"), "click-4", default)).Value!).Contact);
        Assert.Equal(["Bob push: Help wanted", "Dora push: Help wanted"], (await AfterAsync(portal, TimeSpan.FromSeconds(20))).Select(s => string.Join(':', s.Split(':')[..2])));
    }

    [Fact]
    public async Task Help_that_cannot_come_is_refused_and_says_why()
    {
        await using var portal = await PortalAsync();
        var mute = await portal.ContactAsync("Mute", null);
        var number = await portal.DeclareAsync("checkout is slow", "critical", People.Root);
        await AfterAsync(portal, TimeSpan.Zero);
        var ask = portal.Get<AskForHelp>();
        async Task<string> RefusedAsync(HelpForm form, Actor? actor = null) => (await ask.InvokeAsync(actor ?? People.Ann, number, form, $"{Guid.NewGuid()}", default)).Problem!.Detail;
        Assert.Contains("what you need help with", await RefusedAsync(new(" ")));
        Assert.Contains("one of them", await RefusedAsync(new("x", "primary", mute)));
        Assert.Contains("no schedule moon", await RefusedAsync(new("x", "moon")));
        Assert.Contains("Mute cannot be reached", await RefusedAsync(new("x", Contact: mute)));
        Assert.Contains("the levels 1 to 2", await RefusedAsync(new("x", Level: 3)));
        Assert.Contains("ask for help", await RefusedAsync(new("x"), People.Vic));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Resolved, null, default);
        Assert.Contains("is over", await RefusedAsync(new("x", "primary")));
        Assert.Empty(await AfterAsync(portal, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Whoever_was_asked_for_help_is_wanted_also_after_somebody_acknowledged()
    {
        await using var portal = await PortalAsync();
        var dora = await portal.ContactAsync("Dora", null, MethodKind.Push, MethodKind.Voice);
        var number = await portal.DeclareAsync("checkout is slow", "critical", People.Root);
        Assert.True((await portal.Get<AskForHelp>().InvokeAsync(People.Root, number, new("look at the database", Contact: dora), "click", default)).Succeeded);
        Assert.Equal(["Ann push", "Dora push"], (await AfterAsync(portal, TimeSpan.Zero)).Select(s => s.Split(':')[0]));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Acknowledged, null, default);
        Assert.Equal(["Dora voice"], (await AfterAsync(portal, TimeSpan.FromMinutes(1))).Select(s => s.Split(':')[0]));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, number, IncidentState.Mitigated, null, default);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(PageState.Stopped, (await db.Pages.SingleAsync(p => p.Kind == PageKind.Help)).State);
    }

    [Fact]
    public async Task What_may_have_arrived_is_never_told_as_not_sent()
    {
        await using var portal = await PortalAsync();
        var tries = 0;
        channels.Says = (_, kind) => kind != MethodKind.Push ? null : ++tries == 1 ? new Delivery.Unknown("It did not answer.") : new Delivery.Permanent("It is gone.");
        var number = await portal.DeclareAsync("checkout is slow", "critical", People.Root);
        await AfterAsync(portal, TimeSpan.Zero);
        await AfterAsync(portal, TimeSpan.FromSeconds(10));
        Assert.Contains(await portal.TimelineAsync(number), e => e.EndsWith("Page to Ann by push: delivery unknown. An earlier try may have arrived. It is gone.", StringComparison.Ordinal));

        // The same where somebody acknowledges before the next try.
        await using var db = await portal.DatabaseAsync();
        await db.ContactMethods.ExecuteUpdateAsync(set => set.SetProperty(m => m.DisabledAt, (DateTimeOffset?)null).SetProperty(m => m.DisabledReason, (string?)null));
        tries = 0;
        var other = await portal.DeclareAsync("search is slow", "critical", People.Root);
        await AfterAsync(portal, TimeSpan.FromSeconds(20));
        await portal.Get<MoveIncident>().InvokeAsync(People.Ann, other, IncidentState.Acknowledged, null, default);
        Assert.Contains(await portal.TimelineAsync(other), e => e.EndsWith("Page to Ann by push: delivery unknown. An earlier try may have arrived; Ann acknowledged before.", StringComparison.Ordinal));
        Assert.Equal(2, await db.PageAttempts.CountAsync(a => a.State == AttemptState.Unknown));
    }

    [Fact]
    public async Task Whoever_lost_its_claim_sends_nothing()
    {
        await using var portal = await PortalAsync();
        await portal.DeclareAsync("checkout is slow", "critical", People.Root);
        var claims = portal.Get<ClaimPages>();
        var slow = await claims.TakeAsync(default);
        Assert.True(await claims.HoldAsync(slow!, default));
        time.Advance(TimeSpan.FromSeconds(91));
        Assert.False(await claims.HoldAsync(slow!, default));
    }

    private static async Task<Page> OnlyAsync(PortalHost portal, long number)
    {
        await using var db = await portal.DatabaseAsync();
        return await db.Pages.AsNoTracking().SingleAsync(p => p.Incident == number);
    }

    private static async Task<Guid> IdAsync(PortalHost portal, string name)
    {
        await using var db = await portal.DatabaseAsync();
        return await db.Contacts.Where(c => c.Name == name).Select(c => c.Id).SingleAsync();
    }

    private static async Task ChangeAsync(PortalHost portal, IReadOnlyList<EscalationLevel> levels)
    {
        var saved = await portal.Get<SavePolicy>().ChangeAsync(People.Root, "shop", new(null, Levels: levels), default);
        Assert.True(saved.Succeeded, saved.Problem?.Detail);
    }

    private static async Task SaveScheduleAsync(PortalHost portal, string name, Guid person)
    {
        var saved = await portal.Get<SaveSchedule>().AddAsync(People.Root, new() { Name = name, TimeZone = "UTC", Layers = [new(Guid.NewGuid(), "Week", [person], new(2026, 1, 5), new(9, 0), TurnLength.Weekly(DayOfWeek.Monday))] }, default);
        Assert.True(saved.Succeeded, saved.Problem?.Detail);
    }
}
