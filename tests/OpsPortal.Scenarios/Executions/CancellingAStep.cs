using OpsPortal.Executions;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

public sealed class CancellingAStep
{
    [Fact]
    public async Task What_waits_is_cancelled_at_once()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        var id = await portal.ClickAsync("scale");

        var cancelled = await portal.Get<CancelExecution>().InvokeAsync(People.Bob, id, CancellationToken.None);

        Assert.Equal((ExecutionState.Cancelled, "Cancelled by Bob"), (cancelled.Value!.State, cancelled.Value.Reason));
        Assert.Null(await portal.Get<OpsPortal.Executions.Running.Claims>().TakeAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task What_runs_is_told_to_stop_and_says_who_cancelled_it()
    {
        // this clock stands still: nothing that waits for a time (a lease, the next look, a limit) can be what stops the step
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = new FakeTime(), Roles = "web" });
        List<string> events = [];
        var begun = new TaskCompletionSource();
        portal.Runner.Run = async (_, _, _, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            events.Add("told to stop");
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException("never reached");
        };
        var id = await portal.ClickAsync("watch");
        var running = portal.RunAsync(id);
        await begun.Task;

        events.Add("cancel");
        await portal.Get<CancelExecution>().InvokeAsync(People.Bob, id, CancellationToken.None);
        await running;
        events.Add("over");

        Assert.Equal(["cancel", "told to stop", "over"], events);
        var ended = await portal.EndOfAsync(id);
        Assert.Equal((ExecutionState.Cancelled, "Cancelled by Bob"), (ended.State, ended.Reason));
    }

    [Fact]
    public async Task A_cancel_that_comes_before_the_side_effect_prevents_it()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        var (begun, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        portal.Runner.Run = async (_, _, beforeSideEffect, _) =>
        {
            begun.SetResult();
            await cancelled.Task;
            // A step that does not look at its token: the fence is what holds it.
            await beforeSideEffect(CancellationToken.None);
            return ActionOutcome.Success("scaled");
        };
        var id = await portal.ClickAsync("scale");
        await begun.Task;

        await portal.Get<CancelExecution>().InvokeAsync(People.Ann, id, CancellationToken.None);
        cancelled.SetResult();
        var ended = await portal.EndOfAsync(id);

        Assert.Equal(ExecutionState.Cancelled, ended.State);
        Assert.Empty(portal.Runner.SideEffects);
    }

    [Fact]
    public async Task A_cancel_while_the_change_is_under_way_leaves_its_outcome_unknown()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        var begun = new TaskCompletionSource();
        portal.Runner.Run = async (_, _, beforeSideEffect, cancellation) =>
        {
            await beforeSideEffect(cancellation);
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            throw new InvalidOperationException("never reached");
        };
        var id = await portal.ClickAsync("scale");
        await begun.Task;

        await portal.Get<CancelExecution>().InvokeAsync(People.Ann, id, CancellationToken.None);

        var ended = await portal.EndOfAsync(id);
        Assert.Equal(ExecutionState.OutcomeUnknown, ended.State);
        Assert.StartsWith("Cancelled by Ann while the change was under way; it is not known whether", ended.Reason);
    }

    [Fact]
    public async Task What_has_ended_cannot_be_cancelled_and_says_how_it_ended()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        var id = await portal.ClickAsync("pods");
        await portal.EndOfAsync(id);

        var result = await portal.Get<CancelExecution>().InvokeAsync(People.Ann, id, CancellationToken.None);

        Assert.Equal((ProblemKind.Conflict, "It has already ended: done"), (result.Problem!.Kind, result.Problem.Detail));
    }

    [Fact]
    public async Task A_step_that_goes_on_past_its_time_limit_is_stopped()
    {
        var time = new FakeTime();
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = "web" });
        var begun = new TaskCompletionSource();
        portal.Runner.Run = async (_, _, _, cancellation) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            throw new InvalidOperationException("never reached");
        };
        var id = await portal.ClickAsync("pods");
        var running = portal.RunAsync(id);
        await begun.Task;

        time.Advance(TimeSpan.FromMinutes(10));
        await running;

        var ended = await portal.EndOfAsync(id);
        Assert.Equal(ExecutionState.TimedOut, ended.State);
        Assert.StartsWith("Stopped after 10 minutes, its time limit.", ended.Reason);
        Assert.Equal(Risk.Read, ended.Risk);
    }
}
