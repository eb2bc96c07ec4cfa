using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>The review, the response guide, what is watched while an incident is monitored, and what runs by itself: in every look.</summary>
[Collection(nameof(Chromium))]
public sealed class AfterAnIncidentTests(Chromium browser)
{
    private HttpClient Api => browser.Portal.Client;

    static AfterAnIncidentTests() => SetDefaultExpectTimeout(30_000);

    [Fact]
    public async Task A_review_is_written_by_two_and_finished()
    {
        var number = await DeclareAsync("checkout answers with errors");
        await PostAsync($"/api/v1/incidents/{number}/acknowledge", new { });
        await using var one = await browser.OpenAsync();
        var page = one.Page;
        await one.GotoAsync($"/incidents/{number}/review");
        await Expect(page.GetByText("The review can be read now, and written once it is resolved.")).ToBeVisibleAsync();
        await one.EveryLookAsync("review-open");
        await PostAsync($"/api/v1/incidents/{number}/resolve", new { note = "rolled back" });

        await one.GotoAsync($"/incidents/{number}/review");
        await Expect(page.GetByLabel("Summary")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("checkout answers with errors"));
        await page.GetByRole(AriaRole.Button, new() { Name = $"Finish the review of INC-{number}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Write down the root cause first");
        await one.EveryLookAsync("review-refused");

        // Somebody else writes meanwhile; nothing of what was typed here is lost.
        await page.GetByLabel("Root cause").FillAsync("A query without an index.");
        (await Api.PutAsJsonAsync($"/api/v1/incidents/{number}/review", new { hindered = "Nobody knew the dashboard." })).EnsureSuccessStatusCode();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the review" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("has changed the review meanwhile");
        await Expect(page.GetByLabel("Root cause")).ToHaveValueAsync("A query without an index.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring in what is there now" }).ClickAsync();
        await Expect(page.GetByLabel("What hindered")).ToHaveValueAsync("Nobody knew the dashboard.");
        await Expect(page.GetByLabel("Root cause")).ToHaveValueAsync("A query without an index.");

        await page.GetByLabel("What is to be done").FillAsync("Add the index, and a test that a statement of the checkout uses it whatever the table's size");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the action item" }).ClickAsync();
        await Expect(page.Locator("section[aria-labelledby=review-items] li")).ToContainTextAsync("Add the index");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Finish the review of INC-{number}" }).ClickAsync();
        await Expect(page.GetByText("The review is finished.").First).ToBeVisibleAsync();
        await page.Locator("section[aria-labelledby=review-items] input[type=checkbox]").First.CheckAsync();
        await Expect(page.Locator("section[aria-labelledby=review-items]")).ToContainTextAsync("1 of 1 done");
        await one.EveryLookAsync("review-finished");
    }

    [Fact]
    public async Task The_guide_of_its_kind_is_ticked_and_the_monitoring_says_what_it_watches()
    {
        var number = await DeclareAsync("the orders table is corrupted");
        await using var visit = await browser.OpenAsync();
        var page = visit.Page;
        await visit.GotoAsync($"/incidents/{number}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the guide for that" }).ClickAsync();
        await page.GetByLabel("Stop everything that writes").CheckAsync();
        await Expect(page.Locator(".entries")).ToContainTextAsync("Ann Admin did: Stop everything that writes to the affected data");
        await page.GetByLabel($"More to do with INC-{number}").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Monitor for 15 minutes" }).ClickAsync();
        await Expect(page.Locator(".monitoring")).ToContainTextAsync("API answers");
        foreach (var part in new[] { "facts", "timeline" })
        {
            await page.SetViewportSizeAsync(Look.Phone.Width, Look.Phone.Height);
            await page.Locator($".tabs [data-part={part}]").ClickAsync();
            await visit.EveryLookAsync($"incident-guide-{part}");
        }
    }

    [Fact]
    public async Task On_a_phone_the_runbook_begins_at_its_section()
    {
        const string place = "when-something-breaks.many-errors";
        var number = await DeclareAsync("HighErrorRate", place);
        await using var visit = await browser.OpenAsync(Look.Phone);
        await visit.GotoAsync($"/incidents/{number}");
        await Expect(visit.Page.Locator(".runbook-pane article.step").First).ToBeAttachedAsync();
        await visit.Page.Locator(".tabs [data-part=runbook]").ClickAsync();
        await Expect(visit.Page.Locator($"[id='{place}']")).ToBeInViewportAsync();
        await visit.PictureAsync("incident-runbook-at-its-section");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task An_administrator_says_what_runs_by_itself()
    {
        await using var visit = await browser.OpenAsync();
        var page = visit.Page;
        await visit.GotoAsync("/systems/platform-service");
        await page.GetByRole(AriaRole.Link, new() { Name = "What runs by itself" }).ClickAsync();
        var place = page.Locator("section[aria-labelledby=diagnostics-sandbox]");
        await place.GetByLabel("Only the steps chosen here").CheckAsync();
        await place.Locator("summary").Filter(new() { HasText = "Many Errors" }).First.ClickAsync();
        await place.GetByLabel("Was something deployed?").CheckAsync();
        await visit.EveryLookAsync("runs-by-itself");
        await place.GetByRole(AriaRole.Button, new() { Name = "Let this step run by itself in sandbox" }).ClickAsync();
        await Expect(place.Locator("header")).ToContainTextAsync("1 step, by Ann Admin");
        await place.GetByLabel("Nothing").CheckAsync();
        await Expect(place.Locator("header")).ToContainTextAsync("nothing");
        visit.AssertQuiet();
    }

    private async Task<long> DeclareAsync(string title, string? place = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/incidents") { Content = JsonContent.Create(new { system = "platform-service", title, environment = "sandbox", runbook = "platform-service", runbookPlace = place }) };
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        using var declared = await Api.SendAsync(request);
        declared.EnsureSuccessStatusCode();
        return (long)(await declared.Content.ReadFromJsonAsync<JsonObject>())!["number"]!;
    }

    private async Task PostAsync(string address, object body) => (await Api.PostAsJsonAsync(address, body)).EnsureSuccessStatusCode();
}
