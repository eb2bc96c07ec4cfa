using OpsPortal.Executions;
using OpsPortal.Executions.Running;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Executions;

public sealed class ExecutionEndingTests
{
    [Theory]
    [InlineData(Risk.Read, "CancelRequested", false, ExecutionState.Cancelled)]
    [InlineData(Risk.Read, "CancelRequested", true, ExecutionState.Cancelled)]
    [InlineData(Risk.Change, "CancelRequested", false, ExecutionState.Cancelled)]
    [InlineData(Risk.Change, "CancelRequested", true, ExecutionState.OutcomeUnknown)]
    [InlineData(Risk.Read, "TimeLimit", false, ExecutionState.TimedOut)]
    [InlineData(Risk.Change, "TimeLimit", false, ExecutionState.TimedOut)]
    [InlineData(Risk.Destructive, "TimeLimit", true, ExecutionState.OutcomeUnknown)]
    [InlineData(Risk.Read, "Shutdown", false, ExecutionState.Queued)]
    [InlineData(Risk.Change, "Shutdown", false, ExecutionState.Queued)]
    [InlineData(Risk.Change, "Shutdown", true, ExecutionState.OutcomeUnknown)]
    [InlineData(Risk.Read, "None", false, ExecutionState.Failed)]
    [InlineData(Risk.Change, "None", true, ExecutionState.OutcomeUnknown)]
    public void A_step_that_was_stopped_ends_by_why_and_by_whether_it_may_have_changed_something(Risk risk, string stop, bool sideEffect, ExecutionState state)
    {
        var ending = ExecutionEnding.Of(Of(risk), Attempt(error: new OperationCanceledException(), stop: Enum.Parse<StopCause>(stop), sideEffect: sideEffect));

        Assert.Equal(state, ending?.State);
    }

    [Fact]
    public void A_lost_claim_leaves_the_ending_to_its_holder() =>
        Assert.Null(ExecutionEnding.Of(Of(Risk.Read), Attempt(outcome: ActionOutcome.Success("done"), stop: StopCause.ClaimLost)));

    [Theory]
    [InlineData(true, ExecutionState.Succeeded)]
    [InlineData(false, ExecutionState.Failed)]
    public void An_outcome_is_what_it_is(bool succeeded, ExecutionState state) =>
        Assert.Equal(new(state, "said so", 3), ExecutionEnding.Of(Of(Risk.Change), Attempt(outcome: new(succeeded, "said so", 3))));

    [Theory]
    [InlineData(Risk.Change, true, ExecutionState.OutcomeUnknown)]
    [InlineData(Risk.Change, false, ExecutionState.Failed)]
    [InlineData(Risk.Read, true, ExecutionState.Failed)]
    public void A_target_out_of_reach_leaves_a_change_unknown_only_where_its_request_may_have_arrived(Risk risk, bool arrived, ExecutionState state) =>
        Assert.Equal(state, ExecutionEnding.Of(Of(risk), Attempt(error: new TargetUnreachableException("No answer.", arrived)))?.State);

    private static Attempt Attempt(ActionOutcome? outcome = null, Exception? error = null, StopCause stop = StopCause.None, bool sideEffect = false) =>
        new(outcome, error, stop, sideEffect, "node-a", TimeSpan.FromMinutes(10), "Ann");

    private static Execution Of(Risk risk) => new()
    {
        Key = "k",
        StepId = "s",
        Title = "t",
        Source = "c",
        Reason = "r",
        RequestedBy = "Ann",
        Risk = risk,
        Action = new KubernetesScale { Resources = [new("deployment", "cart")], Replicas = "5" },
    };
}
