using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Reverts;
using OpsPortal.Executions.Verification;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Scenarios.Executions;

/// <summary>What a change found is kept before it begins, put back on demand, and looked at where nobody knows what became of it.</summary>
public sealed class PuttingChangesBack
{
    private static readonly CancellationToken Now = CancellationToken.None;

    private static readonly StepAction Back = new KubernetesScale { Resources = [new("deployment", "cart")], Namespace = "shop", Replicas = "3" };

    private static ActionPreview Seeing(string live) => new()
    {
        Changes = [new("deployment cart in shop", $"replicas: {live}", "replicas: 5")],
        Preconditions = [new("deployment cart in shop", $"{live} replicas", live)],
    };

    private static async Task<PortalHost> StartAsync(FakeTime? time = null)
    {
        var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Roles = "web", Time = time ?? TimeProvider.System });
        portal.Runner.Preview = _ => Seeing("3");
        portal.Runner.RunIn = async (execution, surroundings, cancellation) =>
        {
            if (execution.Reverts is null)
                await surroundings.KeepAsync(new([new("deployment cart in shop", "replicas: 3", "replicas: 5")]) { Revert = Back, Reversal = Reversal.To("scales back to 3") }, cancellation);
            await surroundings.BeforeSideEffect(cancellation);
            return ActionOutcome.Success("scaled");
        };
        return portal;
    }

    private static async Task<long> DoneAsync(PortalHost portal)
    {
        var id = await portal.ClickAsync("scale");
        await portal.RunAsync(id);
        Assert.Equal(ExecutionState.Succeeded, (await portal.EndOfAsync(id)).State);
        return id;
    }

    [Fact]
    public async Task A_revert_is_previewed_confirmed_and_run_like_any_other_change()
    {
        await using var portal = await StartAsync();
        var id = await DoneAsync(portal);
        var revert = portal.Get<RevertExecution>();
        Assert.Equal(ProblemKind.NeedsPlan, (await revert.InvokeAsync(People.Bob, id, null, null, "a", Now)).Problem?.Kind);

        var plan = await portal.Get<PreviewStep>().RevertAsync(People.Bob, id, Now);
        Assert.Equal("Scale deployment cart to 3 in shop", plan.Value!.Sentence);
        var asked = await revert.InvokeAsync(People.Bob, id, plan.Value.Hash, null, "b", Now);
        Assert.Equal((id, "Revert exec " + id + ": The step scale"), (asked.Value!.Reverts, asked.Value.Title));
        Assert.Equal(asked.Value.Id, (await revert.InvokeAsync(People.Bob, id, plan.Value.Hash, null, "b", Now)).Value!.Id);
        Assert.Equal(Back, await portal.Get<KeptChanges>().FindAsync((RevertChange)asked.Value.Action, Now), new ByText());
        await portal.RunAsync(asked.Value.Id);
        Assert.Equal(ExecutionState.Succeeded, (await portal.EndOfAsync(asked.Value.Id)).State);
        Assert.Contains("put back already", (await portal.Get<PreviewStep>().RevertAsync(People.Bob, id, Now)).Problem!.Detail);
    }

    [Fact]
    public async Task The_way_back_is_stored_encrypted()
    {
        await using var portal = await StartAsync();
        var id = await DoneAsync(portal);
        await using var db = await portal.DatabaseAsync();
        var kept = await db.KeptChanges.SingleAsync(c => c.ExecutionId == id);
        Assert.DoesNotContain("scale", kept.ProtectedRevert);
        Assert.Equal("replicas: 3", kept.Changes[0].Before);
    }

    [Fact]
    public async Task What_has_no_way_back_says_why()
    {
        await using var portal = await StartAsync();
        portal.Runner.RunIn = async (_, surroundings, cancellation) =>
        {
            await surroundings.KeepAsync(new([]) { Reversal = Reversal.Impossible("What a program did cannot be put back.") }, cancellation);
            return ActionOutcome.Success("done");
        };
        var id = await DoneAsync(portal);
        Assert.Equal("What a program did cannot be put back.", (await portal.Get<PreviewStep>().RevertAsync(People.Bob, id, Now)).Problem?.Detail);
    }

    [Fact]
    public async Task What_stood_before_survives_the_worker_that_dies_in_the_middle()
    {
        await using var portal = await StartAsync();
        portal.Runner.RunIn = async (_, surroundings, cancellation) =>
        {
            await surroundings.KeepAsync(new([new("deployment cart in shop", "replicas: 3", null)]) { Revert = Back, Reversal = Reversal.To("scales back to 3") }, cancellation);
            await surroundings.BeforeSideEffect(cancellation);
            throw new TargetUnreachableException("The cluster did not answer", requestMayHaveArrived: true);
        };
        var id = await portal.ClickAsync("scale");
        await portal.RunAsync(id);
        Assert.Equal(ExecutionState.OutcomeUnknown, (await portal.EndOfAsync(id)).State);
        Assert.True((await portal.Get<PreviewStep>().RevertAsync(People.Bob, id, Now)).Succeeded);
    }

    [Theory]
    [InlineData("5", ExecutionState.Succeeded, "It happened: deployment cart in shop is as the plan says")]
    [InlineData("3", ExecutionState.Failed, "It did not happen: deployment cart in shop is as it was before")]
    [InlineData("4", ExecutionState.OutcomeUnknown, "The cluster did not answer")]
    public async Task An_unknown_outcome_is_looked_into(string live, ExecutionState state, string reason)
    {
        var time = new FakeTime();
        await using var portal = await StartAsync(time);
        var id = await UnknownAsync(portal);
        portal.Runner.Preview = _ => Seeing(live);
        var verify = portal.Get<VerifyOutcome>();
        Assert.Equal(0, await verify.InvokeAsync(Now));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => portal.Get<VerifyOutcome>().InvokeAsync(Now)))).Sum());

        var looked = await portal.Get<ExecutionQueries>().GetAsync(id, Now);
        Assert.Equal(state, looked!.State);
        Assert.StartsWith(reason, looked.Reason);
        Assert.NotNull(looked.Verification);
        Assert.Equal(0, await verify.InvokeAsync(Now));
    }

    [Fact]
    public async Task What_the_portal_cannot_tell_a_person_settles_with_what_they_saw()
    {
        await using var portal = await StartAsync();
        var id = await UnknownAsync(portal);
        var settle = portal.Get<SettleOutcome>();
        Assert.Equal("note", (await settle.InvokeAsync(People.Bob, id, true, "", Now)).Problem?.Field);
        var settled = await settle.InvokeAsync(People.Bob, id, happened: true, "revision 8 is there", Now);
        Assert.Equal((ExecutionState.Succeeded, "It happened: Bob looked (revision 8 is there)"), (settled.Value!.State, settled.Value.Reason));
        Assert.Equal(ProblemKind.Conflict, (await settle.InvokeAsync(People.Ann, id, false, "no", Now)).Problem?.Kind);
    }

    private static async Task<long> UnknownAsync(PortalHost portal)
    {
        portal.Runner.RunIn = async (_, surroundings, cancellation) =>
        {
            await surroundings.BeforeSideEffect(cancellation);
            throw new TargetUnreachableException("The cluster did not answer", requestMayHaveArrived: true);
        };
        var id = await portal.ClickAsync("scale");
        await portal.RunAsync(id);
        Assert.Equal(ExecutionState.OutcomeUnknown, (await portal.EndOfAsync(id)).State);
        return id;
    }

    private sealed class ByText : IEqualityComparer<StepAction?>
    {
        public bool Equals(StepAction? x, StepAction? y) => x?.ToString() == y?.ToString();
        public int GetHashCode(StepAction obj) => 0;
    }
}
