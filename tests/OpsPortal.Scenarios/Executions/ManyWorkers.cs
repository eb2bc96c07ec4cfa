using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

public sealed class ManyWorkers
{
    [Fact]
    public async Task Two_workers_on_one_database_never_run_an_execution_twice()
    {
        var (database, runner) = (await PortalDatabase.CreateAsync(), new FakeStepRunner());
        await using var first = await PortalHost.StartAsync(database, new() { Runner = runner });
        await using var second = await PortalHost.StartAsync(database, new() { Runner = runner, Node = "node-b" });

        List<long> ids = [];
        for (var i = 0; i < 200; i++) ids.Add(await (i % 2 == 0 ? first : second).ClickAsync("scale"));
        foreach (var id in ids) Assert.Equal(ExecutionState.Succeeded, (await first.EndOfAsync(id)).State);

        Assert.Equal(200, runner.SideEffects.Count);
        Assert.All(runner.SideEffects.Values, times => Assert.Equal(1, times));
        Assert.All(runner.Runs.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_step_asked_for_on_a_web_only_process_runs_on_a_worker()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var web = await PortalHost.StartAsync(database, new() { Roles = "web", Node = "web-a" });
        await using var worker = await PortalHost.StartAsync(database, new() { Roles = "worker", Node = "worker-a" });

        var id = await web.ClickAsync("pods");

        Assert.Equal("worker-a", (await web.EndOfAsync(id)).Node);
        Assert.Single(await web.OutputAsync(id));
    }

    [Fact]
    public async Task No_more_run_at_once_than_the_portal_may_and_the_others_follow()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Limits = l => l.Parallel = 2 });
        var (running, most, release) = (0, 0, new TaskCompletionSource());
        var both = new TaskCompletionSource();
        portal.Runner.Run = async (_, _, _, cancellation) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            if (running == 2) both.TrySetResult();
            await release.Task.WaitAsync(cancellation);
            Interlocked.Decrement(ref running);
            return ActionOutcome.Success("done");
        };

        List<long> ids = [];
        for (var i = 0; i < 6; i++) ids.Add(await portal.ClickAsync("pods"));
        await both.Task;
        Assert.Equal(2, await portal.Get<ExecutionQueries>().RunningCountAsync(CancellationToken.None));
        release.SetResult();

        foreach (var id in ids) Assert.Equal(ExecutionState.Succeeded, (await portal.EndOfAsync(id)).State);
        Assert.Equal(2, most);
    }
}
