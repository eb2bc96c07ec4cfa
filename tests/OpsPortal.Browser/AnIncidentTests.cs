using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>An incident from the first word to the last, in two browsers that see each other; and how it looks everywhere.</summary>
[Collection(nameof(Chromium))]
public sealed class AnIncidentTests(Chromium browser)
{
    // A page of an incident is several pages in one; a machine that is busy takes its time.
    static AnIncidentTests() => SetDefaultExpectTimeout(30_000);

    [Fact]
    public async Task Declared_from_the_palette_worked_on_by_two_and_resolved()
    {
        await using var one = await browser.OpenAsync();
        await using var other = await browser.OpenAsync();
        await GetsInTests.JoinAsync(other, "Rita Responder", "rita@example.org", "Responder");
        var page = one.Page;

        // Two actions: what is wrong, then yes.
        await one.GotoAsync("/");
        await page.Keyboard.PressAsync("Control+k");
        await page.Locator(".palette-input").FillAsync("declare high error rate at platform-service");
        await Expect(page.Locator("#palette-0")).ToContainTextAsync("high error rate");
        await page.Locator(".palette-input").PressAsync("Enter");
        await Expect(page.Locator("#declare-title")).ToHaveValueAsync("high error rate at platform-service");
        await Expect(page.Locator(".severities input").First).ToBeVisibleAsync();
        await one.AssertAccessibleAsync();
        await one.PictureAsync("incident-1-declare");
        await page.Locator("form.declare button[type=submit]").ClickAsync();
        await Expect(page.Locator(".incident-head h1")).ToHaveTextAsync("high error rate at platform-service");
        var address = new Uri(page.Url).PathAndQuery;
        var name = $"INC-{address.Split('/')[^1]}";

        // The runbook that has this symptom lies beside it.
        await Expect(page.Locator(".runbook-pane .step").First).ToBeVisibleAsync();
        await Expect(page.Locator(".runbook-pane .chip[aria-pressed=true]")).ToContainTextAsync("in hand");
        await one.PictureAsync("incident-2-new");

        await page.GetByRole(AriaRole.Button, new() { Name = $"Acknowledge {name}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Take the lead of {name}" }).ClickAsync();
        await Expect(page.Locator(".incident-head")).ToContainTextAsync("Ann Admin leads");

        // The other one finds it on the first page, opens it, joins; both see each other.
        await other.GotoAsync("/");
        await Expect(other.Page.Locator(".incident-card").Filter(new() { HasText = name })).ToBeVisibleAsync();
        await other.PictureAsync("incident-3-now");
        await other.Page.GetByRole(AriaRole.Link, new() { Name = $"Open {name}" }).ClickAsync();
        await Expect(page.Locator(".presence")).ToContainTextAsync("Rita Responder");
        await Expect(other.Page.Locator(".presence")).ToContainTextAsync("Ann Admin");
        await other.Page.GetByRole(AriaRole.Button, new() { Name = $"Join {name}" }).First.ClickAsync();
        await Expect(page.Locator(".entries")).ToContainTextAsync("Rita Responder joined");

        // A read of the runbook: the other one sees how it went.
        var step = other.Page.Locator(".runbook-pane article.step").Filter(new() { Has = other.Page.Locator("[data-key=run]:enabled") }).First;
        var id = (await step.GetAttributeAsync("id"))!;
        await step.Locator("[data-key=run]").ClickAsync();
        await Expect(page.Locator($".runbook-pane [id='{id}'] footer")).ToContainTextAsync("Rita Responder");
        await Expect(page.Locator(".entries .entry").Filter(new() { HasText = "by Rita Responder" })).ToContainTextAsync("exec");
        await Expect(other.Page.Locator("aside.drawer")).ToBeVisibleAsync();
        await other.PictureAsync("incident-4-drawer");
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Close the output" }).ClickAsync();

        // A note with Ctrl Enter, a pasted picture, a correction, a pin.
        await page.Locator("#note").FillAsync("Errors began with the **last rollout**.");
        await page.Locator("#note").PressAsync("Control+Enter");
        await Expect(other.Page.Locator(".entry strong", new() { HasText = "last rollout" })).ToBeVisibleAsync();
        await Expect(page.Locator("#note")).ToHaveValueAsync("");
        await page.EvaluateAsync("""
            bytes => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], 'image.png', { type: 'image/png' }));
              document.querySelector('#note').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
            }
            """, Convert.ToBase64String(await page.Locator(".topbar").ScreenshotAsync()));
        await Expect(other.Page.Locator(".entry .picture img")).ToBeVisibleAsync();
        Assert.True(await other.Page.Locator(".entry .picture img").EvaluateAsync<bool>("async i => { await i.decode(); return i.naturalWidth > 0; }"));
        var note = other.Page.Locator(".entries .entry").Filter(new() { HasText = "last rollout" });
        await note.HoverAsync();
        await note.Locator("summary").ClickAsync();
        await note.GetByRole(AriaRole.Button, new() { Name = "Pin to the top" }).ClickAsync();
        await Expect(page.Locator(".pins .entry")).ToContainTextAsync("last rollout");

        // Said what users notice; told those outside.
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit what users notice" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("What users notice").FillAsync("A third of the requests fail.");
        await page.GetByRole(AriaRole.Dialog).GetByLabel("What is affected").FillAsync("Platform API");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Save what {name} is about" }).ClickAsync();
        await Expect(other.Page.Locator(".facts-pane")).ToContainTextAsync("A third of the requests fail.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Status update" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByLabel("What those outside are told")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("A third of the requests fail"));
        await one.AssertAccessibleAsync();
        await one.PictureAsync("incident-5-status");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the status update" }).ClickAsync();
        await Expect(other.Page.Locator(".entries")).ToContainTextAsync("We are looking into a problem");

        await page.Locator("[data-key=next]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Say that {name} is mitigated" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = $"Say that {name} is mitigated" }).ClickAsync();
        await Expect(page.Locator(".incident-head .clocks")).ToContainTextAsync("monitoring ends");
        await one.AssertAccessibleAsync();
        await one.PictureAsync("incident-6-mitigated");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Resolve {name}" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("What was it, and what ended it?").FillAsync("the rollout; taken back");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = $"Resolve {name}" }).ClickAsync();
        await Expect(other.Page.Locator(".incident-head")).ToContainTextAsync("resolved");
        await Expect(other.Page.Locator(".entries")).ToContainTextAsync("Ann Admin resolved it: the rollout; taken back");
        await other.PictureAsync("incident-7-resolved");

        // Whoever goes is seen to go.
        await other.GotoAsync("/incidents");
        await Expect(page.Locator(".presence")).Not.ToContainTextAsync("Rita Responder");
        one.AssertQuiet();
        other.AssertQuiet();
    }

    [Fact]
    public async Task It_looks_right_everywhere()
    {
        var number = await ABusyOneAsync();
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            await visit.GotoAsync($"/incidents/{number}");
            await Expect(visit.Page.Locator(".entries .entry").First).ToBeAttachedAsync();
            await Expect(visit.Page.Locator(".runbook-pane .step").First).ToBeAttachedAsync();
            foreach (var part in new[] { "timeline", "runbook", "facts" })
            {
                var tab = visit.Page.Locator($".tabs [data-part={part}]");
                if (await tab.IsVisibleAsync()) await tab.ClickAsync();
                else if (part != "timeline") continue;
                await JudgeAsync(visit, $"incident-{part}-{look.Name}");
            }
            await visit.GotoAsync("/incidents");
            await Expect(visit.Page.Locator(".incident-row").First).ToBeVisibleAsync();
            await JudgeAsync(visit, $"incidents-{look.Name}");
            await visit.GotoAsync("/");
            await Expect(visit.Page.Locator("#now-running")).ToBeVisibleAsync();
            await JudgeAsync(visit, $"now-with-incident-{look.Name}");
            await visit.Page.Locator("[data-key=declare]").ClickAsync();
            await Expect(visit.Page.Locator(".declare")).ToBeVisibleAsync();
            await visit.Page.Locator("#declare-system").SelectOptionAsync("platform-service");
            await JudgeAsync(visit, $"declare-{look.Name}");
        }
    }

    [Fact]
    public async Task A_tablet_shows_two_columns_and_a_viewer_reads()
    {
        var number = await ABusyOneAsync();
        await using var tablet = await browser.OpenAsync(new Look("tablet", 1024, 768, false));
        await tablet.GotoAsync($"/incidents/{number}");
        await JudgeAsync(tablet, "incident-tablet");
        await using var viewer = await browser.OpenAsync();
        await GetsInTests.JoinAsync(viewer, "Vic Viewer", "vic@example.org");
        await viewer.GotoAsync($"/incidents/{number}");
        await Expect(viewer.Page.GetByText("You read along.")).ToBeVisibleAsync();
        await Expect(viewer.Page.Locator("[data-key=next], [data-key=declare]")).ToHaveCountAsync(0);
        await JudgeAsync(viewer, "incident-viewer");
        await viewer.GotoAsync("/incidents/new");
        await JudgeAsync(viewer, "declare-viewer");
        await viewer.GotoAsync("/incidents/4711");
        await JudgeAsync(viewer, "incident-unknown");
    }

    /// <summary>With a long title, notes, a table, a link, a correction, an impact.</summary>
    private async Task<long> ABusyOneAsync()
    {
        var portal = browser.Portal.Client;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/incidents")
        {
            Content = JsonContent.Create(new
            {
                system = "platform-service",
                severity = "P0",
                title = "checkout answers every third request with an error, and the queue of payments that wait for their confirmation grows by the minute",
                components = new[] { "Platform API", "a-component-whose-name-is-rather-long-and-has-no-space-anywhere" },
                runbook = "platform-service",
                environment = "sandbox",
                parameters = new Dictionary<string, string> { ["alertname"] = "HighErrorRate", ["pod"] = "platform-service-5d4b7c9f6-x2x9p", ["namespace"] = "platform" },
            }),
        };
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        using var declared = await portal.SendAsync(request);
        declared.EnsureSuccessStatusCode();
        var number = (long)(await declared.Content.ReadFromJsonAsync<JsonObject>())!["number"]!;
        var at = $"/api/v1/incidents/{number}";
        await DoAsync($"{at}/acknowledge", new { });
        await DoAsync($"{at}/notes", new { text = "The errors began with the **last rollout**:\n\n| pod | errors |\n|---|---|\n| web-1 | 112 |\n| web-2 | 98 |\n\n- looked at `kubectl get pods`\n- [dashboard](https://dash.example.org/d/1)" });
        await DoAsync($"{at}/notes", new { text = "It was the rollout before.", corrects = 3 });
        await DoAsync($"{at}/links", new { address = "https://dash.example.org/d/checkout?from=now-1h&to=now", text = "Dashboard of the checkout" });
        await DoAsync($"{at}/status", new { text = "We are looking into **errors of the checkout**." });
        (await portal.PutAsJsonAsync($"{at}/timeline/3/pin", new { pinned = true })).EnsureSuccessStatusCode();
        (await portal.PatchAsJsonAsync(at, new { impact = "A third of the orders fail; nothing is lost." })).EnsureSuccessStatusCode();
        return number;

        async Task DoAsync(string address, object body) => (await portal.PostAsJsonAsync(address, body)).EnsureSuccessStatusCode();
    }

    private static async Task JudgeAsync(Visit visit, string picture)
    {
        await visit.PictureAsync(picture);
        await visit.AssertAccessibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{picture}: something is wider than the window.");
        visit.AssertQuiet();
    }
}
