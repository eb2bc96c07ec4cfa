using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Running;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

/// <summary>A worker that claimed an execution and was never heard of again; the clock is moved past its lease.</summary>
public sealed class LosingAWorker
{
    private static readonly TimeSpan PastLease = TimeSpan.FromSeconds(16);

    [Fact]
    public async Task A_read_is_run_again_by_another_worker_and_its_numbers_go_on()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });
        var id = await portal.ClickAsync("pods");
        var dead = await portal.Get<Claims>().TakeAsync(id, CancellationToken.None);
        await WriteAsync(portal, dead!, "half an answer");

        time.Advance(PastLease);
        await portal.Get<LeaseReaper>().ReapAsync(CancellationToken.None);
        var waiting = await portal.Get<ExecutionQueries>().GetAsync(id, CancellationToken.None);
        Assert.Equal(ExecutionState.Queued, waiting!.State);
        Assert.StartsWith("The worker node-a stopped answering at 03:12:15 UTC", waiting.Reason);
        await portal.RunAsync(id);

        var ended = await portal.EndOfAsync(id);
        Assert.Equal((ExecutionState.Succeeded, 2), (ended.State, ended.Attempt));
        Assert.Equal([(1, "half an answer"), (2, "Run again on node-a."), (3, "List pods in shop")], (await portal.OutputAsync(id)).Select(l => (l.N, l.Text)));
    }

    [Fact]
    public async Task A_change_is_never_run_again_and_its_outcome_is_unknown()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });
        var id = await portal.ClickAsync("scale");
        await portal.Get<Claims>().TakeAsync(id, CancellationToken.None);

        time.Advance(PastLease);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.Get<LeaseReaper>().ReapAsync(CancellationToken.None)));

        var ended = await portal.EndOfAsync(id);
        Assert.Equal(ExecutionState.OutcomeUnknown, ended.State);
        Assert.Equal(
            "The worker node-a stopped answering at 03:12:15 UTC; it is not known whether the change happened. Check deployment cart in shop before you run it again.",
            ended.Reason);
        Assert.False(await portal.RunAsync(id));
        Assert.Empty(portal.Runner.Runs);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "execution.ended" && e.SubjectId == $"{id}"));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_can_neither_write_output_nor_finish()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });
        var id = await portal.ClickAsync("pods");
        var claims = portal.Get<Claims>();
        var lost = (await claims.TakeAsync(id, CancellationToken.None))!;
        time.Advance(PastLease);
        await portal.Get<LeaseReaper>().ReapAsync(CancellationToken.None);
        var holder = (await claims.TakeAsync(id, CancellationToken.None))!;

        await Assert.ThrowsAsync<ClaimLostException>(() => WriteAsync(portal, lost, "too late"));
        var execution = (await portal.Get<ExecutionQueries>().GetAsync(id, CancellationToken.None))!;
        Assert.False(await portal.Get<EndExecution>().InvokeAsync(execution, lost, new(ExecutionState.Succeeded, "too late")));
        Assert.Null(await claims.AskAsync(lost, CancellationToken.None));

        Assert.NotNull(await claims.AskAsync(holder, CancellationToken.None));
        Assert.True(await portal.Get<EndExecution>().InvokeAsync(execution, holder, new(ExecutionState.Succeeded, "in time")));
        Assert.Empty(await portal.OutputAsync(id));
    }

    [Fact]
    public async Task Losing_the_claim_stops_the_work_and_leaves_the_ledger_to_its_holder()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        var begun = new TaskCompletionSource();
        portal.Runner.Run = async (_, _, _, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return ActionOutcome.Success("never reached");
        };
        var id = await portal.ClickAsync("scale");
        var running = portal.RunAsync(id);
        await begun.Task;

        await using (var db = await portal.DatabaseAsync())
            await db.Executions.Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.ClaimId, Guid.NewGuid()).SetProperty(e => e.Node, "node-b"));
        await portal.Get<ILiveBus>().PublishAsync(new(HintKind.Cancel, $"{id}"));
        await running;

        var execution = await portal.Get<ExecutionQueries>().GetAsync(id, CancellationToken.None);
        Assert.Equal((ExecutionState.Running, "node-b"), (execution!.State, execution.Node));
    }

    [Fact]
    public async Task A_queued_execution_that_no_worker_was_told_of_is_taken_all_the_same()
    {
        var (database, time) = (await PortalDatabase.CreateAsync(), new FakeTime());
        await using var portal = await PortalHost.StartAsync(database, new() { Time = time });
        var id = await portal.ClickAsync("pods");
        await portal.EndOfAsync(id);
        // Back into the queue, without a word to anybody.
        await using var db = await portal.DatabaseAsync();
        await db.Database.ExecuteSqlAsync($"update executions set state = 'Queued', finished_at = null where id = {id}");

        time.Advance(TimeSpan.FromSeconds(2));

        var ended = await portal.UntilAsync(id, e => e.State == ExecutionState.Succeeded);
        Assert.Equal((2, 2), (ended.Attempt, portal.Runner.Runs[id]));
    }

    [Fact]
    public async Task A_worker_that_shuts_down_gives_back_what_has_changed_nothing()
    {
        var (database, runner) = (await PortalDatabase.CreateAsync(), new FakeStepRunner());
        var begun = new TaskCompletionSource();
        runner.Run = async (_, _, _, cancellation) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return ActionOutcome.Success("never reached");
        };
        await using var first = await PortalHost.StartAsync(database, new() { Runner = runner, Limits = l => l.ShutdownGrace = TimeSpan.FromMilliseconds(50) });
        var id = await first.ClickAsync("scale");
        await begun.Task;

        await first.StopAsync();
        runner.Run = new FakeStepRunner().Run;
        await using var second = await PortalHost.StartAsync(database, new() { Runner = runner, Node = "node-b" });

        var ended = await second.EndOfAsync(id);
        Assert.Equal((ExecutionState.Succeeded, "node-b"), (ended.State, ended.Node));
        Assert.Equal(1, runner.SideEffects[id]);
    }

    private static async Task WriteAsync(PortalHost portal, Claim claim, string line)
    {
        var execution = (await portal.Get<ExecutionQueries>().GetAsync(claim.ExecutionId, CancellationToken.None))!;
        await using var writer = portal.Get<OutputWriters>().Open(execution, claim, []);
        await writer.WriteAsync(OutputStream.Out, line, CancellationToken.None);
        await writer.CompleteAsync(CancellationToken.None);
    }
}
