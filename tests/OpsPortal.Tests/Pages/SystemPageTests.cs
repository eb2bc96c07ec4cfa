using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Frame;
using OpsPortal.Runbooks;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;
using OpsPortal.Tests.Frame;
using Xunit;

namespace OpsPortal.Tests.Pages;

public class SystemPageTests : PageTest
{
    private static readonly Guid First = Guid.NewGuid(), Second = Guid.NewGuid();
    private readonly SystemInHand desk = new();

    private async Task<IRenderedComponent<SystemPage>> OpenAsync(string role = "Author", string slug = "shop")
    {
        var portal = new PortalInHand(SampleRunbook.Compiled);
        AddAuthorization().SetAuthorized("Ada").SetClaims(new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()), new Claim(ClaimTypes.Role, role));
        Services.AddSingleton<ISystemDesk>(desk).AddSingleton<IRunbookReader>(portal).AddSingleton<IEnvironmentBook>(portal).AddScoped<Workplace>().AddScoped<Toasts>();
        await Services.GetRequiredService<Workplace>().LoadAsync(default);
        return Render<SystemPage>(p => p.Add(s => s.Slug, slug));
    }

    private static IElement Row(IRenderedComponent<SystemPage> page, string id) => page.Find($"[id='{id}']");
    private static void Press(IElement within, string words) => within.QuerySelectorAll("button").First(b => b.TextContent.Contains(words, StringComparison.Ordinal)).Click();

    [Fact]
    public async Task AContactIsFilledIn()
    {
        desk.Add(FactKind.Contact, "on-call", Says(First, ("role", "On-call")));
        var page = await OpenAsync();
        Assert.Contains("1 contact", page.Find(".notice.warning").TextContent);
        Assert.Contains("to fill in", Row(page, "contacts-on-call").TextContent);

        Press(Row(page, "contacts-on-call"), "Fill in");
        page.Find("#fact-name").Input("Ann");
        page.Find("#fact-phone").Input("+49 30 123456");
        page.Find("form.fact-form").Submit();

        Assert.Equal(new Dictionary<string, string?> { ["name"] = "Ann", ["phone"] = "+49 30 123456" }, Assert.Single(desk.Changes).Set);
        Assert.Contains("Ann", Row(page, "contacts-on-call").TextContent);
        Assert.DoesNotContain("to fill in", page.Find("#contacts").TextContent);
        Assert.Empty(page.FindAll("dialog"));
    }

    [Fact]
    public async Task WhatWillNotDoStaysInTheFormWithTheReason()
    {
        desk.Add(FactKind.Severity, "p1", Says(First, ("name", "P1"), ("respondWithin", "PT15M")));
        var page = await OpenAsync();
        Press(Row(page, "severities-p1"), "Edit");
        Assert.Equal("15 min", page.Find("#fact-respondWithin").GetAttribute("value"));
        page.Find("#fact-respondWithin").Input("soon");
        page.Find("form.fact-form").Submit();

        Assert.Equal("true", page.Find("#fact-respondWithin").GetAttribute("aria-invalid"));
        Assert.Contains("\"soon\" is no duration", page.Find("#fact-respondWithin-wrong").TextContent);
        Assert.Equal("soon", page.Find("#fact-respondWithin").GetAttribute("value"));
    }

    [Fact]
    public async Task WhatWasSetByHandIsMarkedAndGivenBack()
    {
        desk.Add(FactKind.Severity, "p1", Says(First, ("name", "P1"), ("respondWithin", "PT15M"))).ByHand = new Dictionary<string, string> { ["respondWithin"] = "PT5M" };
        var page = await OpenAsync();
        Assert.Contains("by hand: respond within", Row(page, "severities-p1").TextContent);
        Assert.Contains("5 min", Row(page, "severities-p1").TextContent);

        Press(Row(page, "severities-p1"), "Edit");
        Assert.Contains("The runbook says “15 min”.", page.Find("dialog").TextContent);
        Press(page.Find("dialog"), "Use what the runbook says");
        page.Find("form.fact-form").Submit();

        Assert.Equal(["respondWithin"], Assert.Single(desk.Changes).UseRunbook);
        Assert.DoesNotContain("by hand", Row(page, "severities-p1").TextContent);
        Assert.Contains("15 min", Row(page, "severities-p1").TextContent);
    }

    [Fact]
    public async Task WhereRunbooksDifferBothAreShownAndOneIsChosen()
    {
        desk.Add(FactKind.Severity, "p1", Says(First, ("name", "P1"), ("respondWithin", "PT15M")), Says(Second, ("name", "P1"), ("respondWithin", "PT5M")));
        var page = await OpenAsync();
        Assert.Contains("Runbooks differ in 1 value", page.Find(".notice.warning").TextContent);
        Assert.Equal(["/runbooks/first#severities", "/runbooks/second#severities"], Row(page, "severities-p1").QuerySelectorAll(".origins a").Select(a => a.GetAttribute("href")));

        Press(Row(page, "severities-p1"), "Decide");
        page.FindAll(".beside li").Single(l => l.TextContent.Contains("second, line 7", StringComparison.Ordinal)).QuerySelector("button")!.Click();
        page.Find("form.fact-form").Submit();

        Assert.Equal("second", Assert.Single(desk.Changes).Choose["respondWithin"]);
        Assert.Empty(page.FindAll(".notice.warning"));
        Assert.Contains("5 min", Row(page, "severities-p1").TextContent);
    }

    [Fact]
    public async Task AnItemThatIsAStepLeadsToIt()
    {
        desk.Add(FactKind.Checklist, "release", Says(First, ("title", "Release"), ("phases", "# Before\n- Tests pass\n- Look at the pods {shop#checks/list}")));
        var page = await OpenAsync();
        Assert.Equal("/runbooks/shop#checks.list", Row(page, "checklists-release").QuerySelector(".phases a")!.GetAttribute("href"));
        Assert.Equal("Before", Row(page, "checklists-release").QuerySelector("h4")!.TextContent);
    }

    [Fact]
    public async Task WhatNoRunbookSaysIsAddedAndRemovedAfterASecondLook()
    {
        var page = await OpenAsync();
        Assert.Contains("The runbooks say nothing of contacts.", page.Find("#contacts").TextContent);
        Press(page.Find("#contacts"), "Add a contact");
        page.Find("#fact-role").Input("Network team");
        page.Find("form.fact-form").Submit();
        Press(Row(page, "contacts-network-team"), "Fill in");
        Press(page.Find("dialog"), "Remove Network team");
        Assert.Empty(desk.Removed);
        Press(page.Find("dialog"), "Yes, remove Network team");
        Assert.Equal(["network-team"], desk.Removed);
    }

    [Fact]
    public async Task AViewerSeesAndChangesNothing()
    {
        desk.Add(FactKind.Contact, "on-call", Says(First, ("role", "On-call"), ("says", "#shop")));
        var page = await OpenAsync("Viewer");
        Assert.Contains("#shop", Row(page, "contacts-on-call").TextContent);
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task AnUnknownSystemIsSaidToBeUnknown() => Assert.Contains("There is no system shoe", (await OpenAsync(slug: "shoe")).Find("h1").ParentElement!.TextContent);

    private static FactOrigin Says(Guid runbook, params (string Field, string Value)[] says) =>
        new(runbook, runbook == First ? "first" : "second", 7, "severities", says.ToDictionary(s => s.Field, s => s.Value));

    /// <summary>One system, held in memory; what is done to it is decided as in the portal.</summary>
    private sealed class SystemInHand : ISystemDesk
    {
        private readonly OpsSystem system = new() { Id = Guid.NewGuid(), Slug = "shop", Name = "Shop" };
        private readonly List<SystemFact> facts = [];

        public List<FactChange> Changes { get; } = [];
        public List<string> Removed { get; } = [];

        public SystemFact Add(FactKind kind, string key, params FactOrigin[] origins)
        {
            facts.Add(new() { Id = Guid.NewGuid(), SystemId = system.Id, Kind = kind, Key = key, Origins = origins });
            return facts[^1];
        }

        public Task<SystemSheet?> FindAsync(string slug, CancellationToken cancellation) => Task.FromResult(slug == "shop" ? new SystemSheet(system, [.. facts]) : null);

        public Task<Result<SystemFact>> ChangeAsync(Actor actor, string system, FactKind kind, string key, FactChange change, CancellationToken cancellation)
        {
            Changes.Add(change);
            var fact = facts.Single(f => f.Kind == kind && f.Key == key);
            var next = FactEdit.Apply(FactRules.Of(kind), fact.State, change);
            if (next.Succeeded) fact.Become(next.Value);
            return Task.FromResult(next.Succeeded ? (Result<SystemFact>)fact : next.Problem);
        }

        public Task<Result<SystemFact>> AddAsync(Actor actor, string system, FactKind kind, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation)
        {
            var fact = Add(kind, Slug.From(values[FactRules.Of(kind).NameField]!));
            fact.ByHand = values.Where(v => v.Value is { Length: > 0 }).ToDictionary(v => v.Key, v => v.Value!);
            return Task.FromResult<Result<SystemFact>>(fact);
        }

        public Task<Result<SystemFact>> RemoveAsync(Actor actor, string system, FactKind kind, string key, CancellationToken cancellation)
        {
            Removed.Add(key);
            return Task.FromResult<Result<SystemFact>>(facts.Single(f => f.Key == key));
        }
    }
}
