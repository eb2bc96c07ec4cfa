using Microsoft.Playwright;

namespace OpsPortal.Browser.Support;

/// <summary>The first start, as a person does it.</summary>
internal static class SetUp
{
    public const string Email = "ann@example.org";
    public const string Password = "four words make sense";

    public static async Task BecomeAdministratorAsync(IPage page, string code)
    {
        await page.GotoAsync($"/setup?code={code}");
        await page.GetByLabel("Your name").FillAsync("Ann Admin");
        await page.GetByLabel("E-mail address").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the administrator" }).ClickAsync();
        await page.WaitForURLAsync("**/");
    }
}
