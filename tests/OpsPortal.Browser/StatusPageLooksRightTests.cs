using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>The status page without JavaScript in light, dark, on a phone, on paper and without styles; and the pages on which people publish.</summary>
[Collection(nameof(Chromium))]
public class StatusPageLooksRightTests(Chromium browser)
{
    private HttpClient Api => browser.Portal.Client;

    [Fact]
    public async Task It_reads_well_without_script_in_every_look_on_paper_and_without_styles()
    {
        var (search, post) = await FillAsync();
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look, signedIn: false, script: false);
            var page = visit.Page;
            foreach (var (name, path) in new[] { ("status", "/status/looks"), ("status-incident", $"/status/looks/incidents/{post}"), ("status-history", "/status/looks/history"), ("status-subscribe", "/status/looks/subscribe") })
            {
                await page.GotoAsync(path);
                await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
                Assert.True(await FitsAsync(page), $"{name} is wider than the window in {look.Name}");
                await visit.TallPictureAsync($"{name}-{look.Name}");
            }
            visit.AssertQuiet();
        }
        await using var paper = await browser.OpenAsync(Look.Desktop, signedIn: false, script: false);
        await paper.Page.GotoAsync("/status/looks");
        await paper.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await paper.TallPictureAsync("status-print");
        await using var scripted = await browser.OpenAsync(Look.Phone, signedIn: false);
        await scripted.Page.GotoAsync("/status/looks");
        await scripted.AssertAccessibleAsync();
        await scripted.Page.EvaluateAsync("document.querySelector('style').remove()");
        await scripted.TallPictureAsync("status-unstyled");
        Assert.NotEqual(Guid.Empty, search);
    }

    [Fact]
    public async Task A_person_looks_at_an_update_before_it_is_published()
    {
        await FillAsync();
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            var page = visit.Page;
            await visit.GotoAsync("/status-pages");
            await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
            await JudgeAsync(visit, $"status-pages-{look.Name}");
            await visit.GotoAsync("/status-pages/looks");
            await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
            await JudgeAsync(visit, $"status-manage-{look.Name}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Publish an update" }).ClickAsync();
            var dialog = page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Title").FillAsync($"Mail is late ({look.Name})");
            await dialog.GetByLabel("What those outside are told").FillAsync("Up to **an hour**.");
            await dialog.GetByLabel("Mail", new() { Exact = true }).CheckAsync();
            await JudgeAsync(visit, $"status-publish-{look.Name}");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Look at it first" }).ClickAsync();
            await JudgeAsync(visit, $"status-preview-{look.Name}");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish on Looks" }).ClickAsync();
            await Expect(dialog).ToHaveCountAsync(0);
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Mail is late ({look.Name})" })).ToBeVisibleAsync();
            foreach (var (open, name) in new[] { ("Arrange components", "arrange"), ("Edit Looks", "edit"), ("Announce maintenance", "maintenance") })
            {
                await page.GetByRole(AriaRole.Button, new() { Name = open }).ClickAsync();
                await Expect(dialog).ToBeVisibleAsync();
                await JudgeAsync(visit, $"status-{name}-{look.Name}");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
            }
            visit.AssertQuiet();
        }
    }

    private static async Task JudgeAsync(Visit visit, string name)
    {
        await visit.TallPictureAsync(name);
        await visit.AssertAccessibleAsync();
        Assert.True(await FitsAsync(visit.Page), $"{name} is wider than the window");
    }

    private static async Task<bool> FitsAsync(IPage page) => await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

    /// <summary>A page with something of everything; the id of Search, and of the open incident.</summary>
    private async Task<(Guid Search, string Post)> FillAsync()
    {
        using var known = await Api.GetAsync("/api/v1/status-pages/looks");
        if (!known.IsSuccessStatusCode)
        {
            await SendAsync(HttpMethod.Post, "/api/v1/status-pages", new { title = "Looks", description = "How our services stand, and what we do about it.", slug = "looks", accent = "#0b6b78" });
            await SendAsync(HttpMethod.Put, "/api/v1/status-pages/looks/components", new
            {
                components = new object[]
            {
                new { name = "Search", group = "Website", description = "Finding things", dependsOn = new[] { "Database" } }, new { name = "Checkout", group = "Website", dependsOn = new[] { "Database" } },
                new { name = "Database", group = "Behind it" }, new { name = "A component with a name that is longer than anybody would like to read on a telephone", group = "Behind it" }, new { name = "Mail" },
            }
            });
        }
        var page = await SendAsync(HttpMethod.Get, "/api/v1/status-pages/looks", null);
        var ids = page["components"]!.AsArray().ToDictionary(c => (string)c!["name"]!, c => (Guid)c!["id"]!);
        var open = await SendAsync(HttpMethod.Post, "/api/v1/status-pages/looks/updates", new
        {
            title = "Search answers slowly",
            body = "Since this morning searches take up to **ten seconds**. We have found the cause and roll back.\n\nNext update within the hour.",
            status = "identified",
            states = new Dictionary<string, string> { [$"{ids["Search"]}"] = "degraded_performance", [$"{ids["Checkout"]}"] = "partial_outage" },
        });
        var from = TimeProvider.System.GetUtcNow().AddDays(2);
        await SendAsync(HttpMethod.Post, "/api/v1/status-pages/looks/updates", new { title = "Database upgrade", body = "Everything may be away for ten minutes.", scheduledFor = from, scheduledUntil = from.AddHours(2), components = new[] { ids["Database"] } });
        // The board hears of it, and the page says so.
        var post = ((Guid)open["post"]!).ToString("N");
        for (var told = false; !told;) told = (await Api.GetStringAsync("/status/looks")).Contains(post, StringComparison.Ordinal);
        return (ids["Search"], post);
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Api.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}
