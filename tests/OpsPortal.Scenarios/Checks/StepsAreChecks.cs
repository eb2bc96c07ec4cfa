using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Scenarios.Checks;

/// <summary>A read step of a runbook is run as every click is, and what comes of it is the check's verdict.</summary>
public sealed class StepsAreChecks
{
    private static async Task<long> RunStepAsync(CheckHost host)
    {
        await host.RunAsync();
        long id;
        await using (var db = await host.DatabaseAsync()) id = await db.Executions.MaxAsync(e => e.Id);
        await host.Portal.EndOfAsync(id);
        await host.RunAsync();
        return id;
    }

    [Fact]
    public async Task It_goes_the_way_of_every_execution_and_its_end_makes_the_check_due()
    {
        await using var host = await CheckHost.StartAsync(kubeconfig: "apiVersion: v1", roles: "web,worker");
        var check = await host.AddAsync(new("Pods are there", Spec: new StepCheckSpec("shop", "pods"), Damping: CheckHost.AtOnce));
        var id = await RunStepAsync(host);
        var standing = await host.StandingAsync(check);
        Assert.Equal((CheckState.Passing, $"done (exec {id})"), (standing.State, standing.Why));
        Assert.Null(standing.ExecutionId);
        await using (var db = await host.DatabaseAsync())
        {
            var execution = await db.Executions.AsNoTracking().SingleAsync();
            Assert.Equal(("OpsPortal", "pods", "shop"), (execution.RequestedBy, execution.StepId, execution.System));
        }
        host.Runner.Run = (_, _, _, _) => Task.FromResult(ActionOutcome.Failure("forbidden: pods"));
        host.Time.Advance(TimeSpan.FromMinutes(16));
        await using (var db = await host.DatabaseAsync()) await db.CheckStandings.ExecuteUpdateAsync(s => s.SetProperty(x => x.DueAt, host.Time.GetUtcNow()));
        id = await RunStepAsync(host);
        Assert.Equal((CheckState.Failing, $"forbidden: pods (exec {id})"), await host.StandingAsync(check) is var failing ? (failing.State, failing.Why) : default);
    }

    [Theory]
    [InlineData("scale")]
    [InlineData("watch")]
    [InlineData("call")]
    [InlineData("gone")]
    public async Task A_step_that_changes_something_or_never_ends_is_no_check(string step)
    {
        await using var host = await CheckHost.StartAsync();
        var saved = await host.Get<SaveCheck>().AddAsync(People.Root, new("x", "shop", "box", Spec: new StepCheckSpec("shop", step)), default);
        Assert.Equal("step", saved.Problem!.Field);
    }
}
