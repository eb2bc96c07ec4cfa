using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Approvals;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Scenarios.Executions;

/// <summary>What was seen is what was confirmed, what was confirmed is what runs, and where it matters two people said yes.</summary>
public sealed class ChangesThatCanBeTrusted
{
    private static readonly CancellationToken Now = CancellationToken.None;

    private static ActionPreview Seeing(string replicas) => new()
    {
        Effects = [$"from {replicas} to 5"],
        Changes = [new("deployment cart in shop", $"replicas: {replicas}", "replicas: 5")],
        Preconditions = [new("deployment cart in shop", $"{replicas} replicas", replicas)],
        Reversal = Reversal.To($"scales back to {replicas}"),
    };

    private static async Task<PortalHost> StartAsync(ChangePolicy? policy = null, PortalSetUp? setUp = null)
    {
        var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), setUp ?? new() { Roles = "web" });
        portal.Runner.Preview = _ => Seeing("3");
        if (policy is null) return portal;
        await using var db = await portal.DatabaseAsync();
        (await db.Environments.SingleAsync(e => e.Name == "sandbox")).Policy = policy;
        await db.SaveChangesAsync();
        return portal;
    }

    private static ExecutionRequest Click(string step = "scale") => new("shop", step, "sandbox", new Dictionary<string, string>(), $"{Guid.NewGuid()}");

    [Fact]
    public async Task A_change_without_a_plan_is_refused_and_says_what_to_do()
    {
        await using var portal = await StartAsync();
        var result = await portal.AskAsync("scale", confirmed: false);
        Assert.Equal(ProblemKind.NeedsPlan, result.Problem?.Kind);
        Assert.Contains("planHash", result.Problem!.Detail);
    }

    [Fact]
    public async Task A_plan_is_used_once()
    {
        await using var portal = await StartAsync();
        var plan = await portal.LookAsync("scale");
        var first = await portal.ConfirmAsync(Click(), plan);
        var second = await portal.ConfirmAsync(Click(), plan);
        Assert.Equal(plan.Hash, first.Value!.PlanHash);
        Assert.Equal(ProblemKind.Moved, second.Problem?.Kind);
        Assert.Contains($"exec {first.Value.Id}", second.Problem!.Detail);
    }

    [Fact]
    public async Task Two_confirmations_of_one_plan_at_once_are_one_execution()
    {
        await using var portal = await StartAsync();
        var plan = await portal.LookAsync("scale");
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => portal.ConfirmAsync(Click(), plan)));
        Assert.Single(results, r => r.Succeeded);
        Assert.All(results.Where(r => !r.Succeeded), r => Assert.Equal(ProblemKind.Moved, r.Problem!.Kind));
    }

    [Fact]
    public async Task Where_the_world_moved_it_is_refused_with_what_moved()
    {
        await using var portal = await StartAsync();
        var plan = await portal.LookAsync("scale");
        portal.Runner.Preview = _ => Seeing("4");
        var result = await portal.ConfirmAsync(Click(), plan);
        Assert.Equal(ProblemKind.Moved, result.Problem?.Kind);
        Assert.Contains("deployment cart in shop: was 3 replicas, is 4 replicas", result.Problem!.Detail);
        await using var db = await portal.DatabaseAsync();
        Assert.Empty(await db.Executions.ToListAsync());
    }

    [Fact]
    public async Task A_plan_belongs_to_who_looked_and_to_what_they_looked_at()
    {
        await using var portal = await StartAsync();
        var plan = await portal.LookAsync("scale");
        Assert.Equal(ProblemKind.Moved, (await portal.ConfirmAsync(Click(), plan, by: People.Bob)).Problem?.Kind);

        var secret = await portal.LookAsync("login", parameters: new() { ["password"] = "one" });
        var other = Click("login") with { Parameters = new Dictionary<string, string> { ["password"] = "another" } };
        Assert.Contains("other", (await portal.ConfirmAsync(other, secret)).Problem!.Detail.Replace("another", "other"));
    }

    [Fact]
    public async Task A_preview_that_lay_around_no_longer_holds()
    {
        var time = new FakeTime();
        await using var portal = await StartAsync(setUp: new() { Roles = "web", Time = time });
        var plan = await portal.LookAsync("scale");
        time.Advance(TimeSpan.FromMinutes(16));
        Assert.Contains("no longer holds", (await portal.ConfirmAsync(Click(), plan)).Problem!.Detail);
    }

    [Fact]
    public async Task What_waited_is_compared_with_its_plan_again_before_it_runs()
    {
        var time = new FakeTime();
        await using var portal = await StartAsync(setUp: new() { Roles = "web", Time = time });
        var id = await portal.ClickAsync("scale");
        time.Advance(TimeSpan.FromSeconds(11));
        portal.Runner.Preview = _ => Seeing("9");
        await portal.RunAsync(id);
        var ended = await portal.EndOfAsync(id);
        Assert.Equal(ExecutionState.Failed, ended.State);
        Assert.StartsWith("Nothing was done: since Ann said yes, the world has moved (deployment cart in shop: was 3 replicas, is 9 replicas)", ended.Reason);
        Assert.Empty(portal.Runner.SideEffects);
    }

    [Fact]
    public async Task What_the_target_forbids_is_not_begun()
    {
        await using var portal = await StartAsync();
        portal.Runner.Preview = _ => Seeing("3") with { Permission = new(false, "may not patch deployments in shop") };
        var result = await portal.AskAsync("scale");
        Assert.Equal((ProblemKind.Forbidden, "The target does not allow it: may not patch deployments in shop."), (result.Problem!.Kind, result.Problem.Detail));
    }

    private static readonly ChangePolicy TwoPeople = new(Gate.SecondPerson, Gate.SecondPerson);
    private static Actor Cleo { get; } = new(Guid.Parse("a0000000-0000-0000-0000-000000000007"), "Cleo", Role.Administrator);

    [Fact]
    public async Task A_second_person_approves_and_only_then_it_runs()
    {
        await using var portal = await StartAsync(TwoPeople);
        var id = await portal.ClickAsync("scale");
        var waiting = await portal.Get<ExecutionQueries>().GetAsync(id, Now);
        Assert.Equal(ExecutionState.AwaitingApproval, waiting!.State);
        Assert.StartsWith("Waiting for a second person since", waiting.Reason);
        Assert.False(await portal.RunAsync(id));

        var decide = portal.Get<DecideExecution>();
        Assert.Equal(ProblemKind.NeedsPlan, (await decide.ApproveAsync(Cleo, id, null, null, Now)).Problem?.Kind);
        Assert.Equal(ProblemKind.Moved, (await decide.ApproveAsync(Cleo, id, new('0', 64), null, Now)).Problem?.Kind);
        var approved = await decide.ApproveAsync(Cleo, id, waiting.PlanHash, "go", Now);
        Assert.Equal((ExecutionState.Queued, "Cleo", "go"), (approved.Value!.State, approved.Value.DecidedBy, approved.Value.Decision));
        await portal.RunAsync(id);
        Assert.Equal(ExecutionState.Succeeded, (await portal.EndOfAsync(id)).State);
        Assert.True((await portal.Get<AuditLog>().VerifyAsync(Now)).Intact);
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_and_a_responder_approves_nothing()
    {
        await using var portal = await StartAsync(TwoPeople);
        var asked = await portal.AskAsync("scale", by: Cleo);
        var decide = portal.Get<DecideExecution>();
        Assert.Contains("somebody else", (await decide.ApproveAsync(Cleo, asked.Value!.Id, asked.Value.PlanHash, null, Now)).Problem!.Detail);
        Assert.Equal(ProblemKind.Forbidden, (await decide.ApproveAsync(People.Bob, asked.Value.Id, asked.Value.PlanHash, null, Now)).Problem?.Kind);
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_ends_it()
    {
        await using var portal = await StartAsync(TwoPeople);
        var id = await portal.ClickAsync("scale");
        var decide = portal.Get<DecideExecution>();
        Assert.Equal("reason", (await decide.RejectAsync(Cleo, id, " ", Now)).Problem?.Field);
        var rejected = await decide.RejectAsync(Cleo, id, "not in the evening", Now);
        Assert.Equal((ExecutionState.Rejected, "Rejected by Cleo: not in the evening"), (rejected.Value!.State, rejected.Value.Reason));
        Assert.Equal(ProblemKind.Conflict, (await decide.ApproveAsync(Cleo, id, rejected.Value.PlanHash, null, Now)).Problem?.Kind);
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_does()
    {
        await using var portal = await StartAsync(TwoPeople);
        var asked = await portal.AskAsync("scale");
        var dan = Cleo with { Id = Guid.NewGuid(), Name = "Dan" };
        var decide = portal.Get<DecideExecution>();
        var results = await Task.WhenAll(
            decide.ApproveAsync(Cleo, asked.Value!.Id, asked.Value.PlanHash, null, Now), decide.RejectAsync(dan, asked.Value.Id, "no", Now));
        Assert.Single(results, r => r.Succeeded);
    }

    [Fact]
    public async Task Where_the_world_moved_before_the_approval_nothing_is_done()
    {
        await using var portal = await StartAsync(TwoPeople);
        var asked = await portal.AskAsync("scale");
        portal.Runner.Preview = _ => Seeing("7");
        var result = await portal.Get<DecideExecution>().ApproveAsync(Cleo, asked.Value!.Id, asked.Value.PlanHash, null, Now);
        Assert.Equal(ProblemKind.Moved, result.Problem?.Kind);
        Assert.Contains("was 3 replicas, is 7 replicas", result.Problem!.Detail);
        Assert.Equal(ExecutionState.Expired, (await portal.Get<ExecutionQueries>().GetAsync(asked.Value.Id, Now))!.State);
    }

    [Fact]
    public async Task An_approval_that_nobody_gives_expires()
    {
        var time = new FakeTime();
        await using var portal = await StartAsync(TwoPeople with { ApprovalMinutes = 30 }, new() { Roles = "web", Time = time });
        var id = await portal.ClickAsync("scale");
        time.Advance(TimeSpan.FromMinutes(29));
        await portal.Get<ExpireApprovals>().InvokeAsync(Now);
        Assert.Equal(ExecutionState.AwaitingApproval, (await portal.Get<ExecutionQueries>().GetAsync(id, Now))!.State);
        time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => portal.Get<ExpireApprovals>().InvokeAsync(Now)));
        Assert.Equal(ExecutionState.Expired, (await portal.Get<ExecutionQueries>().GetAsync(id, Now))!.State);
        await using var db = await portal.DatabaseAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Action == "execution.expired"));
    }

    [Fact]
    public async Task Breaking_the_glass_goes_on_alone_and_is_loud()
    {
        await using var portal = await StartAsync(TwoPeople);
        var alone = await portal.AskAsync("scale", breakGlass: "the shop is down");
        Assert.Equal((ExecutionState.Queued, "the shop is down"), (alone.Value!.State, alone.Value.BreakGlass));
        await using var db = await portal.DatabaseAsync();
        Assert.Equal("the shop is down", (await db.AuditEntries.SingleAsync(e => e.Action == "execution.brokeGlass")).Detail["reason"]);
    }

    [Fact]
    public async Task Where_the_glass_is_not_to_be_broken_it_is_not()
    {
        await using var portal = await StartAsync(TwoPeople with { BreakGlass = false });
        Assert.Equal(ProblemKind.Forbidden, (await portal.AskAsync("scale", breakGlass: "the shop is down")).Problem?.Kind);
    }

    [Fact]
    public async Task In_a_freeze_nothing_changes_without_a_reason_and_reads_go_on()
    {
        await using var portal = await StartAsync();
        await using (var db = await portal.DatabaseAsync())
        {
            (await db.Environments.SingleAsync(e => e.Name == "sandbox")).Freeze = new("the big sale", "Cleo", DateTimeOffset.UnixEpoch, null);
            await db.SaveChangesAsync();
        }
        var refused = await portal.AskAsync("scale");
        Assert.Equal(ProblemKind.Conflict, refused.Problem?.Kind);
        Assert.Contains("frozen by Cleo: the big sale", refused.Problem!.Detail);
        Assert.True((await portal.AskAsync("pods")).Succeeded);
        Assert.True((await portal.AskAsync("scale", breakGlass: "it is on fire")).Succeeded);
    }

    [Fact]
    public async Task What_an_environment_lets_run_at_once_needs_no_plan()
    {
        await using var portal = await StartAsync(new(Gate.RunAtOnce));
        Assert.True((await portal.AskAsync("scale", confirmed: false)).Succeeded);
    }

    [Fact]
    public async Task One_change_at_a_time_per_target_and_whoever_waits_is_told_for_whom()
    {
        await using var portal = await StartAsync();
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        portal.Runner.Run = async (_, _, beforeSideEffect, cancellation) =>
        {
            begun.TrySetResult();
            await go.Task;
            await beforeSideEffect(cancellation);
            return Targets.ActionOutcome.Success("done");
        };
        var (first, second) = (await portal.ClickAsync("scale"), await portal.ClickAsync("scale"));
        var running = portal.RunAsync(first);
        await begun.Task;

        Assert.False(await portal.RunAsync(second));
        Assert.Equal($"Waiting until exec {first} by Ann is done with the same target", (await portal.Get<ExecutionQueries>().GetAsync(second, Now))!.Reason);
        Assert.Contains($"exec {first}", Assert.Single((await portal.LookAsync("scale")).Conflicts, c => c.Contains("now")));
        var other = await portal.ClickAsync("pods");
        portal.Runner.RunIn = (_, _, _) => Task.FromResult(Targets.ActionOutcome.Success("read"));
        Assert.True(await portal.RunAsync(other));

        portal.Runner.RunIn = null;
        go.SetResult();
        await running;
        Assert.True(await portal.RunAsync(second));
        Assert.Equal([1, 1], new[] { first, second }.Select(id => portal.Runner.SideEffects[id]));
    }
}
