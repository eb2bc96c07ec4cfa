using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

public sealed class OverHttp
{
    [Fact]
    public async Task A_step_is_requested_read_and_downloaded()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        using var http = portal.Client("Responder");

        var created = await http.PostAsJsonAsync("/api/v1/executions", new { runbook = "shop", step = "pods", environment = "sandbox", parameters = new { } });
        var id = (long)(await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        await portal.EndOfAsync(id);
        var execution = await http.GetFromJsonAsync<JsonObject>($"/api/v1/executions/{id}");
        var output = await http.GetFromJsonAsync<JsonObject>($"/api/v1/executions/{id}/output?after=0");

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal($"/api/v1/executions/{id}", created.Headers.Location?.ToString());
        Assert.Equal(("succeeded", "done", "Ann"), ((string)execution!["state"]!, (string)execution["reason"]!, (string)execution["requestedBy"]!));
        Assert.Equal((1, 1, true), ((int)output!["from"]!, (int)output["to"]!, (bool)output["complete"]!));
        Assert.Equal("List pods in shop", (string)output["lines"]![0]!["text"]!);
        Assert.Equal(["n", "stream", "t", "text"], output["lines"]![0]!.AsObject().Select(p => p.Key).Order());

        using var plain = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/executions/{id}/output") { Headers = { { "Accept", "text/plain" } } };
        Assert.Equal("List pods in shop\n", await (await http.SendAsync(plain)).Content.ReadAsStringAsync());
        Assert.Single((await http.GetFromJsonAsync<JsonObject>("/api/v1/executions?state=succeeded&environment=sandbox&runbook=shop&mine=true"))!["items"]!.AsArray());
    }

    [Fact]
    public async Task One_idempotency_key_is_one_execution()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        using var http = portal.Client("Responder");
        http.DefaultRequestHeaders.Add("Idempotency-Key", "tuesday");

        var first = await http.PostAsJsonAsync("/api/v1/executions", new { runbook = "shop", step = "pods", environment = "sandbox" });
        var second = await http.PostAsJsonAsync("/api/v1/executions", new { runbook = "shop", step = "pods", environment = "sandbox" });

        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Theory]
    [InlineData("Viewer", "pods", HttpStatusCode.Forbidden, "To run steps you need the role responder; ask an administrator.")]
    [InlineData("Responder", "scale", HttpStatusCode.PreconditionRequired, "This changes something. Ask for its preview (POST /api/v1/previews), look at it, and confirm by sending its hash as planHash.")]
    [InlineData("Responder", "gone", HttpStatusCode.NotFound, "The runbook shop has no step gone.")]
    [InlineData("Responder", "pod", HttpStatusCode.BadRequest, "Give a value for pod.")]
    public async Task A_refusal_is_a_problem_with_a_sentence(string role, string step, HttpStatusCode status, string sentence)
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        using var http = portal.Client(role);

        var answer = await http.PostAsJsonAsync("/api/v1/executions", new { runbook = "shop", step, environment = "sandbox" });

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(sentence, (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!);
    }

    [Fact]
    public async Task Without_an_account_nothing_is_told()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        using var http = portal.Client("");

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/executions")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync("/hubs/operations/negotiate", null)).StatusCode);
    }

    [Fact]
    public async Task A_stream_of_events_ends_with_the_step_and_each_event_can_be_resumed_from()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        using var http = portal.Client("Responder");
        var id = await portal.ClickAsync("pods");

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/executions/{id}/output") { Headers = { { "Accept", "text/event-stream" } } };
        var events = await (await http.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Contains("event: output\n", events);
        Assert.Contains("id: 1\n", events);
        Assert.Contains("\"complete\":true", events);
    }

    [Fact]
    public async Task A_running_step_is_cancelled()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        using var http = portal.Client("Responder");
        var begun = new TaskCompletionSource();
        portal.Runner.Run = async (_, _, _, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return ActionOutcome.Success("never reached");
        };
        var id = await portal.ClickAsync("pods");
        await begun.Task;

        var answer = await http.PostAsync($"/api/v1/executions/{id}/cancel", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(ExecutionState.Cancelled, (await portal.EndOfAsync(id)).State);
    }

    [Fact]
    public async Task The_hub_tells_how_far_an_execution_got()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        var id = await portal.ClickAsync("pods");
        await portal.EndOfAsync(id);
        await using var hub = await HubCaller.ConnectAsync(portal, "Viewer");

        Assert.Equal(1, await hub.FirstAsync("execution", $"{id}", after: 0));
    }

    [Fact]
    public async Task The_hub_tells_of_processes_only_to_administrators_and_of_nothing_that_is_not_there()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        foreach (var role in new[] { "Viewer", "Responder", "Approver", "Author" })
        {
            await using var person = await HubCaller.ConnectAsync(portal, role);
            Assert.Contains("follow the portal's processes", (await Assert.ThrowsAsync<InvalidOperationException>(() => person.FirstAsync("status", "nodes", after: 0))).Message);
        }
        await using var root = await HubCaller.ConnectAsync(portal, "Administrator");
        // a hint of every heartbeat, without a number of its own
        Assert.Equal(0, await root.FirstAsync("status", "nodes", after: 0));

        await using var viewer = await HubCaller.ConnectAsync(portal, "Viewer");
        foreach (var run in new[] { $"{Guid.NewGuid()}", $"{Guid.NewGuid():N}{Guid.NewGuid():N}", "nodes", "" })
            Assert.Contains("There is no run", (await Assert.ThrowsAsync<InvalidOperationException>(() => viewer.FirstAsync("run", run, after: 0))).Message);
    }
}
