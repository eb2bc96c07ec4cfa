using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

/// <summary>Redis carries the hints, and is killed: nothing but latency suffers.</summary>
public sealed class LosingTheBus
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Executions_go_on_without_redis_and_pages_catch_up_when_it_is_back()
    {
        await using var redis = await PrivateRedis.StartAsync();
        var (database, settings, runner) = (await PortalDatabase.CreateAsync(), new Dictionary<string, string?> { ["LiveBus:Redis"] = redis.Connection }, new FakeStepRunner());
        await using var web = await PortalHost.StartAsync(database, new() { Roles = "web", Node = "web-a", Settings = settings, Runner = runner });
        await using var worker = await PortalHost.StartAsync(database, new() { Roles = "worker", Node = "worker-a", Settings = settings, Runner = runner });
        await ReadyAsync(web, "The live bus is connected to Redis.");
        var (begun, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        runner.Run = async (execution, output, _, cancellation) =>
        {
            await output.WriteAsync(OutputStream.Out, "before", cancellation);
            begun.TrySetResult();
            await release.Task.WaitAsync(cancellation);
            await output.WriteAsync(OutputStream.Out, "after", cancellation);
            return ActionOutcome.Success("done");
        };
        var followed = await web.ClickAsync("pods");
        await begun.Task;
        var page = web.OutputAsync(followed);
        var end = web.EndOfAsync(followed);

        await redis.KillAsync();
        await ReadyAsync(web, "The live bus has no connection to Redis; it tries again every few seconds. Until then everything works, only later.");
        // A click, a cancel and an end while the bus is away.
        var (waiting, cancelled) = (await web.ClickAsync("services"), await web.ClickAsync("watch"));
        await worker.UntilAsync(cancelled, e => e.State == ExecutionState.Running);
        await web.Get<CancelExecution>().InvokeAsync(People.Bob, cancelled, CancellationToken.None);
        Assert.Equal(ExecutionState.Cancelled, (await worker.EndOfAsync(cancelled)).State);
        release.SetResult();
        Assert.Equal(ExecutionState.Succeeded, (await worker.EndOfAsync(waiting)).State);
        Assert.Equal(ExecutionState.Succeeded, (await worker.EndOfAsync(followed)).State);

        await redis.StartAgainAsync();
        await ReadyAsync(web, "The live bus is connected to Redis.");
        Assert.Equal(ExecutionState.Succeeded, (await end).State);
        Assert.Equal(["before", "after"], (await page.WaitAsync(Enough)).Select(l => l.Text));
        Assert.All(runner.Runs.Values, times => Assert.Equal(1, times));
    }

    /// <summary>Asks again whenever a connection was lost or made.</summary>
    private static async Task ReadyAsync(PortalHost portal, string sentence)
    {
        await using var woken = portal.Get<ILiveBus>().Subscribe(HintKind.Status, "ready");
        using var client = portal.Client("");
        while (await client.GetFromJsonAsync<JsonObject>("/readyz") is var answer && (string?)answer!["parts"]!["bus"]!["description"] != sentence)
            Assert.NotNull(await woken.NextAsync(Enough, CancellationToken.None));
    }
}
