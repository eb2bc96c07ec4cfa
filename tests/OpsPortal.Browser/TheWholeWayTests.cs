using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using OpsPortal.Scenarios.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>
/// A night from the first failing request to the finished review: a bad version is rolled out, Prometheus sees it, Alertmanager tells it, an incident opens,
/// Rita is paged by mail and webhook, finds the checks done, rolls back, and sees it end.
/// </summary>
public sealed partial class TheWholeWayTests : IAsyncLifetime
{
    // Two clusters of processes and a browser on one machine.
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 120_000 };

    private WatchedPortal watched = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    static TheWholeWayTests() => SetDefaultExpectTimeout(30_000);

    public async Task InitializeAsync()
    {
        watched = await WatchedPortal.StartAsync();
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (watched is not null) await watched.DisposeAsync();
    }

    [Fact]
    public async Task From_the_first_failing_request_to_the_finished_review()
    {
        await using var visit = await Chromium.OpenAsync(browser, watched.Portal);
        var page = visit.Page;
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(WatchedPortal.Email);
        await page.GetByLabel("Password").FillAsync(WatchedPortal.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.Locator("[data-live=yes]").WaitForAsync();
        await Expect(page.Locator(".incident-card")).ToHaveCountAsync(0);

        // Nobody declares anything: it is there by itself.
        watched.DeployBadVersion();
        var card = page.Locator(".incident-card");
        await Expect(card).ToContainTextAsync("HighErrorRate", Patient);
        await Expect(card).ToContainTextAsync(FailingShare());
        await visit.EveryLookAsync("whole-way-1-now");

        // Paged over both; the mail leads to the incident.
        await card.GetByRole(AriaRole.Link, new() { Name = "Open INC-1" }).ClickAsync();
        await Expect(page.Locator(".incident-head h1")).ToContainTextAsync("HighErrorRate");
        await Expect(page.Locator(".entries")).ToContainTextAsync("Paged rita: ");
        // Its checks have run before anybody asked for them.
        await Expect(page.Locator(".entries .entry").Filter(new() { HasText = "by OpsPortal: " }).Nth(2)).ToBeAttachedAsync(new() { Timeout = 60_000 });
        await page.GotoAsync(await AddressAsync());
        await page.Locator("[data-live=yes]").WaitForAsync();
        await Expect(page.Locator(".runbook-pane .chip[aria-pressed=true]")).ToContainTextAsync("in hand");
        await Expect(page.Locator(".runbook-pane article.step").First).ToBeVisibleAsync();
        await visit.EveryLookAsync("whole-way-2-opened");

        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge INC-1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the lead of INC-1" }).ClickAsync();
        await Expect(page.Locator(".incident-head")).ToContainTextAsync("rita leads");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start to investigate INC-1" }).ClickAsync();

        // A deployment came a moment ago: back to the one before, after a look at what that changes.
        var undo = page.Locator(".runbook-pane article.step").Filter(new() { HasText = "If it began with a deployment, go back" });
        await undo.GetByRole(AriaRole.Button, new() { NameRegex = RollBack() }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog);
        await Expect(question.Locator(".effects")).ToBeVisibleAsync();
        await visit.EveryLookAsync("whole-way-3-rollback");
        await question.GetByRole(AriaRole.Button, new() { NameRegex = RollBack() }).ClickAsync();
        await Expect(page.Locator("aside.drawer .lines")).ToContainTextAsync("rolled back");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the output" }).ClickAsync();

        // The metrics recover, so the alert is over, so the incident is.
        await Expect(page.Locator(".entries")).ToContainTextAsync("HighErrorRate is over; none is left", Patient);
        await Expect(page.Locator(".incident-head")).ToContainTextAsync("resolved");
        await Expect(page.Locator(".entries")).ToContainTextAsync("All alerts are over; resolved by itself, as prometheus is set up");
        await visit.EveryLookAsync("whole-way-4-resolved");

        await page.GetByRole(AriaRole.Button, new() { Name = "Finish the review of INC-1" }).ClickAsync();
        await page.WaitForURLAsync("**/incidents/1/review");
        await Expect(page.GetByLabel("Summary")).ToHaveValueAsync(Drafted());
        await Expect(page.GetByLabel("What helped")).ToHaveValueAsync(Helped());
        await visit.EveryLookAsync("whole-way-5-review");
        await page.GetByLabel("Impact").FillAsync("Four in a hundred requests failed for some minutes; no data was lost.");
        await page.GetByLabel("Root cause").FillAsync("Version v1.2.0-rc1 ends at its start, and nothing looked at it before it was rolled out.");
        await page.GetByLabel("What is to be done").FillAsync("Start a new version once before it is rolled out");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the action item" }).ClickAsync();
        await Expect(page.Locator("section[aria-labelledby=review-items]")).ToContainTextAsync("Start a new version once");
        await page.GetByRole(AriaRole.Button, new() { Name = "Finish the review of INC-1" }).ClickAsync();
        await Expect(page.GetByText("The review is finished.")).ToBeVisibleAsync();
        await visit.EveryLookAsync("whole-way-6-reviewed");
        await visit.GotoAsync("/incidents/1");
        await Expect(page.Locator(".incident-head")).ToContainTextAsync("reviewed");
        await Expect(page.Locator(".entries")).ToContainTextAsync("rita finished the review, with 1 action item");
        visit.AssertQuiet();
    }

    /// <summary>The address that the mail gives, once mail and webhook have told her.</summary>
    private async Task<string> AddressAsync()
    {
        var told = await watched.ToldAsync("INC-1");
        var address = IncidentAddress().Match(told);
        Assert.True(address.Success, told);
        return address.Value;
    }

    [GeneratedRegex(@"[\d.]+% of the requests fail")]
    private static partial Regex FailingShare();

    [GeneratedRegex("^Roll .*platform-service back")]
    private static partial Regex RollBack();

    [GeneratedRegex(@"HighErrorRate: .* of the requests fail\. Detected .* by prometheus, acknowledged by rita after .*, resolved after .*What was changed: ", RegexOptions.Singleline)]
    private static partial Regex Drafted();

    [GeneratedRegex(@"by rita: .*the last change before it was mitigated")]
    private static partial Regex Helped();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/incidents/1\b")]
    private static partial Regex IncidentAddress();
}
