using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>The maintenance of the platform service from its announcement to its record, by two people: one at a desk, one on a phone whose network goes away for a while.</summary>
[Collection(nameof(Chromium))]
public class AMaintenanceTests(Chromium browser)
{
    private HttpClient Api => browser.Portal.Client;

    [Fact]
    public async Task From_the_announcement_to_the_record_by_two_people()
    {
        await using var desk = await browser.OpenAsync();
        await using var phone = await browser.OpenAsync(Look.Phone);
        await GetsInTests.JoinAsync(phone, "Mia Maintainer", "mia@example.org", "Responder");
        var page = desk.Page;

        await desk.GotoAsync("/maintenance/new");
        await page.GetByLabel("What the runbooks bring").SelectOptionAsync(await page.Locator("#template option[value^='platform-service/section/']").First.GetAttributeAsync("value") ?? "");
        await page.GetByLabel("Title").FillAsync("Move the platform service to new nodes");
        await Expect(page.GetByLabel("One item on each line")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("platform-service#"));
        await page.GetByLabel("Environment", new() { Exact = true }).Last.SelectOptionAsync("sandbox");
        var now = (await Api.GetAsync("/healthz")).Headers.Date!.Value.UtcDateTime;
        await page.GetByLabel("From", new() { Exact = true }).FillAsync(now.AddHours(2).ToString("yyyy-MM-ddTHH:mm"));
        await page.GetByLabel("To", new() { Exact = true }).FillAsync(now.AddHours(4).ToString("yyyy-MM-ddTHH:mm"));
        await page.GetByLabel("Announced before it begins").FillAsync("PT24H, PT1H");
        await Expect(page.Locator(".told-when")).ToContainTextAsync("At once announced, 24 hours before");
        await page.GetByLabel("Mia Maintainer").CheckAsync();
        await page.GetByLabel("How to go back").FillAsync("Scale back to three replicas on the old nodes.");
        var before = await page.GetByLabel("One item on each line").InputValueAsync();
        await page.GetByLabel("One item on each line").FillAsync($"# Before [gate]\n- Tell everybody a day ahead\n- Put the maintenance page up\n\n{before}\n\n# After\n- Take the maintenance page down\n- Look at the error rate for some minutes [two people]");
        await Expect(page.Locator(".list-preview")).ToContainTextAsync("go or no-go by Ann Admin");
        await desk.AssertAccessibleAsync();
        await desk.TallPictureAsync("maintenance-1-planned");
        await page.GetByRole(AriaRole.Button, new() { Name = "Schedule it" }).ClickAsync();
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/maintenance/\\d+$"));
        var path = new Uri(page.Url).AbsolutePath;
        var number = path.Split('/')[^1];
        await Expect(page.Locator(".plan-head .badge")).ToContainTextAsync("announced", new() { Timeout = 30_000 });
        await desk.PictureAsync("maintenance-2-announced");

        // Before the window, by both of them.
        await phone.GotoAsync(path);
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Sign item 1:" }).ClickAsync();
        await Expect(Item(page, 1)).ToContainTextAsync("Mia Maintainer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign item 2:" }).ClickAsync();
        await Expect(Item(phone.Page, 2)).ToContainTextAsync("done");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on after Before" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Start MNT-{number}" }).ClickAsync();
        await Expect(page.Locator(".plan-head .badge")).ToContainTextAsync("in progress");
        await Expect(page.Locator(".presence")).ToContainTextAsync("MM");
        await phone.AssertAccessibleAsync();
        await phone.PictureAsync("maintenance-3-phone");

        // Each runnable item runs, each other one is signed, in order; one of them on the phone without a network.
        var plan = await PlanAsync(number);
        var during = plan["phases"]!.AsArray().Where(p => (string?)p!["kind"] == "during").SelectMany(p => p!["items"]!.AsArray()).Select(i => ((int)i!["number"]!, (string?)i["step"])).ToList();
        var cut = false;
        foreach (var (item, step) in during)
        {
            if (step is not null)
            {
                await Item(page, item).GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
                var done = Item(page, item).Locator(".badge.is-ok");
                var dialog = page.GetByRole(AriaRole.Dialog);
                await Expect(done.Or(dialog)).ToBeVisibleAsync(new() { Timeout = 30_000 });
                if (await dialog.IsVisibleAsync())
                {
                    if (!cut) await desk.PictureAsync("maintenance-4-question");
                    await dialog.Locator("button[type=submit]").ClickAsync();
                }
                await Expect(done).ToBeVisibleAsync(new() { Timeout = 30_000 });
            }
            else
            {
                await phone.Page.GetByRole(AriaRole.Button, new() { Name = $"Sign item {item}:" }).ClickAsync();
                await Expect(Item(page, item)).ToContainTextAsync("Mia Maintainer");
            }
        }
        await Expect(page.Locator(".plan-head .badge")).ToContainTextAsync("verifying");
        var after = during[^1].Item1 + 1;
        await Expect(phone.Page.GetByRole(AriaRole.Button, new() { Name = $"Sign item {after}:" })).ToBeEnabledAsync();

        await phone.Context.SetOfflineAsync(true);
        // What the browser calls offline keeps sockets that are open; a lost network does not.
        await phone.Page.EvaluateAsync("Blazor._internal.forceCloseConnection()");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = $"Sign item {after}:" }).ClickAsync();
        await Expect(Item(phone.Page, after)).ToContainTextAsync("waiting to be sent");
        // Longer than the connection lives: the page says so, and ticks go on.
        await Expect(phone.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = $"Sign item {after + 1}:" }).ClickAsync();
        await Expect(Item(phone.Page, after + 1)).ToContainTextAsync("waiting to be sent");
        await phone.PictureAsync("maintenance-5-phone-offline");
        Assert.Equal("open", (string?)(await ItemAsync(number, after))["state"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "+15 min" }).ClickAsync();
        await Expect(page.Locator(".plan-facts")).ToContainTextAsync("extended");
        await phone.Context.SetOfflineAsync(false);
        await Expect(Item(page, after)).ToContainTextAsync("Mia Maintainer", new() { Timeout = 60_000 });
        await Expect(Item(page, after + 1)).ToContainTextAsync("a second person signs as well", new() { Timeout = 60_000 });
        Assert.Single((await ItemAsync(number, after))["signed"]!.AsArray());

        await page.GetByRole(AriaRole.Button, new() { Name = $"Sign item {after + 1}:" }).ClickAsync();
        await Expect(Item(page, after + 1)).ToContainTextAsync("Ann Admin");
        await desk.AssertAccessibleAsync();
        await desk.PictureAsync("maintenance-6-all-done");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Complete MNT-{number}" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the record" }).ClickAsync();
        await Expect(page.GetByText("SHA-256 of the record")).ToBeVisibleAsync();
        await desk.AssertAccessibleAsync();
        await desk.TallPictureAsync("maintenance-7-record");
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures"));
        var pdf = await page.PdfAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "pictures", "maintenance-record.pdf"), Format = "A4" });
        Assert.True(pdf.AsSpan().StartsWith("%PDF"u8));
        desk.AssertQuiet();
    }

    [Fact]
    public async Task Every_page_is_accessible_in_every_look()
    {
        var made = await (await Api.PostAsJsonAsync("/api/v1/maintenance", new
        {
            title = "Renew the certificates of every gateway, and restart what has to read them anew",
            system = "meta-prompt-evolution-hub",
            environment = "sandbox",
            template = (string?)(await Api.GetFromJsonAsync<JsonArray>("/api/v1/maintenance/templates"))!.First(t => (string?)t!["system"] == "meta-prompt-evolution-hub" && (int)t["items"]! >= 12)!["key"],
            start = Start.AddMinutes(30),
            end = Start.AddHours(3),
            impact = "Signing in fails for about a minute",
            freeze = "systems",
        })).Content.ReadFromJsonAsync<JsonObject>();
        var number = (long)made!["number"]!;
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            foreach (var (name, path) in new[] { ("maintenance", "/maintenance"), ("maintenance-new", "/maintenance/new"), ("maintenance-plan", $"/maintenance/{number}"), ("maintenance-edit", $"/maintenance/{number}/edit"), ("maintenance-open-record", $"/maintenance/{number}/record"), ("maintenance-none", "/maintenance/999999"), ("now-with-maintenance", "/") })
            {
                await visit.GotoAsync(path);
                await Expect(visit.Page.Locator("h1").First).ToBeVisibleAsync();
                await Expect(visit.Page.Locator(".skeleton")).ToHaveCountAsync(0);
                await visit.AssertAccessibleAsync();
                await visit.TallPictureAsync($"{name}-{look.Name}");
                Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{name}-{look.Name}: something is wider than the window.");
                visit.AssertQuiet();
            }
        }
        (await Api.PostAsJsonAsync($"/api/v1/maintenance/{number}/cancel", new { reason = "looked at" })).EnsureSuccessStatusCode();
    }

    private DateTimeOffset Start => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private async Task<JsonObject> PlanAsync(string number) => (await Api.GetFromJsonAsync<JsonObject>($"/api/v1/maintenance/{number}"))!;

    private async Task<JsonObject> ItemAsync(string number, int item) => (await PlanAsync(number))["phases"]!.AsArray().SelectMany(p => p!["items"]!.AsArray()).First(i => (int)i!["number"]! == item)!.AsObject();

    private static ILocator Item(IPage page, int item) => page.Locator($"#item-{item}");
}
