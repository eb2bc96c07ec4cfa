using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions;
using OpsPortal.Executions.Nodes;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

public sealed class NodesTellOfThemselves
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_process_is_listed_with_what_it_runs_now()
    {
        var (database, runner, begun) = (await PortalDatabase.CreateAsync(), new FakeStepRunner(), new TaskCompletionSource());
        await using var web = await PortalHost.StartAsync(database, new() { Roles = "web", Node = "web-a", Runner = runner });
        await using var worker = await PortalHost.StartAsync(database, new() { Roles = "worker", Node = "worker-a", Runner = runner });
        runner.Run = async (_, _, _, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return ActionOutcome.Success("never reached");
        };
        var id = await web.ClickAsync("watch");
        await begun.Task;

        using var administrator = web.Client("Administrator");
        var items = (await administrator.GetFromJsonAsync<JsonObject>("/api/v1/nodes"))!["items"]!.AsArray();

        Assert.Equal([("web-a", "web", "alive", 0), ("worker-a", "worker", "alive", 1)],
            items.Select(n => ((string)n!["name"]!, (string)n["roles"]!.AsArray().Single()!, (string)n["state"]!, n["executions"]!.AsArray().Count)));
        Assert.Equal((id, "The step watch", "sandbox", "Ann"), items[1]!["executions"]![0] is { } run ? ((long)run["id"]!, (string)run["title"]!, (string)run["environment"]!, (string)run["requestedBy"]!) : default);
        Assert.True((await ListAsync(web)).Single(v => v.Node.Name == "web-a").Itself);
        using var viewer = web.Client("Viewer");
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/api/v1/nodes")).StatusCode);
    }

    [Fact]
    public async Task A_process_that_is_taken_away_drains_takes_nothing_new_and_disappears()
    {
        var (database, runner) = (await PortalDatabase.CreateAsync(), new FakeStepRunner());
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var web = await PortalHost.StartAsync(database, new() { Roles = "web", Node = "web-a", Runner = runner });
        await using var worker = await PortalHost.StartAsync(database, new() { Roles = "worker", Node = "worker-a", Runner = runner, Limits = l => l.ShutdownGrace = TimeSpan.FromMinutes(1) });
        runner.Run = async (_, _, _, cancellation) =>
        {
            begun.TrySetResult();
            await release.Task.WaitAsync(cancellation);
            return ActionOutcome.Success("done");
        };
        var under = await web.ClickAsync("pods");
        await begun.Task;

        var stopping = worker.StopAsync();
        await UntilAsync(web, nodes => nodes.Any(n => n is { Node.Name: "worker-a", State: NodeState.Draining, Running.Count: 1 }));
        var later = await web.ClickAsync("services");
        release.SetResult();
        await stopping;

        var ended = await web.EndOfAsync(under);
        Assert.Equal((ExecutionState.Succeeded, 1), (ended.State, ended.Attempt));
        await UntilAsync(web, nodes => nodes.All(n => n.Node.Name != "worker-a"));
        Assert.Equal(ExecutionState.Queued, (await web.Get<ExecutionQueries>().GetAsync(later, CancellationToken.None))!.State);
        await using var next = await PortalHost.StartAsync(database, new() { Roles = "worker", Node = "worker-b", Runner = runner });
        Assert.Equal("worker-b", (await web.EndOfAsync(later)).Node);
    }

    [Fact]
    public async Task One_that_is_never_heard_of_again_is_late_then_gone_then_forgotten()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web", Node = "web-a" });
        await using var hints = portal.Get<ILiveBus>().Subscribe(HintKind.Status, NodeSigns.Topic);
        await using (var db = await portal.DatabaseAsync())
        {
            db.Nodes.Add(new() { Id = Guid.NewGuid(), Name = "dead", Roles = "worker", Version = "1", StartedAt = time.GetUtcNow(), LastHeartbeatAt = time.GetUtcNow() });
            await db.SaveChangesAsync();
        }

        Assert.Equal(NodeState.Alive, await StateAsync("dead"));
        await AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.Equal((NodeState.Late, NodeState.Alive), (await StateAsync("dead"), await StateAsync("web-a")));
        await AdvanceAsync(TimeSpan.FromSeconds(45));
        Assert.Equal((NodeState.Gone, NodeState.Alive), (await StateAsync("dead"), await StateAsync("web-a")));
        Assert.StartsWith("Silent for 1 m 0 s, so taken for dead.", (await ListAsync(portal)).Single(v => v.Node.Name == "dead").Sentence);
        await AdvanceAsync(TimeSpan.FromDays(1));
        await UntilAsync(portal, nodes => nodes.All(n => n.Node.Name != "dead"));

        async Task<NodeState> StateAsync(string name) => (await ListAsync(portal)).Single(v => v.Node.Name == name).State;

        // Until the heartbeat of that moment is written.
        async Task AdvanceAsync(TimeSpan by)
        {
            time.Advance(by);
            await UntilAsync(portal, nodes => nodes.Any(n => n.Node.Name == "web-a" && n.Node.LastHeartbeatAt > time.GetUtcNow() - NodeStates.LateAfter));
        }
    }

    [Fact]
    public async Task A_process_that_starts_again_under_its_name_replaces_the_one_that_was_killed()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Roles = "web", Node = "web-a" });
        await using (var db = await portal.DatabaseAsync())
        {
            var then = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(30);
            db.Nodes.Add(new() { Id = Guid.NewGuid(), Name = "worker-a", Roles = "worker", Version = "1", StartedAt = then, LastHeartbeatAt = then });
            await db.SaveChangesAsync();
        }

        await using var again = await PortalHost.StartAsync(database, new() { Roles = "worker", Node = "worker-a" });

        await UntilAsync(portal, nodes => nodes.Count(n => n.Node.Name == "worker-a") == 1 && nodes.Single(n => n.Node.Name == "worker-a").State == NodeState.Alive);
        await using var seen = await portal.DatabaseAsync();
        Assert.Equal(1, await seen.Nodes.CountAsync(n => n.Name == "worker-a"));
    }

    private static async Task<IReadOnlyList<NodeView>> ListAsync(PortalHost portal) => (await portal.Get<NodeQueries>().ListAsync(People.Root, CancellationToken.None)).Value!;

    private static async Task UntilAsync(PortalHost portal, Func<IReadOnlyList<NodeView>, bool> wanted)
    {
        await using var hints = portal.Get<ILiveBus>().Subscribe(HintKind.Status, NodeSigns.Topic);
        while (!wanted(await ListAsync(portal))) Assert.NotNull(await hints.NextAsync(Enough, CancellationToken.None));
    }
}
