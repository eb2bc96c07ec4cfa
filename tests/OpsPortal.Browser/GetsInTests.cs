using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>Passkeys and codes as a person sets them up; and what somebody with rights in one place only gets to see.</summary>
[Collection(nameof(Chromium))]
public class GetsInTests(Chromium browser)
{
    [Fact]
    public async Task A_person_adds_a_passkey_and_signs_in_with_it()
    {
        await using var visit = await browser.OpenAsync();
        // WebAuthn knows names, not addresses
        var here = new UriBuilder(browser.Portal.Client.BaseAddress!) { Host = "localhost" }.Uri.ToString().TrimEnd('/');
        await JoinAsync(visit, "Pia Passkey", "pia@example.org", at: here);
        var devtools = await visit.Context.NewCDPSessionAsync(visit.Page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true },
        });
        await visit.GotoAsync($"{here}/me");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(visit.Page.Locator("section[aria-labelledby=me-passkeys] li")).ToHaveCountAsync(1);
        await visit.AssertAccessibleAsync();

        await visit.Context.ClearCookiesAsync();
        await visit.Page.GotoAsync($"{here}/sign-in?return=/runs");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/runs");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task An_authenticator_app_is_set_up_by_its_code_and_recovery_codes_let_one_in()
    {
        await using var visit = await browser.OpenAsync();
        await JoinAsync(visit, "Tom Code", "tom@example.org");
        await visit.GotoAsync("/me");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator app" }).ClickAsync();
        await Expect(visit.Page.Locator("svg.qr")).ToBeVisibleAsync();
        await visit.PictureAsync("me-authenticator");
        var secret = await visit.Page.Locator(".scan code").InnerTextAsync();
        await visit.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(Totp.Now(secret));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Turn the codes on" }).ClickAsync();
        await Expect(visit.Page.Locator(".recovery-codes li")).ToHaveCountAsync(10);
        var code = await visit.Page.Locator(".recovery-codes li").First.InnerTextAsync();

        await visit.Context.ClearCookiesAsync();
        await visit.Page.GotoAsync("/sign-in");
        await visit.Page.GetByLabel("E-mail address").FillAsync("tom@example.org");
        await visit.Page.GetByLabel("Password").FillAsync("four words make sense");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Enter your code" })).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.Page.GetByText("I do not have my phone").ClickAsync();
        await visit.Page.GetByLabel("Recovery code").FillAsync(code);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Somebody_without_a_role_sees_nothing_in_a_live_page_either()
    {
        await using var visit = await browser.OpenAsync();
        await JoinAsync(visit, "Nina None", "nina@example.org", "None");
        await visit.GotoAsync("/runbooks");
        await Expect(visit.Page.GetByText("platform-service")).ToHaveCountAsync(0);
        await visit.GotoAsync("/environments");
        await Expect(visit.Page.GetByText("No environment yet")).ToBeVisibleAsync();
    }

    /// <summary>Invited by the administrator on the accounts page; signed in as the new one afterwards.</summary>
    internal static async Task JoinAsync(Visit visit, string name, string email, string role = "Viewer", string at = "")
    {
        await visit.GotoAsync("/settings/accounts");
        var confirm = visit.Page.GetByRole(AriaRole.Link, new() { Name = "Confirm that it is you" });
        if (await confirm.CountAsync() > 0)
        {
            await confirm.ClickAsync();
            await visit.Page.GetByLabel("Password, or the code of your app").FillAsync(SetUp.Password);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm", Exact = true }).ClickAsync();
            await visit.Page.Locator("[data-live=yes]").WaitForAsync();
        }
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await visit.Page.GetByLabel("E-mail address").FillAsync(email);
        await visit.Page.GetByLabel("Role everywhere").SelectOptionAsync(role);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account and its link" }).ClickAsync();
        var link = await visit.Page.Locator("dialog code").InnerTextAsync();
        await visit.PictureAsync($"invited-{role}");
        await visit.Context.ClearCookiesAsync();
        await visit.Page.GotoAsync(at.Length == 0 ? link : at + new Uri(link).PathAndQuery);
        await visit.Page.GetByLabel("Password").FillAsync("four words make sense");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Set the password and sign in" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/");
    }
}
