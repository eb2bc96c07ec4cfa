using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Frame;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Runbooks;
using OpsPortal.Storage.Live;
using OpsPortal.Tests.Frame;
using OpsPortal.Tests.Incidents;
using Xunit;

namespace OpsPortal.Tests.Pages;

public class IncidentPageTests : PageTest
{
    private readonly PortalInHand portal = new(SampleRunbook.Compiled);
    private readonly IncidentsInHand desk = new();

    private async Task<IRenderedComponent<IncidentPage>> OpenAsync(IncidentState state = IncidentState.Investigating, string role = "Responder", Action<Incident>? and = null, long number = 42)
    {
        AddAuthorization().SetAuthorized("Ada").SetClaims(new Claim(ClaimTypes.NameIdentifier, Samples.Ann.ToString()), new Claim(ClaimTypes.Role, role));
        desk.Sheet ??= Samples.Sheet(Samples.Incident(state, and), [Samples.Clock(ClockKind.Update, 5, 10)], [Samples.Responder(Samples.Ann, "Ada", IncidentRole.Commander)]);
        if (desk.Entries.Count == 0) desk.Tell(TimelineKind.Declared, "Ann declared P1: checkout is slow");
        Services.AddSingleton<IIncidentDesk>(desk).AddSingleton<IRunbookReader>(portal).AddSingleton<IExecutionDesk>(portal).AddSingleton<IChangeDesk>(portal).AddSingleton<IRunTicks>(portal).AddSingleton<IOutcomeReader>(portal)
            .AddSingleton<ISuggestions>(portal).AddSingleton<IEnvironmentBook>(portal).AddSingleton<ILiveBus>(portal).AddScoped<Workplace>().AddScoped<Toasts>();
        await Services.GetRequiredService<Workplace>().LoadAsync(default);
        return Render<IncidentPage>(p => p.Add(i => i.Number, number));
    }

    private static void Press(IRenderedComponent<IncidentPage> page, string words) => page.FindAll("button").First(b => b.TextContent.Contains(words, StringComparison.Ordinal)).Click();
    private static IEnumerable<string?> Ids(IRenderedComponent<IncidentPage> page) => page.FindAll(".entries .entry").Select(e => e.Id);

    [Fact]
    public async Task TheHeadTellsWhatIsWrongSinceWhenAndWhoLeads()
    {
        desk.Watching.AddRange([new(Samples.Bob, "Bob Builder")]);
        var page = await OpenAsync();
        var head = page.Find(".incident-head");
        Assert.Equal("checkout is slow", head.QuerySelector("h1")!.TextContent);
        foreach (var said in new[] { "INC-42", "P1", "investigating", "12 m 0 s", "Ada leads", "next update due in 10 min" })
            Assert.Contains(said, string.Join(' ', head.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("BB", head.QuerySelector(".presence .me")!.GetAttribute("data-initials"));
        Assert.Equal(1, desk.Present);
    }

    [Fact]
    public async Task TheBigButtonDoesWhatIsNext()
    {
        var page = await OpenAsync(IncidentState.Detected);
        page.Find("[data-key=next]").Click();
        Assert.Equal(new IncidentAct.Move(IncidentState.Acknowledged), Assert.Single(desk.Acts));
    }

    [Fact]
    public async Task ToResolveAsksWhatItWasAndKeepsTheWordsWhenRefused()
    {
        var page = await OpenAsync(IncidentState.Mitigated);
        page.Find("[data-key=next]").Click();
        page.Find("#move-note").Input("the cache was cold");
        desk.Refusal = Problem.Conflict("INC-42 is resolved already.");
        page.Find("dialog form").Submit();
        Assert.Contains("INC-42 is resolved already.", page.Find("dialog [role=alert]").TextContent);
        Assert.Equal("the cache was cold", page.Find("#move-note").GetAttribute("value"));
        desk.Refusal = null;
        page.Find("dialog form").Submit();
        Assert.Equal(new IncidentAct.Move(IncidentState.Resolved, "the cache was cold"), desk.Acts[^1]);
        Assert.Empty(page.FindAll("dialog"));
    }

    [Fact]
    public async Task ToMitigateStartsTheMonitoring()
    {
        var page = await OpenAsync();
        page.Find("[data-key=next]").Click();
        page.Find("dialog form").Submit();
        Assert.Equal([new IncidentAct.Move(IncidentState.Mitigated, ""), new IncidentAct.Monitor(15)], desk.Acts);
    }

    [Fact]
    public async Task OneThatIsPrivateOrMissingIsNotThere()
    {
        var page = await OpenAsync(number: 43);
        Assert.Contains("There is no INC-43 that you may see", page.Find(".empty").TextContent);
        Assert.Equal(0, desk.Present);
    }

    [Fact]
    public async Task OneThatIsPrivateSaysSo() => Assert.Contains("private", (await OpenAsync(and: i => i.Private = true)).Find(".incident-head").TextContent);

    [Fact]
    public async Task AViewerReadsAlong()
    {
        var page = await OpenAsync(role: "Viewer");
        Assert.Empty(page.FindAll("textarea, [data-key=next], .entry .menu, .people button"));
        Assert.Contains("You read along", page.Find(".timeline").TextContent);
    }

    [Fact]
    public async Task ANoteIsWrittenAndOnlyWhatIsNewIsRead()
    {
        desk.Sheet = Samples.Sheet(Samples.Incident(IncidentState.Investigating), null, [Samples.Responder(Samples.Ann, "Ada", IncidentRole.Commander)]);
        for (var i = 0; i < 30; i++) desk.Tell(TimelineKind.Note, $"note {i}");
        var page = await OpenAsync();
        page.Find("#note").Input("The cache is **cold** <script>alert(1)</script>");
        page.Find("form.composer").Submit();
        Assert.Equal([30], desk.ReadAfter);
        var entry = page.Find("#entry-31");
        Assert.Equal("cold", entry.QuerySelector("strong")!.TextContent);
        Assert.Null(entry.QuerySelector("script"));
        Assert.Contains("<script>", entry.TextContent);
        Assert.Equal("", page.Find("#note").GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task ANoteThatIsRefusedStays()
    {
        var page = await OpenAsync();
        desk.Refusal = Problem.Invalid("This is longer than allowed.");
        page.Find("#note").Input("many words");
        page.Find("form.composer").Submit();
        Assert.Contains("longer than allowed", page.Find(".composer [role=alert]").TextContent);
        Assert.Equal("many words", page.Find("#note").GetAttribute("value"));
    }

    [Fact]
    public async Task ACorrectionStandsAtWhatItCorrects()
    {
        var page = await OpenAsync();
        desk.Tell(TimelineKind.Note, "The cache is cold.");
        desk.Tell(TimelineKind.Correction, "The cache is warm.", corrects: 2);
        Press(page, "Written");
        Assert.Contains("The cache is warm.", page.Find("#entry-2.corrected .correction").TextContent);
        page.FindAll("#entry-2 .menu button").First(b => b.TextContent.Contains("Correct entry 2", StringComparison.Ordinal)).Click();
        Assert.Equal("The cache is cold.", page.Find("#note").GetAttribute("value"));
        page.Find("form.composer").Submit();
        Assert.Equal(new IncidentAct.Correct(2, "The cache is cold."), desk.Acts[^1]);
    }

    [Fact]
    public async Task AVeryLongTimelineIsShownInParts()
    {
        desk.Sheet = Samples.Sheet(Samples.Incident(IncidentState.Investigating), null, [Samples.Responder(Samples.Ann, "Ada", IncidentRole.Commander)]);
        for (var i = 0; i < 10_000; i++) desk.Tell(TimelineKind.Note, $"note {i}");
        var page = await OpenAsync();
        Assert.Equal((200, "entry-10000"), (Ids(page).Count(), Ids(page).Last()));
        for (var i = 0; i < 4; i++) page.Find(".older").Click();
        Assert.Equal((600, "entry-9001", "entry-9600"), (Ids(page).Count(), Ids(page).First(), Ids(page).Last()));
        page.Find(".newest").Click();
        Assert.Equal((200, "entry-10000"), (Ids(page).Count(), Ids(page).Last()));
    }

    [Fact]
    public async Task AFilterShowsOneKindOfThing()
    {
        var page = await OpenAsync();
        desk.Tell(TimelineKind.Note, "hello");
        desk.Tell(TimelineKind.Execution, "Ann started: Scale up", null, ("execution", "7"), ("state", "Queued"));
        desk.States[7] = ExecutionState.Succeeded;
        Press(page, "Steps");
        Assert.Equal(["entry-3"], Ids(page));
        Assert.Equal("/runs/7", page.Find("#entry-3 a").GetAttribute("href"));
        Assert.Contains("succeeded", page.Find("#entry-3").TextContent);
    }

    [Fact]
    public async Task AStepOfTheRunbookRunsForTheIncidentWithTheAlertsValues()
    {
        var page = await OpenAsync(and: i => (i.Runbook, i.Parameters) = ("web", new Dictionary<string, string> { ["pod"] = "web-7", ["alertname"] = "Slow" }));
        Assert.Equal("web-7", page.Find("#parameter-pod").GetAttribute("value"));
        page.Find($"[id='{Anchors.Of(SampleRunbook.OnePod.Id)}'] [data-key=run]").Click();
        var asked = Assert.Single(portal.Asked);
        Assert.Equal((42L, "web-7"), (asked.Incident!.Value, asked.Parameters["pod"]));
        page.FindAll(".section > header button").First(b => b.TextContent.Contains("checks", StringComparison.Ordinal)).Click();
        Assert.Equal(42, Assert.Single(portal.AskedSections).Incident);
        Assert.Single(page.FindAll("h1"));
    }

    [Fact]
    public async Task SuggestedRunbooksStandSideBySideAndOneIsTaken()
    {
        desk.Suggestions.AddRange([new("web", "Web", "checks", "answers the alert Slow", true), new("other", "Other", null, "of this system", false)]);
        var page = await OpenAsync();
        Assert.Contains("No runbook in hand", page.Find(".runbook-pane").TextContent);
        Press(page, "Web");
        Assert.Contains("answers the alert Slow", page.Find(".runbook-pane").TextContent);
        Press(page, "Take it in hand for all");
        Assert.Equal(new IncidentFacts(Runbook: "web", RunbookPlace: "checks"), Assert.IsType<IncidentAct.Describe>(Assert.Single(desk.Acts)).Facts);
    }

    [Fact]
    public async Task AStatusUpdateIsDraftedAndSentByAPerson()
    {
        var page = await OpenAsync();
        Press(page, "Status update");
        Assert.StartsWith("**We are working on a problem:** checkout is slow.", page.Find("#status-text").GetAttribute("value"));
        Assert.Empty(desk.Acts);
        page.Find("#status-text").Input("Checkout is slow for some.");
        page.Find("dialog form").Submit();
        Assert.Equal(new IncidentAct.TellStatus("Checkout is slow for some."), Assert.Single(desk.Acts));
    }

    [Fact]
    public async Task ALeadIsHandedOver()
    {
        var page = await OpenAsync();
        Press(page, "Hand over…");
        page.Find("#person").Change($"{Samples.Bob}");
        Assert.Contains("Make Bob commander", page.Find("dialog button[type=submit]").TextContent);
        page.Find("dialog form").Submit();
        Assert.Equal(new IncidentAct.Give(Samples.Bob, IncidentRole.Commander), Assert.Single(desk.Acts));
    }

    [Fact]
    public async Task LinksThatAreNoneAreNotLinks()
    {
        var page = await OpenAsync();
        desk.Tell(TimelineKind.Link, "click me", null, ("address", "javascript:alert(1)"));
        Press(page, "Written");
        Assert.Contains("click me", page.Find("#entry-2").TextContent);
        Assert.Empty(page.FindAll("[href^=javascript]"));
    }
}
