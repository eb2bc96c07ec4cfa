using Microsoft.Playwright;
using OpsPortal.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>A database is asked, a metric is drawn, a value is captured for the steps below, a file is kept: all of it in one runbook.</summary>
[Collection(nameof(Chromium))]
public class BesideTheClusterTests(Chromium browser)
{
    private const string Markdown = """
        # Beside the cluster

        ## Look

        ```bash
        # Biggest tables
        kubectl exec -it postgres-pod -n platform -- psql -U postgres -d platform_db -c "SELECT tablename, pg_total_relation_size(schemaname||'.'||tablename) AS bytes FROM pg_tables ORDER BY 2 DESC LIMIT 5;"

        # Requests per second
        curl -s 'http://prometheus:9090/api/v1/query?query=sum(rate(http_requests_total[5m]))%20by%20(job)'

        # Is it healthy?
        curl -s https://platform-service/health
        # Expected: status: "healthy"

        # A pod to look into
        POD=$(kubectl get pods -n platform -l app=platform-service -o jsonpath='{.items[0].metadata.name}')

        # Keep its log
        kubectl logs -n platform $POD --tail=50 > pod.log
        ```
        """;

    [Fact]
    public async Task A_grid_a_plot_a_verdict_a_value_and_a_file()
    {
        await using var visit = await browser.OpenAsync();
        var page = visit.Page;
        await visit.GotoAsync("/runbooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import a runbook" }).First.ClickAsync();
        await page.GetByLabel("or its text").FillAsync(Markdown);
        await page.GetByLabel("Short name").FillAsync("beside-the-cluster");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import Beside the cluster" }).ClickAsync();
        await page.WaitForURLAsync("**/runbooks/beside-the-cluster");

        await RunAsync(page, "Biggest tables");
        await Expect(page.Locator(".grid-view th").First).ToContainTextAsync("tablename");
        await visit.PictureAsync("beside-1-grid");

        await RunAsync(page, "Requests per second");
        await Expect(page.Locator(".plot svg")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("beside-2-plot");

        await RunAsync(page, "Is it healthy?");
        await Expect(StepOf(page, "Is it healthy?")).ToContainTextAsync("as expected");

        await RunAsync(page, "A pod to look into");
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "POD" })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^platform-service-"));

        await RunAsync(page, "Keep its log");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "pod.log" })).ToBeVisibleAsync();
        await visit.PictureAsync("beside-3-file");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task An_author_mends_a_command_with_one_click_and_saves_it()
    {
        await using var visit = await browser.OpenAsync();
        var page = visit.Page;
        await visit.GotoAsync("/runbooks/meta-prompt-evolution-hub/edit");
        var fix = page.GetByRole(AriaRole.Button, new() { NameRegex = new("mean_exec_time") }).First;
        await Expect(fix).ToBeVisibleAsync();
        await visit.PictureAsync("editor-1-remark");
        var before = await page.GetByRole(AriaRole.Button, new() { NameRegex = new("mean_exec_time") }).CountAsync();
        await fix.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("mean_exec_time") })).ToHaveCountAsync(before - 1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save version 2" }).ClickAsync();
        await Expect(page.GetByText("v2, saved")).ToBeVisibleAsync();

        await visit.GotoAsync("/runbooks/meta-prompt-evolution-hub/versions");
        await Expect(page.Locator(".diff mark").First).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("editor-2-versions");
        visit.AssertQuiet();
    }

    private static async Task RunAsync(IPage page, string title)
    {
        await StepOf(page, title).GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Expect(StepOf(page, title)).ToContainTextAsync("succeeded", new() { IgnoreCase = true, Timeout = 20_000 });
    }

    private static ILocator StepOf(IPage page, string title) => page.Locator("article.step").Filter(new() { HasText = title });
}
