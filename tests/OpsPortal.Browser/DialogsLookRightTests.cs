using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>Every dialog before a step runs, in light, dark and on a phone: accessible, without a word in the console, nothing wider than the window.</summary>
[Collection(nameof(Chromium))]
public class DialogsLookRightTests(Chromium browser)
{
    public static TheoryData<string, string, string> Dialogs => new()
    {
        { "import", "/runbooks", "Import a runbook" },
        { "import-pack", "/runbooks", "A folder or zip" },
        { "repository", "/runbooks/repositories", "Add a repository" },
        { "files", "/runbooks/platform-service", "Files" },
    };

    [Theory]
    [MemberData(nameof(Dialogs))]
    public async Task A_dialog_is_accessible_and_quiet_in_every_look(string name, string path, string button)
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            await visit.GotoAsync(path);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await JudgeAsync(visit, $"dialog-{name}-{look.Name}");
        }
    }

    [Fact]
    public async Task The_environment_dialog_tests_what_is_typed()
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            var page = visit.Page;
            await visit.GotoAsync("/environments");
            await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).First.ClickAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            await page.EvaluateAsync("document.querySelectorAll('details.targets').forEach(d => d.open = true)");
            await page.GetByRole(AriaRole.Button, new() { Name = "Test Docker" }).ClickAsync();
            await Expect(page.GetByText("Docker: OK.")).ToBeVisibleAsync();
            await page.GetByLabel("Engine").FillAsync("tcp://127.0.0.1:9");
            await page.GetByRole(AriaRole.Button, new() { Name = "Test Docker" }).ClickAsync();
            await Expect(page.GetByText("Docker: failed.")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Test the cluster" }).ClickAsync();
            await Expect(page.GetByText("Kubernetes: OK.")).ToBeVisibleAsync();
            await JudgeAsync(visit, $"dialog-environment-{look.Name}");
            await visit.TallPictureAsync($"dialog-environment-{look.Name}-whole");
        }
    }

    [Fact]
    public async Task An_environment_tells_of_each_target()
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            await visit.GotoAsync("/environments");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Test all targets of sandbox" }).ClickAsync();
            await Expect(visit.Page.GetByText("Kubernetes: OK.")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator(".target-lines .error")).ToHaveCountAsync(0);
            await JudgeAsync(visit, $"environments-tested-{look.Name}");
        }
    }

    [Fact]
    public async Task A_missing_file_is_added_from_its_step()
    {
        const string Markdown = "# Missing files\n\n```bash\n# Apply the limits\nkubectl apply -f k8s/limits.yaml -n platform\n\n# Change the settings\nkubectl edit configmap platform-config -n platform\n```\n";
        await using (var first = await browser.OpenAsync())
        {
            var page = first.Page;
            await first.GotoAsync("/runbooks");
            await page.GetByRole(AriaRole.Button, new() { Name = "Import a runbook" }).First.ClickAsync();
            await page.GetByLabel("or its text").FillAsync(Markdown);
            await page.GetByLabel("Short name").FillAsync("missing-files");
            await page.GetByRole(AriaRole.Button, new() { Name = "Import Missing files" }).ClickAsync();
            await page.WaitForURLAsync("**/runbooks/missing-files");
            await page.GetByRole(AriaRole.Button, new() { Name = "Load what is there now" }).ClickAsync();
            await Expect(page.Locator(".parameter.whole textarea")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("kind: ConfigMap"));
            await JudgeAsync(first, "edit-manifest-light");
        }
        foreach (var look in new[] { Look.Night, Look.Phone, Look.Desktop })
        {
            await using var visit = await browser.OpenAsync(look);
            var page = visit.Page;
            await visit.GotoAsync("/runbooks/missing-files");
            await Expect(page.GetByText("k8s/limits.yaml is missing")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Load what is there now" }).ClickAsync();
            await Expect(page.Locator(".parameter.whole textarea")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("kind: ConfigMap"));
            await JudgeAsync(visit, $"missing-file-{look.Name}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add k8s/limits.yaml" }).ClickAsync();
            await Expect(page.GetByLabel("Name, as the command writes it")).ToHaveValueAsync("k8s/limits.yaml");
            if (look != Look.Desktop) continue;
            await page.GetByLabel("A file to attach").SetInputFilesAsync(new FilePayload { Name = "any.yaml", MimeType = "text/yaml", Buffer = "kind: LimitRange\n"u8.ToArray() });
            await Expect(page.GetByText("Attached k8s/limits.yaml.")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();
            await Expect(page.GetByText("k8s/limits.yaml is in the runbook's files")).ToBeVisibleAsync();
            visit.AssertQuiet();
        }
    }

    private static async Task JudgeAsync(Visit visit, string picture)
    {
        await visit.PictureAsync(picture);
        await visit.AssertAccessibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{picture}: something is wider than the window.");
        visit.AssertQuiet();
    }
}
