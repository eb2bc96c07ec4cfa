using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Npgsql;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>Checks in light, dark and on a phone: list, one of them with history, the morning's page, the dialog; and one made by hand.</summary>
[Collection(nameof(Chromium))]
public class ChecksLookRightTests(Chromium browser)
{
    [Fact]
    public async Task Every_page_is_accessible_and_quiet_in_every_look()
    {
        var id = await FillAsync();
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            foreach (var (name, path) in new[] { ("checks", "/checks"), ("check", $"/checks/{id}"), ("checks-morning", "/checks/morning"), ("checks-now", "/") })
            {
                await visit.GotoAsync(path);
                await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
                await Expect(visit.Page.Locator(".skeleton")).ToHaveCountAsync(0);
                await JudgeAsync(visit, $"{name}-{look.Name}");
            }
            await visit.GotoAsync($"/checks/{id}");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "90 d" }).ClickAsync();
            await Expect(visit.Page.Locator(".check-sums")).ToContainTextAsync("runs");
            await visit.TallPictureAsync($"check-whole-{look.Name}");
            await visit.GotoAsync("/checks?new=1");
            foreach (var kind in new[] { "http", "prometheus", "step", "heartbeat" })
            {
                await visit.Page.GetByLabel("What is looked at").SelectOptionAsync(kind);
                await JudgeAsync(visit, $"check-dialog-{kind}-{look.Name}");
            }
        }
    }

    [Fact]
    public async Task A_check_is_tried_made_paused_and_deleted()
    {
        await using var visit = await browser.OpenAsync(Look.Desktop);
        var page = visit.Page;
        await visit.GotoAsync("/checks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a check", Exact = true }).First.ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Health by hand");
        await page.GetByLabel("System", new() { Exact = true }).SelectOptionAsync("platform-service");
        await page.GetByLabel("Environment whose targets are asked").SelectOptionAsync("sandbox");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it once" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("it begins with http");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("https://platform.example.com/health");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it once" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status)).ToContainTextAsync("200 OK in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the check" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter by name, system, component or what it says" }).FillAsync("Health by hand");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Health by hand") }).ClickAsync();
        await page.WaitForURLAsync("**/checks/*");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await page.GetByLabel("Why, in a few words").FillAsync("only a try");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause Health by hand" }).ClickAsync();
        await Expect(page.Locator(".check-says")).ToContainTextAsync("paused it: only a try");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Health by hand" }).ClickAsync();
        await page.WaitForURLAsync("**/checks");
        visit.AssertQuiet();
    }

    /// <summary>Three months of the sandbox's check of platform-service, with an hour in which it was slow and then failed.</summary>
    private async Task<int> FillAsync()
    {
        var all = await browser.Portal.Client.GetFromJsonAsync<JsonElement>("/api/v1/checks?system=platform-service");
        var id = all.GetProperty("items").EnumerateArray().First(c => c.GetProperty("name").GetString() == "API answers").GetProperty("id").GetInt32();
        await using var source = NpgsqlDataSource.Create(browser.Database);
        await using var fill = source.CreateCommand($"""
            insert into check_samples (check_id, at, outcome, value)
              select {id}, now() - make_interval(mins => m, secs => 3), case when m between 100 and 118 then 2 when m between 119 and 140 then 1 else 0 end,
                     case when m between 100 and 118 then null when m between 119 and 140 then 700 + 20 * (140 - m) + 60 * random() else 80 + 40 * random() end
                from generate_series(2, 355) m on conflict do nothing;
            insert into check_days (check_id, day, passed, warned, failed, unknown, min, average, max, p95)
              select {id}, current_date - d, 1430 - d, 6, case when d % 17 = 0 then 9 else 0 end, 0, 40, 90 + 30 * random(), 300 + 100 * random(), 180 + 40 * random() from generate_series(1, 89) d on conflict do nothing;
            insert into check_changes (check_id, at, "from", "to", why) values
              ({id}, now() - interval '119 minutes', 'Passing', 'Failing', 'Answered 503 Service Unavailable, not 200 to 299'), ({id}, now() - interval '99 minutes', 'Failing', 'Passing', '200 OK in 96 ms');
            """);
        await fill.ExecuteNonQueryAsync();
        return id;
    }

    private static async Task JudgeAsync(Visit visit, string picture)
    {
        await visit.PictureAsync(picture);
        await visit.AssertAccessibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{picture}: something is wider than the window.");
        visit.AssertQuiet();
    }
}
