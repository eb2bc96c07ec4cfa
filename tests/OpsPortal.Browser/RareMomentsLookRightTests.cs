using System.Net.Http.Json;
using Microsoft.Playwright;
using Npgsql;
using OpsPortal.Browser.Support;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Scenarios.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsPortal.Browser;

/// <summary>What people see seldom and then need at once: a freeze, broken glass, a world that moved, a no, an outcome in doubt, a node that is late.</summary>
[Collection(nameof(Chromium))]
public sealed class RareMomentsLookRightTests(Chromium browser) : IAsyncLifetime
{
    private const string Markdown = """
        # Rare moments

        ## Reset

        ```bash
        # Remove the settings
        kubectl delete configmap platform-config -n platform

        # More room
        kubectl scale deployment/platform-service --replicas=5 -n platform
        ```
        """;

    private readonly SandboxCluster cluster = SandboxCluster.Create(TimeProvider.System);
    private readonly string place = $"rare-{Guid.NewGuid():N}"[..12];
    private SandboxServer server = null!;

    public async Task InitializeAsync()
    {
        cluster.Start();
        server = await SandboxServer.StartAsync(cluster, 0, "rare-moments-token", CancellationToken.None);
        (await browser.Portal.Client.PostAsJsonAsync("/api/v1/environments", new { name = place, production = true, kubernetes = new { kubeconfig = server.Kubeconfig } })).EnsureSuccessStatusCode();
        await browser.Portal.Client.ImportAsync("rare-moments", Markdown);
    }

    public async Task DisposeAsync()
    {
        (await browser.Portal.Client.DeleteAsync($"/api/v1/environments/{place}")).EnsureSuccessStatusCode();
        await server.DisposeAsync();
        await cluster.StopAsync();
    }

    [Fact]
    public async Task A_freeze_is_begun_met_and_broken_with_a_reason()
    {
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            await visit.GotoAsync("/environments");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Freeze {place}" }).ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Why").FillAsync("the sale until Monday");
            await JudgeAsync(visit, $"rare-freeze-{look.Name}");
            await dialog.GetByRole(AriaRole.Button, new() { Name = $"Freeze {place}" }).ClickAsync();
            await Expect(visit.Page.GetByText("the sale until Monday")).ToBeVisibleAsync();
            await JudgeAsync(visit, $"rare-frozen-{look.Name}");

            await PreviewAsync(visit, "Delete configmap platform-config");
            await dialog.Locator("details.fold summary").Filter(new() { HasText = "in spite of the freeze" }).ClickAsync();
            await JudgeAsync(visit, $"rare-glass-{look.Name}");
            (await browser.Portal.Client.DeleteAsync($"/api/v1/environments/{place}/freeze")).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task A_world_that_moved_is_told_before_anything_is_done()
    {
        foreach (var (look, replicas) in Look.All.Zip([6, 7, 8]))
        {
            await using var visit = await browser.OpenAsync(look);
            await PreviewAsync(visit, "Scale deployment platform-service to 5");
            await ScaleAsync(replicas);
            await visit.Page.GetByRole(AriaRole.Dialog).Locator("button[type=submit]").ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).ToContainTextAsync("The world has moved since the preview");
            await JudgeAsync(visit, $"rare-moved-{look.Name}");
        }
    }

    [Fact]
    public async Task A_no_needs_its_reason_and_a_doubt_is_settled()
    {
        foreach (var look in Look.All)
        {
            await using var asks = await browser.OpenAsync();
            await GetsInTests.JoinAsync(asks, $"Rea {look.Name}", $"rea-{look.Name}-rare@example.org", "Responder");
            await PreviewAsync(asks, "Delete configmap platform-config");
            await asks.Page.GetByRole(AriaRole.Dialog).GetByLabel("Type platform-config to go on").FillAsync("platform-config");
            await asks.Page.GetByRole(AriaRole.Dialog).Locator("button[type=submit]").ClickAsync();
            await Expect(asks.Page.GetByText("awaiting approval").First).ToBeVisibleAsync();

            await using var decides = await browser.OpenAsync(look);
            var id = await ScalarAsync<long>("select max(id) from executions where state = 'AwaitingApproval'");
            await decides.GotoAsync($"/runs/{id}");
            await decides.Page.GetByLabel("A word to").FillAsync("The settings are still read by the importer; move that one first.");
            await JudgeAsync(decides, $"rare-decide-{look.Name}");
            await decides.Page.GetByRole(AriaRole.Button, new() { Name = $"Reject exec {id}" }).ClickAsync();
            await Expect(decides.Page.Locator(".page-head")).ToContainTextAsync("rejected");
            await JudgeAsync(decides, $"rare-rejected-{look.Name}");

            // What no click can bring about: the answer of the cluster was lost.
            await ScalarAsync<object>($"update executions set state = 'OutcomeUnknown', verified_at = now(), verification = 'The portal could not read the object: the cluster did not answer. Look at it, then say here what you found.', reason = 'The connection was lost after the request was sent; it is not known whether the change happened.', decision = null where id = {id} returning id");
            await decides.GotoAsync($"/runs/{id}");
            await Expect(decides.Page.GetByRole(AriaRole.Heading, new() { Name = "Did it happen?" })).ToBeVisibleAsync();
            await JudgeAsync(decides, $"rare-doubt-{look.Name}");
            await decides.Page.GetByLabel("What you looked at").FillAsync("the settings are still there");
            await decides.Page.GetByRole(AriaRole.Button, new() { Name = "It did not happen" }).ClickAsync();
            await Expect(decides.Page.Locator(".page-head")).ToContainTextAsync("failed");
        }
    }

    [Fact]
    public async Task Nodes_that_drain_or_are_late_and_the_audit_log()
    {
        await ScalarAsync<object>("""
            insert into nodes (id, name, roles, version, started_at, last_heartbeat_at, draining)
            select gen_random_uuid(), n.name, n.roles, '1.0.0', now() - interval '3 days', now() + n.at, n.draining
              from (values ('worker-b-drains', 'worker', interval '1 second', true), ('web-c-is-late', 'web', interval '-20 seconds', false), ('worker-d-is-gone', 'web,worker', interval '-2 hours', false)) n(name, roles, at, draining) returning 1
            """);
        foreach (var look in Look.All)
        {
            await using var visit = await browser.OpenAsync(look);
            await visit.GotoAsync("/settings/nodes");
            await Expect(visit.Page.GetByText("worker-d-is-gone")).ToBeVisibleAsync();
            await JudgeAsync(visit, $"rare-nodes-{look.Name}");
            await visit.GotoAsync("/settings/audit");
            await Expect(visit.Page.GetByText("environment.").First).ToBeVisibleAsync();
            await JudgeAsync(visit, $"rare-audit-{look.Name}");
        }
        await ScalarAsync<object>("delete from nodes where name like '%-is-%' or name like '%-drains' returning 1");
    }

    private async Task PreviewAsync(Visit visit, string button)
    {
        await visit.GotoAsync("/runbooks/rare-moments");
        await visit.Page.GetByLabel("Environment", new() { Exact = true }).SelectOptionAsync(place);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    /// <summary>Somebody else was faster.</summary>
    private async Task ScaleAsync(int replicas)
    {
        using var client = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });
        client.DefaultRequestHeaders.Authorization = new("Bearer", "rare-moments-token");
        using var patch = new StringContent($$$"""{"spec":{"replicas":{{{replicas}}}}}""", System.Text.Encoding.UTF8, "application/merge-patch+json");
        (await client.PatchAsync(new Uri(server.Address, "/apis/apps/v1/namespaces/platform/deployments/platform-service"), patch)).EnsureSuccessStatusCode();
    }

    private async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(browser.Database);
        await using var command = source.CreateCommand(sql);
        return (T?)await command.ExecuteScalarAsync();
    }

    private static async Task JudgeAsync(Visit visit, string picture)
    {
        await visit.PictureAsync(picture);
        await visit.AssertAccessibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{picture}: something is wider than the window.");
        visit.AssertQuiet();
    }
}
