using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Frame;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Declaring;
using OpsPortal.Incidents.People;
using OpsPortal.Runbooks;
using OpsPortal.Storage.Live;
using OpsPortal.Tests.Frame;
using OpsPortal.Tests.Incidents;
using Xunit;

namespace OpsPortal.Tests.Pages;

public class DeclaringTests : PageTest
{
    private readonly PortalInHand portal = new(SampleRunbook.Compiled, production: true);
    private readonly IncidentsInHand desk = new();

    private async Task SignInAsync(string role = "Responder")
    {
        AddAuthorization().SetAuthorized("Ada").SetClaims(new Claim(ClaimTypes.NameIdentifier, Samples.Ann.ToString()), new Claim(ClaimTypes.Role, role));
        Services.AddSingleton<IIncidentDesk>(desk).AddSingleton<IRunbookReader>(portal).AddSingleton<IExecutionDesk>(portal).AddSingleton<IEnvironmentBook>(portal).AddSingleton<ILiveBus>(portal)
            .AddScoped<Workplace>().AddScoped<Toasts>().AddScoped<PaletteIndex>();
        await Services.GetRequiredService<Workplace>().LoadAsync(default);
    }

    private async Task<IRenderedComponent<DeclarePage>> OpenAsync(string query = "", string role = "Responder")
    {
        await SignInAsync(role);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/incidents/new{query}");
        return Render<DeclarePage>();
    }

    private void TwoSystems()
    {
        desk.AddSystem("shop", "Shop", ("P1", "Critical: nobody can buy"), ("P2", "Some cannot buy"), ("P3", "It is ugly"));
        desk.AddSystem("mail", "Mail");
    }

    [Fact]
    public async Task SeveritiesAreThoseOfTheSystemWithTheirMeaning()
    {
        TwoSystems();
        var page = await OpenAsync("?system=shop");
        Assert.Equal(["P1", "P2", "P3"], page.FindAll(".severities input").Select(i => i.GetAttribute("value")));
        Assert.Contains("Critical: nobody can buy · respond in 15 min", page.Find(".severities label").TextContent);
        Assert.Equal("Declare P2 of Shop", page.Find("button[type=submit]").TextContent);
        page.Find("#declare-system").Change("mail");
        Assert.Equal(["critical", "warning", "info"], page.FindAll(".severities input").Select(i => i.GetAttribute("value")));
    }

    [Fact]
    public async Task WhatIsFilledInIsDeclaredAndItsPageOpened()
    {
        TwoSystems();
        var page = await OpenAsync("?system=shop&runbook=web&place=errors&severity=critical");
        page.Find("#declare-title").Input("checkout is slow");
        page.Find("#declare-environment").Change("staging");
        page.Find("#declare-components").Input("checkout, , search");
        page.Find("input[type=checkbox]").Change(true);
        page.Find("form.declare").Submit();
        var wanted = Assert.Single(desk.Declared);
        Assert.Equal(("shop", "P1", "checkout is slow", "staging", true, "web", "errors"), (wanted.System, wanted.Severity, wanted.Title, wanted.Environment, wanted.Private, wanted.Runbook, wanted.RunbookPlace));
        Assert.Equal(["checkout", "search"], wanted.Components);
        Assert.EndsWith("/incidents/42", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public async Task TheSystemIsGuessedFromTheWords()
    {
        TwoSystems();
        var page = await OpenAsync("?title=mail%20does%20not%20leave");
        Assert.Equal("Declare warning of Mail", page.Find("button[type=submit]").TextContent);
        page.Find("form.declare").Submit();
        Assert.Equal("mail", Assert.Single(desk.Declared).System);
    }

    [Fact]
    public async Task WithoutWordsNothingIsDeclared()
    {
        TwoSystems();
        var page = await OpenAsync("?system=shop");
        page.Find("form.declare").Submit();
        Assert.Contains("Say in a few words what is wrong.", page.Find("[role=alert]").TextContent);
        Assert.Empty(desk.Declared);
    }

    [Fact]
    public async Task ARefusalLosesNothingAndTheSameFormIsTheSameIncident()
    {
        TwoSystems();
        desk.Refusal = Problem.Forbidden("Ask an administrator.");
        var page = await OpenAsync("?system=shop&title=slow");
        page.Find("form.declare").Submit();
        Assert.Contains("Ask an administrator.", page.Find("[role=alert]").TextContent);
        page.Find("form.declare").Submit();
        Assert.Single(desk.Declared.Select(d => d.Key).Distinct());
    }

    [Fact]
    public async Task AViewerIsToldWhoMay() => Assert.Contains("role of a responder", (await OpenAsync(role: "Viewer")).Find(".empty").TextContent);

    [Fact]
    public async Task WithoutSystemsTheNextStepIsToImportARunbook() => Assert.Equal("/runbooks?import=1", (await OpenAsync()).Find(".empty a").GetAttribute("href"));

    [Fact]
    public async Task ThePaletteDeclaresWhatIsTyped()
    {
        desk.All.Add(Samples.Sheet(Samples.Incident()));
        await SignInAsync();
        var index = Services.GetRequiredService<PaletteIndex>();
        await index.LoadAsync(default);
        Assert.Equal("/incidents/new", index.Find("")[0].Address);
        Assert.Equal("/incidents/new", index.Find("declare")[0].Address);
        Assert.Equal("/incidents/new?title=checkout%20is%20slow", Assert.Single(index.Find("declare checkout is slow")).Address);
        Assert.Equal("/incidents/42", index.Find("INC-42")[0].Address);
        Assert.Equal("/incidents/42", index.Find("checkout")[0].Address);
    }

    [Fact]
    public async Task TheListHasOpenOnesFirstAndFiltersWhileTyping()
    {
        desk.All.AddRange([Samples.Sheet(Samples.Incident(IncidentState.Resolved)), Samples.Sheet(Samples.Incident(IncidentState.Investigating), null, [Samples.Responder(Samples.Bob, "Bob", IncidentRole.Commander)])]);
        await SignInAsync();
        var page = Render<IncidentsPage>();
        Assert.Equal(["Open", "Over"], page.FindAll("h2").Select(h => h.TextContent));
        Assert.Contains("Bob leads", page.Find(".incident-row").TextContent);
        page.Find("input[type=search]").Input("bob");
        Assert.Single(page.FindAll(".incident-row"));
        page.Find("input[type=search]").Input("nothing like it");
        Assert.Contains("No incident matches", page.Markup);
    }

    [Fact]
    public async Task AnEmptyListSaysWhatToDo()
    {
        await SignInAsync();
        Assert.Contains("/incidents/new", Render<IncidentsPage>().Find(".empty a").GetAttribute("href"));
    }
}
