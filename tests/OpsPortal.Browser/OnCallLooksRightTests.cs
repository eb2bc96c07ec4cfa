using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>On-call in light, dark and on a phone: empty, arranged, with gaps and overrides, and each dialog.</summary>
[Collection(nameof(Chromium))]
public class OnCallLooksRightTests(Chromium browser)
{
    private HttpClient Api => browser.Portal.Client;

    [Fact]
    public async Task Every_page_and_dialog_is_accessible_and_quiet_in_every_look()
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            await WalkAsync(visit, look, ("on-call-empty", "/on-call"), ("on-call-contacts-empty", "/on-call/contacts"), ("on-call-me-empty", "/on-call/me"));
        }
        var slug = await ArrangeAsync();
        try
        {
            foreach (var look in Look.All)
            {
                await using var visit = await browser.OpenAsync(look);
                await WalkAsync(visit, look, ("on-call", "/on-call"), ("on-call-contacts", "/on-call/contacts"), ("on-call-me", "/on-call/me"), ("on-call-schedule", $"/on-call/schedules/{slug}"));
                var page = visit.Page;
                // the bar itself: a long name reaches beyond it, unseen
                await page.Locator(".strip-choose rect").Nth(2).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
                await JudgeAsync(visit, $"on-call-override-{look.Name}");
                await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Arrange layers" }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What it will be, from now on" })).ToBeVisibleAsync();
                await JudgeAsync(visit, $"on-call-arrange-{look.Name}");
                await visit.TallPictureAsync($"on-call-arrange-{look.Name}-whole");
                await visit.GotoAsync("/on-call/me");
                await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
                await page.GetByRole(AriaRole.Button, new() { Name = "Add a method" }).ClickAsync();
                await page.GetByLabel("Kind").SelectOptionAsync("Webhook");
                await JudgeAsync(visit, $"on-call-method-{look.Name}");
            }
        }
        finally
        {
            (await Api.DeleteAsync($"/api/v1/schedules/{slug}")).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task A_schedule_is_arranged_with_a_preview_and_somebody_is_put_in()
    {
        await PostAsync("/api/v1/contacts/", new { name = "Night desk", timeZone = "UTC" });
        await using var visit = await browser.OpenAsync(Look.Desktop);
        var page = visit.Page;
        await visit.GotoAsync("/on-call");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a schedule" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Journey");
        await page.GetByLabel("Time zone").FillAsync("Mars/Phobos");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add Journey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no time zone");
        await page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add Journey" }).ClickAsync();
        await page.WaitForURLAsync("**/on-call/schedules/journey?edit=1");
        await Expect(page.GetByText("Nobody would be on call in the next two weeks.")).ToBeVisibleAsync();
        // whatever the hour is, yesterday's hand-over is over
        await page.GetByLabel("First turn begins on").FillAsync(await page.EvaluateAsync<string>("new Date(Date.now() - 2 * 864e5).toISOString().slice(0, 10)"));
        await page.GetByLabel("Add somebody: People, in the order of their turns").SelectOptionAsync(new SelectOptionValue { Label = "Night desk (not reachable yet)" });
        await Expect(page.Locator(".next-shifts")).ToContainTextAsync("Night desk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save Journey" }).ClickAsync();
        await Expect(page.Locator(".who-now")).ToContainTextAsync("Night desk");
        // follows by a hint, or after 20 s where the hint was lost
        await Expect(page.Locator(".on-call-now")).ToContainTextAsync("Night desk", new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the schedule Journey" }).ClickAsync();
        await page.GetByLabel("Type journey to go on").FillAsync("journey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Journey", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/on-call");
        visit.AssertQuiet();
    }

    private async Task<string> ArrangeAsync()
    {
        var people = new List<Guid>();
        foreach (var name in new[] { "Ada Example", "Ben Example", "Cleo with a long name that goes on Example-Sample" })
            people.Add((Guid)(await PostAsync("/api/v1/contacts/", new { name, timeZone = "Europe/Berlin" }))["id"]!);
        var start = DateTimeOffset.Parse((await Api.GetAsync("/healthz")).Headers.Date!.Value.ToString("O"));
        object Layer(string name, Guid[] who, object length, object[] restrictions, Guid[] shadows) =>
            new { name, people = who, start = start.AddDays(-3).ToString("yyyy-MM-dd"), handOver = "09:00", length, restrictions, shadows };
        var made = await PostAsync("/api/v1/schedules/", new
        {
            name = "Platform primary",
            timeZone = "Europe/Berlin",
            notes = "Answers pages of the platform; the service desk opens the incident.",
            layers = new[]
            {
                Layer("Rotation", [people[0], people[1], people[2]], new { unit = "days", count = 2 }, [new { days = new[] { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" }, from = "00:00", to = "00:00" }], [people[1]]),
                Layer("Office hours", [people[2]], new { unit = "weeks", count = 1, day = "monday" }, [new { days = new[] { "tuesday", "thursday" }, from = "09:00", to = "17:00" }], []),
            },
        });
        await PostAsync("/api/v1/schedules/platform-primary/overrides", new { contact = people[1], from = start.AddDays(4), to = start.AddDays(5.5), reason = "holiday" });
        return (string)made["slug"]!;
    }

    private static async Task WalkAsync(Visit visit, Look look, params (string Name, string Path)[] pages)
    {
        foreach (var (name, path) in pages)
        {
            await visit.GotoAsync(path);
            await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator(".skeleton")).ToHaveCountAsync(0);
            await JudgeAsync(visit, $"{name}-{look.Name}");
        }
    }

    private static async Task JudgeAsync(Visit visit, string picture)
    {
        await visit.PictureAsync(picture);
        await visit.AssertAccessibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{picture}: something is wider than the window.");
        visit.AssertQuiet();
    }

    private async Task<JsonObject> PostAsync(string address, object body)
    {
        using var answer = await Api.PostAsJsonAsync(address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}
