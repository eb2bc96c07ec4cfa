using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes;

public class DispatcherTests
{
    private readonly Bench bench = new();

    [Fact]
    public void Every_action_has_exactly_one_executor()
    {
        var actions = typeof(StepAction).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(a => a.DerivedType);
        Assert.Equal(actions.OrderBy(t => t.Name), Bench.Dispatcher.Actions.OrderBy(t => t.Name));
    }

    [Fact]
    public async Task What_the_cluster_refuses_is_a_failure_with_its_words()
    {
        bench.Cluster.Forbidden.Add("pods");
        Assert.Equal(ActionOutcome.Failure("pods is forbidden: you may not list them"), await bench.RunAsync(new KubernetesGet { Resources = [new("pods")] }));
    }

    [Fact]
    public async Task Finding_nothing_with_grep_is_no_failure_but_told()
    {
        var outcome = await bench.RunAsync(new KubernetesGet { Resources = [new("pods")] }, new Grep("grep x") { Patterns = ["nothing"] });
        Assert.True(outcome.Succeeded);
        Assert.EndsWith("no line matched", outcome.Reason);
    }

    [Fact]
    public async Task Head_stops_a_read_that_would_go_on_forever_and_that_is_success()
    {
        var outcome = await bench.RunAsync(new KubernetesGet { Resources = [new("pods")], Watch = true }, new Head("head -1") { Lines = 1 });
        Assert.True(outcome.Succeeded);
        Assert.Equal("NAME       STATE     COUNT", bench.Output.Out);
    }

    [Fact]
    public async Task A_filter_does_not_stop_a_change_half_way()
    {
        var outcome = await bench.RunAsync(new KubernetesScale { Resources = [new("deployment", "shop"), new("statefulset", "db")], Replicas = "4" }, new Head("head -1") { Lines = 1 });
        Assert.True(outcome.Succeeded);
        Assert.Equal(2, bench.Cluster.Changes.Count);
    }

    [Fact]
    public async Task Cancellation_goes_through()
    {
        using var source = new CancellationTokenSource();
        var running = new Bench { Output = new() { Written = (_, line) => { if (line.Contains("shop-7-b")) source.Cancel(); } } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.RunAsync(new KubernetesGet { Resources = [new("pods")], Watch = true }, source.Token));
    }
}
