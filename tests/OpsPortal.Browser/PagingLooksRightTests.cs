using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using OpsPortal.Scenarios.Support;
using OpsPortal.Tests.OnCall.Channels;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>Paging in light, dark and on a phone: the policy's dialog, readiness, planned tests, asking for help, and the page behind a message's link.</summary>
public sealed partial class PagingLooksRightTests(PagingChromium night) : IClassFixture<PagingChromium>
{
    [Fact]
    public async Task From_a_policy_to_the_button_behind_a_messages_link()
    {
        await using var sink = new HttpSink();
        var api = night.Portal.Client;
        var desk = await ReachableAsync(api, sink, "Service desk of the platform");
        await PostAsync(api, "/api/v1/schedules/", new { name = "Platform primary", timeZone = "Europe/Berlin", layers = new[] { new { name = "Always", people = new[] { desk }, start = "2026-01-05", handOver = "09:00", length = new { unit = "weeks", count = 1, day = "monday" } } } });
        await api.ImportCommandsAsync("checkout", "kubectl get pods -n shop");

        foreach (var look in Look.All) await PolicyAsync(look);
        var number = (long)(await PostAsync(api, "/api/v1/incidents", new { system = "checkout", severity = "critical", title = "Orders fail for customers in three regions" }))["number"]!;
        foreach (var look in Look.All) await HelpAsync(look, number);
        await PostAsync(api, $"/api/v1/incidents/{number}/help", new { reason = "somebody who knows the payment provider", contact = desk });
        foreach (var look in Look.All) await ReadyAsync(look);
        await LinkAsync(sink);
    }

    private async Task PolicyAsync(Look look)
    {
        await using var visit = await night.OpenAsync(look);
        var page = visit.Page;
        await visit.GotoAsync("/on-call/policies");
        await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
        if (look == Look.Desktop)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Add the first policy" }).ClickAsync();
            await page.GetByLabel("Name").FillAsync("Platform");
            await page.GetByLabel("Schedule of level 1").SelectOptionAsync(new SelectOptionValue { Label = "Whoever is on call for Platform primary" });
            await page.GetByRole(AriaRole.Button, new() { Name = "Add level 2" }).ClickAsync();
            await page.GetByLabel("Add somebody: People of level 2, always").SelectOptionAsync(new SelectOptionValue { Label = "Service desk of the platform" });
            await JudgeAsync(visit, "policy-new-light");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add Platform", Exact = true }).ClickAsync();
        }
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit Platform" }).ClickAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Platform");
        await JudgeAsync(visit, $"policy-{look.Name}");
        await visit.TallPictureAsync($"paging-policy-{look.Name}-whole");
        await page.GetByLabel("Time zone").FillAsync("Mars/Phobos");
        await page.GetByLabel("Name").FocusAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save Platform" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Mars/Phobos is no time zone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await JudgeAsync(visit, $"policies-{look.Name}");
    }

    private async Task HelpAsync(Look look, long number)
    {
        await using var visit = await night.OpenAsync(look);
        await visit.GotoAsync($"/incidents/{number}");
        await visit.Page.Locator(".incident-next .menu summary").ClickAsync();
        await JudgeAsync(visit, $"help-menu-{look.Name}");
        await visit.Page.Locator(".incident-next .menu").GetByRole(AriaRole.Button, new() { Name = "Ask for help…" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Whom").SelectOptionAsync(new SelectOptionValue { Label = "Platform primary: Service desk of the platform is on call" });
        await dialog.GetByLabel("What you need").FillAsync("somebody who knows replication: the standby does not catch up");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Page whoever is on call for Platform primary" })).ToBeEnabledAsync();
        await JudgeAsync(visit, $"help-{look.Name}");
    }

    private async Task ReadyAsync(Look look)
    {
        await using var visit = await night.OpenAsync(look);
        var page = visit.Page;
        await visit.GotoAsync("/on-call/pages");
        await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Plan a test page" }).ClickAsync();
        await JudgeAsync(visit, $"test-plan-{look.Name}");
        if (look == Look.Desktop) await page.GetByRole(AriaRole.Button, new() { Name = "Send one every Monday" }).ClickAsync();
        else await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await Expect(page.GetByText("every Monday at 10:00, Europe/Berlin · next")).ToBeVisibleAsync();
        await JudgeAsync(visit, $"readiness-{look.Name}");
        await visit.TallPictureAsync($"paging-readiness-{look.Name}-whole");
    }

    /// <summary>As the service desk gets it: nobody is signed in.</summary>
    private async Task LinkAsync(HttpSink sink)
    {
        var link = await sink.UntilAsync(r => Link().Match(r.Text) is { Success: true } found && r.Text.Contains("Help wanted", StringComparison.Ordinal) ? found.Groups[1].Value : null);
        foreach (var look in Look.All)
        {
            await using var visit = await night.OpenAsync(look, signedIn: false);
            await visit.Page.GotoAsync($"{link}x");
            await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "This link does not work" })).ToBeVisibleAsync();
            await JudgeAsync(visit, $"link-wrong-{look.Name}");
            await visit.Page.GotoAsync(link);
            await Expect(visit.Page.GetByRole(AriaRole.Button)).ToHaveTextAsync(new Regex("I am on it"));
            await JudgeAsync(visit, $"link-{look.Name}");
        }
        foreach (var look in Look.All)
        {
            await using var visit = await night.OpenAsync(look, signedIn: false);
            await visit.Page.GotoAsync(link);
            if (look == Look.Desktop) await visit.Page.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(visit.Page.GetByText("Acknowledged by Service desk of the platform")).ToBeVisibleAsync();
            await JudgeAsync(visit, $"link-done-{look.Name}");
        }
    }

    private static async Task<Guid> ReachableAsync(HttpClient api, HttpSink sink, string name)
    {
        var contact = (Guid)(await PostAsync(api, "/api/v1/contacts/", new { name, timeZone = "Europe/Berlin" }))["id"]!;
        var method = (string)(await PostAsync(api, $"/api/v1/contacts/{contact}/methods", new { kind = "webhook", url = $"{sink.Address}/desk" }))["method"]!["id"]!;
        await PostAsync(api, $"/api/v1/contact-methods/{method}/code", new { });
        await PostAsync(api, $"/api/v1/contact-methods/{method}/verify", new { code = await sink.UntilAsync(r => Code().Match(r.Text) is { Success: true } found ? found.Value : null) });
        return contact;
    }

    private static async Task JudgeAsync(Visit visit, string picture)
    {
        await visit.PictureAsync($"paging-{picture}");
        await visit.AssertAccessibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{picture}: something is wider than the window.");
        visit.AssertQuiet();
    }

    private static async Task<JsonNode> PostAsync(HttpClient api, string address, object body)
    {
        using var answer = await api.PostAsJsonAsync(address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    [GeneratedRegex(@"\b\d{3} \d{3}\b")]
    private static partial Regex Code();

    [GeneratedRegex(@"Acknowledge: \S+(/p/[\w-]+)")]
    private static partial Regex Link();
}
