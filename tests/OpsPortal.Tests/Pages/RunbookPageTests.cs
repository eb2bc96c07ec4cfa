using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Frame;
using OpsPortal.Runbooks;
using OpsPortal.Storage.Live;
using OpsPortal.Tests.Frame;
using Xunit;

namespace OpsPortal.Tests.Pages;

public class RunbookPageTests : PageTest
{
    private readonly PortalInHand portal = new(SampleRunbook.Compiled, production: true);

    private async Task<IRenderedComponent<RunbookPage>> OpenAsync(string role = "Responder", string slug = "web")
    {
        AddAuthorization().SetAuthorized("Ada").SetClaims(new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()), new Claim(ClaimTypes.Role, role));
        Services.AddSingleton<IRunbookReader>(portal).AddSingleton<IExecutionDesk>(portal).AddSingleton<IChangeDesk>(portal).AddSingleton<IRunTicks>(portal).AddSingleton<IOutcomeReader>(portal).AddSingleton<ISuggestions>(portal)
            .AddSingleton<IEnvironmentBook>(portal).AddSingleton<ILiveBus>(portal).AddScoped<Workplace>().AddScoped<Toasts>();
        await Services.GetRequiredService<Workplace>().LoadAsync(default);
        return Render<RunbookPage>(p => p.Add(r => r.Slug, slug));
    }

    private static AngleSharp.Dom.IElement Card(IRenderedComponent<RunbookPage> page, Step step) => page.Find($"[id='{Anchors.Of(step.Id)}']");

    [Fact]
    public async Task ReadRunsAtAClickAndItsOutputIsShown()
    {
        var page = await OpenAsync();
        Card(page, SampleRunbook.Read).QuerySelector("[data-key=run]")!.Click();
        var request = Assert.Single(portal.Asked);
        Assert.Equal(("web", SampleRunbook.Read.Id, "staging", null), (request.Runbook, request.Step, request.Environment, request.PlanHash));
        Assert.Equal("List the pods", page.Find(".drawer h2").TextContent);
        Assert.Contains("running", Card(page, SampleRunbook.Read).TextContent);
    }

    [Fact]
    public async Task AMissingFileIsToldBeforehandAndTheStepRunsAllTheSame()
    {
        var page = await OpenAsync();
        var card = Card(page, SampleRunbook.FromFile);
        Assert.Contains("web.yaml is missing", card.QuerySelector(".reads")!.TextContent);
        Assert.Null(card.QuerySelector(".reads button"));
        Assert.False(card.QuerySelector("[data-key=run]")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task EveryClickHasItsOwnKey()
    {
        var page = await OpenAsync();
        Card(page, SampleRunbook.Read).QuerySelector("[data-key=run]")!.Click();
        Card(page, SampleRunbook.Change).QuerySelector("[data-key=preview]")!.Click();
        page.WaitForAssertion(() => Assert.Equal(2, portal.Asked.Concat(portal.Looked).Select(a => a.Key).Distinct().Count()));
    }

    [Fact]
    public async Task AChangeAsksFirstAndRunsWhatWasAsked()
    {
        var page = await OpenAsync();
        Card(page, SampleRunbook.Change).QuerySelector("[data-key=preview]")!.Click();
        Assert.Equal("Scale deployment web to 5?", page.Find("dialog h2").TextContent);
        Assert.Equal("Scale deployment web to 5", page.Find("dialog button[type=submit]").TextContent);
        Assert.Contains("staging", page.Find("dialog .band-production").TextContent);
        Assert.Empty(portal.Last);
        Assert.Contains("2 more pods", page.Find("dialog .effects").TextContent);
        Assert.Contains("replicas: 5", page.Find("dialog .diff .added").TextContent);
        page.Find("dialog form").Submit();
        Assert.Equal(new string('7', 64), Assert.Single(portal.Asked).PlanHash);
        Assert.Equal(Assert.Single(portal.Looked).Key, portal.Asked[0].Key);
        Assert.Empty(page.FindAll("dialog"));
    }

    [Fact]
    public async Task WhoCancelsTheQuestionChangesNothing()
    {
        var page = await OpenAsync();
        Card(page, SampleRunbook.Change).QuerySelector("[data-key=preview]")!.Click();
        page.FindAll("dialog button").Single(b => b.TextContent == "Cancel").Click();
        Assert.Empty(portal.Asked);
        Assert.Empty(page.FindAll("dialog"));
    }

    [Fact]
    public async Task WhatTheServerRefusesStaysInTheDialogWithItsReason()
    {
        var page = await OpenAsync();
        Card(page, SampleRunbook.Change).QuerySelector("[data-key=preview]")!.Click();
        portal.Refusal = Problem.Forbidden("Ask an administrator.");
        page.Find("dialog form").Submit();
        Assert.Contains("Ask an administrator.", page.Find("dialog [role=alert]").TextContent);
    }

    [Fact]
    public async Task SomethingDestructiveWantsTheNameTyped()
    {
        var page = await OpenAsync();
        Card(page, SampleRunbook.Destructive).QuerySelector("[data-key=preview]")!.Click();
        page.Find("dialog form").Submit();
        Assert.Empty(portal.Asked);
        page.Find("dialog input").Input("web");
        page.Find("dialog form").Submit();
        Assert.Single(portal.Asked);
    }

    [Fact]
    public async Task AStepWaitsForItsValueAndShowsItOnceGiven()
    {
        var page = await OpenAsync();
        Assert.True(Card(page, SampleRunbook.OnePod).QuerySelector("[data-key=run]")!.HasAttribute("disabled"));
        Assert.Contains("pod", Card(page, SampleRunbook.OnePod).QuerySelector(".needs")!.TextContent);
        page.Find("#parameter-pod").Change(" web-1 ");
        Assert.Equal("web-1", Card(page, SampleRunbook.OnePod).QuerySelector(".place.filled")!.TextContent);
        Card(page, SampleRunbook.OnePod).QuerySelector("[data-key=run]")!.Click();
        Assert.Equal("web-1", Assert.Single(portal.Asked).Parameters["pod"]);
    }

    [Fact]
    public async Task TheTargetIsAskedForSuggestionsWhenSomebodyIsAboutToChoose()
    {
        var page = await OpenAsync();
        Assert.Empty(page.FindAll("datalist"));
        page.Find("#parameter-pod").Focus();
        Assert.Equal(["web-1", "web-2"], page.FindAll("datalist option").Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public async Task ASectionsChecksRunTogether()
    {
        var page = await OpenAsync();
        page.FindAll(".section > header button").Single(b => b.TextContent.Contains("Run 3 checks", StringComparison.Ordinal)).Click();
        Assert.Equal("checks", Assert.Single(portal.AskedSections).Section);
    }

    [Fact]
    public async Task WhatRunsCanBeCancelledFromItsCard()
    {
        var running = portal.Ran(SampleRunbook.Read, ExecutionState.Running);
        var page = await OpenAsync();
        Card(page, SampleRunbook.Read).QuerySelectorAll("button").Single(b => b.TextContent == "Cancel").Click();
        Assert.Equal([running.Id], portal.Cancelled);
    }

    [Fact]
    public async Task AManualStepIsTickedForEverybody()
    {
        var page = await OpenAsync();
        Assert.Contains("curl is not yet understood.", Card(page, SampleRunbook.Manual).TextContent);
        Card(page, SampleRunbook.Manual).QuerySelector("input[type=checkbox]")!.Change(true);
        Assert.Equal(SampleRunbook.Manual.Id, Assert.Single(portal.Ticks).Key);
        Assert.Contains("Ada", Card(page, SampleRunbook.Manual).QuerySelector("footer")!.TextContent);
    }

    [Fact]
    public async Task AViewerReadsButRunsNothing()
    {
        var page = await OpenAsync("Viewer");
        Assert.All(page.FindAll(".step [data-key=run], .step [data-key=preview], .step input, .section > header button"), b => Assert.True(b.HasAttribute("disabled")));
        Assert.Contains("responder", Card(page, SampleRunbook.Read).QuerySelector("[data-key=run]")!.GetAttribute("title"));
    }

    [Fact]
    public async Task ARunbookThatIsNotThereSaysSo() => Assert.Contains("There is no runbook other", (await OpenAsync(slug: "other")).Markup);
}
