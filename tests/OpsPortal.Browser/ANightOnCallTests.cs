using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>Markdown is pasted in; then the pods are checked, the service is scaled, the rollout is watched and the errors are read, by clicks alone.</summary>
[Collection(nameof(Chromium))]
public class ANightOnCallTests(Chromium browser)
{
    private const string Markdown = """
        # Platform service by night

        ## Slow or failing

        Look first, then give it more room.

        ```bash
        # See which pods there are
        kubectl get pods -n platform -l app=platform-service

        # Give it five replicas
        kubectl scale deployment platform-service -n platform --replicas=5

        # Watch until they are all there
        kubectl rollout status deployment/platform-service -n platform

        # Read what went wrong today
        kubectl logs -n platform -l app=platform-service --since=24h --tail=-1 | grep -i error | tail -20
        ```
        """;

    [Fact]
    public async Task Check_the_pods_scale_to_five_watch_the_rollout_and_read_the_errors()
    {
        await using var visit = await browser.OpenAsync();
        var page = visit.Page;
        await visit.GotoAsync("/runbooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import" }).First.ClickAsync();
        await page.GetByLabel("or its text").FillAsync(Markdown);
        await page.GetByLabel("Short name").FillAsync("platform-by-night");
        await visit.PictureAsync("journey-1-import");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import Platform service by night" }).ClickAsync();
        await page.WaitForURLAsync("**/runbooks/platform-by-night");

        await StepOf(page, "See which pods there are").GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Expect(Output(page)).ToContainTextAsync("1/1");
        await Expect(StepOf(page, "See which pods there are")).ToContainTextAsync("succeeded", new() { IgnoreCase = true });

        await StepOf(page, "Give it five replicas").GetByRole(AriaRole.Button, new() { Name = "Scale deployment platform-service to 5" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync("Scale deployment platform-service to 5 in platform?");
        await Expect(question.Locator(".effects")).ToContainTextAsync("from 3 to 5");
        await Expect(question.Locator(".diff .added")).ToContainTextAsync("replicas: 5");
        await Expect(question).ToContainTextAsync("May patch deployments/scale in platform");
        await visit.PictureAsync("journey-2-question");
        await question.GetByRole(AriaRole.Button, new() { Name = "Scale" }).ClickAsync();
        await Expect(Output(page)).ToContainTextAsync("deployment.apps/platform-service scaled");

        await StepOf(page, "Watch until they are all there").GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Expect(Output(page)).ToContainTextAsync("successfully rolled out", new() { Timeout = 60_000 });

        await StepOf(page, "Read what went wrong").GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Expect(Output(page)).ToContainTextAsync("error", new() { IgnoreCase = true });
        await Expect(StepOf(page, "Read what went wrong")).ToContainTextAsync("succeeded", new() { IgnoreCase = true });
        await visit.PictureAsync("journey-3-output");
        await visit.AssertAccessibleAsync();
        visit.AssertQuiet();
    }

    private static ILocator StepOf(IPage page, string title) => page.Locator("article.step").Filter(new() { HasText = title });
    private static ILocator Output(IPage page) => page.Locator("aside.drawer .lines");
}
