using OpsPortal.Browser.Support;
using Xunit;

namespace OpsPortal.Browser;

/// <summary>Every page in light, dark and on a phone: reachable, accessible, without a word in the console. The pictures are for people.</summary>
[Collection(nameof(Chromium))]
public class LooksRightTests(Chromium browser)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "now", "/" },
        { "runbooks", "/runbooks" },
        { "runbook", "/runbooks/platform-service" },
        { "editor", "/runbooks/discord-intelligence-bot/edit" },
        { "versions", "/runbooks/platform-service/versions" },
        { "repositories", "/runbooks/repositories" },
        { "system", "/systems/meta-prompt-evolution-hub" },
        { "runs", "/runs" },
        { "environments", "/environments" },
        { "incidents", "/incidents" },
        { "declare", "/incidents/new?system=platform-service" },
        { "me", "/me" },
        { "on-call-now", "/on-call" },
        { "accounts", "/settings/accounts" },
        { "nodes", "/settings/nodes" },
        { "alerts", "/settings/alerts" },
        { "audit", "/settings/audit" },
        { "policies", "/on-call/policies" },
        { "pages", "/on-call/pages" },
        { "not-found", "/runbooks/no-such-runbook" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_and_quiet_in_every_look(string name, string path)
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            await visit.GotoAsync(path);
            await visit.AssertAccessibleAsync();
            await visit.PictureAsync($"{name}-{look.Name}");
            visit.AssertQuiet();
        }
    }

    [Fact]
    public async Task The_sign_in_is_accessible_and_says_what_went_wrong()
    {
        await using var visit = await browser.OpenAsync(Look.Phone, signedIn: false);
        await visit.Page.GotoAsync("/runs");
        await visit.AssertAccessibleAsync();
        await visit.Page.GetByLabel("E-mail address").FillAsync(SetUp.Email);
        await visit.Page.GetByLabel("Password").FillAsync("not this one");
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("The address or the password is not right");
        await visit.PictureAsync("sign-in-phone");
        await visit.Page.GetByLabel("Password").FillAsync(SetUp.Password);
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/runs");
        visit.AssertQuiet();
    }
}
