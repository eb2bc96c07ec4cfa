using System.Net.Http.Json;
using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Scenarios.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>
/// In production, a responder asks for something destructive; an approver reads the difference on a phone and says yes; it runs; the
/// responder puts it back; the record holds it all.
/// </summary>
[Collection(nameof(Chromium))]
public sealed class TwoPeopleTests(Chromium browser) : IAsyncLifetime
{
    private const string Markdown = """
        # Settings of the platform

        ## Reset

        ```bash
        # Remove the settings
        kubectl delete configmap platform-config -n platform
        ```
        """;

    private readonly SandboxCluster cluster = SandboxCluster.Create(TimeProvider.System);
    private SandboxServer server = null!;

    public async Task InitializeAsync()
    {
        cluster.Start();
        server = await SandboxServer.StartAsync(cluster, 0, "two-people-token", CancellationToken.None);
        (await browser.Portal.Client.PostAsJsonAsync("/api/v1/environments", new { name = "live", production = true, kubernetes = new { kubeconfig = server.Kubeconfig } })).EnsureSuccessStatusCode();
        await browser.Portal.Client.ImportAsync("platform-settings", Markdown);
    }

    public async Task DisposeAsync()
    {
        (await browser.Portal.Client.DeleteAsync("/api/v1/environments/live")).EnsureSuccessStatusCode();
        await server.DisposeAsync();
        await cluster.StopAsync();
    }

    [Fact]
    public async Task One_asks_another_approves_on_a_phone_it_runs_and_is_put_back()
    {
        await using var responder = await browser.OpenAsync();
        await GetsInTests.JoinAsync(responder, "Rea Responder", "rea@example.org", "Responder");
        await using var approver = await browser.OpenAsync(Look.Phone);
        await GetsInTests.JoinAsync(approver, "Abe Approver", "abe@example.org", "Approver");

        await responder.GotoAsync("/runbooks/platform-settings");
        await responder.Page.GetByLabel("Environment", new() { Exact = true }).SelectOptionAsync("live");
        var step = responder.Page.Locator("article.step");
        await step.GetByRole(AriaRole.Button, new() { Name = "Delete configmap platform-config" }).ClickAsync();
        var question = responder.Page.GetByRole(AriaRole.Dialog);
        await Expect(question.Locator(".band-production")).ToContainTextAsync("live");
        await Expect(question.Locator(".diff .removed").First).ToBeVisibleAsync();
        await question.GetByLabel("Type platform-config to go on").FillAsync("platform-config");
        await responder.AssertAccessibleAsync();
        await responder.PictureAsync("two-1-asks");
        await question.GetByRole(AriaRole.Button, new() { Name = "Ask for approval" }).ClickAsync();
        await Expect(step).ToContainTextAsync("awaiting approval");

        await approver.GotoAsync("/");
        await approver.PictureAsync("two-2-now-phone");
        await approver.Page.GetByRole(AriaRole.Region, new() { Name = "Waiting for a second person" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(approver.Page.GetByRole(AriaRole.Heading, new() { Name = "Rea Responder wants to" })).ToBeVisibleAsync();
        await Expect(approver.Page.Locator(".diff .removed").First).ToBeVisibleAsync();
        await approver.AssertAccessibleAsync();
        await approver.TallPictureAsync("two-3-approves-phone");
        await approver.Page.GetByRole(AriaRole.Button, new() { Name = "Approve: Delete configmap platform-config" }).ClickAsync();
        await Expect(approver.Page.Locator(".page-head")).ToContainTextAsync("succeeded");

        await Expect(step).ToContainTextAsync("succeeded");
        await step.Locator("footer button.link").ClickAsync();
        await responder.Page.Locator("aside.drawer").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(responder.Page.GetByText("Approved by")).ToBeVisibleAsync();
        await responder.PictureAsync("two-4-done");
        await responder.Page.GetByRole(AriaRole.Button, new() { Name = "Revert exec" }).ClickAsync();
        var back = responder.Page.GetByRole(AriaRole.Dialog);
        await Expect(back.Locator(".diff .added").First).ToBeVisibleAsync();
        await responder.PictureAsync("two-5-revert");
        await back.Locator("button[type=submit]").ClickAsync();
        await Expect(responder.Page.Locator(".page-head")).ToContainTextAsync("Revert exec");
        await Expect(responder.Page.Locator(".page-head")).ToContainTextAsync("succeeded");
        await responder.AssertAccessibleAsync();

        var verdict = await browser.Portal.Client.GetStringAsync("/api/v1/audit/verify");
        Assert.Contains("\"intact\":true", verdict);
        responder.AssertQuiet();
        approver.AssertQuiet();
    }
}
