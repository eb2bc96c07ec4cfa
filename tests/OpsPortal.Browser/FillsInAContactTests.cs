using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;

namespace OpsPortal.Browser;

/// <summary>A runbook leaves a place for a contact; a person fills it in where the system shows that it is missing.</summary>
[Collection(nameof(Chromium))]
public class FillsInAContactTests(Chromium browser)
{
    [Fact]
    public async Task A_contact_is_filled_in_on_every_screen()
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            await visit.GotoAsync("/systems/platform-service");
            var row = visit.Page.Locator("#contacts-security-team");
            await row.GetByRole(AriaRole.Button).ClickAsync();
            await visit.Page.GetByLabel("E-mail").FillAsync("security at home");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save Security team" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByLabel("E-mail")).ToHaveAttributeAsync("aria-invalid", "true");
            await visit.AssertAccessibleAsync();
            await visit.PictureAsync($"contact-{look.Name}");
            await visit.Page.GetByLabel("E-mail").FillAsync($"security-{look.Name}@example.org");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Save Security team" }).ClickAsync();
            await Assertions.Expect(row).ToContainTextAsync($"security-{look.Name}@example.org");
            await Assertions.Expect(row).Not.ToContainTextAsync("to fill in");
            visit.AssertQuiet();
        }
    }

    [Theory]
    [InlineData("discord-intelligence-bot")]
    [InlineData("structured-prompt-service")]
    [InlineData("meta-prompt-evolution-hub")]
    public async Task A_system_reads_well_as_a_whole(string system)
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look with { Height = 2600 });
            await visit.GotoAsync($"/systems/{system}");
            await visit.AssertAccessibleAsync();
            Assert.False(await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"), "the page is wider than the screen");
            await visit.PictureAsync($"system-{system}-{look.Name}");
            visit.AssertQuiet();
        }
    }
}
