using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Executions;

public sealed class RunningAStep
{
    [Fact]
    public async Task A_click_runs_the_step_and_its_output_can_be_followed_to_the_end()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        portal.Runner.Run = async (_, output, _, cancellation) =>
        {
            for (var i = 1; i <= 3; i++) await output.WriteAsync(OutputStream.Out, $"line {i}", cancellation);
            return ActionOutcome.Success("3 pods");
        };

        var id = await portal.ClickAsync("pods");
        var lines = await portal.OutputAsync(id);
        var ended = await portal.EndOfAsync(id);

        Assert.Equal(["line 1", "line 2", "line 3"], lines.Select(l => l.Text));
        Assert.Equal([1, 2, 3], lines.Select(l => l.N));
        Assert.Equal((ExecutionState.Succeeded, "3 pods", "node-a"), (ended.State, ended.Reason, ended.Node));
        Assert.Null(ended.ClaimId);
    }

    [Fact]
    public async Task Two_clicks_with_one_key_at_once_are_one_execution()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => portal.AskAsync("scale", key: "one click")));

        var id = Assert.Single(results.Select(r => r.Value!.Id).Distinct());
        await portal.EndOfAsync(id);
        Assert.Equal(1, portal.Runner.SideEffects[id]);
        Assert.Equal(id, (await portal.AskAsync("scale", key: "one click")).Value!.Id);
    }

    [Fact]
    public async Task A_key_that_was_used_for_another_step_or_by_somebody_else_is_refused()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        await portal.AskAsync("pods", key: "k");

        Assert.Equal(ProblemKind.Conflict, (await portal.AskAsync("services", key: "k")).Problem?.Kind);
        Assert.Equal(ProblemKind.Conflict, (await portal.AskAsync("pods", key: "k", by: People.Bob)).Problem?.Kind);
    }

    [Theory]
    [InlineData("call", "sandbox", null, "This step is done by hand: a telephone is needed.")]
    [InlineData("pod", "sandbox", null, "Give a value for pod.")]
    [InlineData("pod", "sandbox", " ", "Give a value for pod.")]
    [InlineData("pods", "nowhere", null, "There is no environment \"nowhere\". Choose one of those under Environments.")]
    [InlineData("pods", "empty", null, "The environment empty has no cluster. Give it a kubeconfig under Environments, then run the step again.")]
    [InlineData("gone", "sandbox", null, "The runbook shop has no step gone.")]
    public async Task What_cannot_run_is_refused_with_what_to_do(string step, string environment, string? pod, string sentence)
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });

        var result = await portal.AskAsync(step, environment: environment, parameters: pod is null ? null : new() { ["pod"] = pod });

        Assert.Equal(sentence, result.Problem?.Detail);
    }

    [Fact]
    public async Task A_viewer_may_look_but_neither_run_nor_cancel()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web" });
        var id = await portal.ClickAsync("pods");

        Assert.Equal(ProblemKind.Forbidden, (await portal.AskAsync("pods", by: People.Vic)).Problem?.Kind);
        Assert.Equal(ProblemKind.Forbidden, (await portal.Get<CancelExecution>().InvokeAsync(People.Vic, id, CancellationToken.None)).Problem?.Kind);
    }

    [Fact]
    public async Task Checking_a_section_runs_its_reads_and_nothing_else()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());

        var result = await portal.Get<RequestSectionReads>().InvokeAsync(
            People.Ann, "shop", "diagnosis", "sandbox", new Dictionary<string, string>(), "check", null, CancellationToken.None);

        Assert.Equal(["pods", "services"], result.Value!.Select(e => e.StepId));
        foreach (var execution in result.Value!) Assert.Equal(ExecutionState.Succeeded, (await portal.EndOfAsync(execution.Id)).State);
    }

    [Fact]
    public async Task A_step_that_breaks_the_portal_fails_and_says_so()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        portal.Runner.Run = (_, _, _, _) => throw new FormatException("no such verb");

        var ended = await portal.EndOfAsync(await portal.ClickAsync("pods"));

        Assert.Equal(ExecutionState.Failed, ended.State);
        Assert.Contains("no such verb", ended.Reason);
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_has_an_unknown_outcome()
    {
        await using var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync());
        portal.Runner.Run = async (_, _, beforeSideEffect, cancellation) =>
        {
            await beforeSideEffect(cancellation);
            throw new TargetUnreachableException("The cluster did not answer in 30 seconds.", requestMayHaveArrived: true);
        };

        var ended = await portal.EndOfAsync(await portal.ClickAsync("scale"));

        Assert.Equal(ExecutionState.OutcomeUnknown, ended.State);
        Assert.Equal("The cluster did not answer in 30 seconds; it is not known whether the change happened. Check deployment cart in shop before you run it again.", ended.Reason);
    }
}
