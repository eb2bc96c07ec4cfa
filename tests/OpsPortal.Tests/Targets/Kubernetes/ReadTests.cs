using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes;

public class ReadTests
{
    private readonly Bench bench = new();

    [Theory]
    [InlineData("yaml")]
    [InlineData("json")]
    [InlineData("jsonpath={.data.token}{.metadata.annotations}")]
    [InlineData("custom-columns=T:.data.token,A:.metadata.annotations")]
    public async Task The_values_of_secrets_are_never_printed(string output)
    {
        await bench.RunAsync(new KubernetesGet { Resources = [new("secret", "login")], Output = output });
        Assert.DoesNotContain("aHVzaA==", bench.Output.Out);
        Assert.Contains("<masked, 4 bytes>", bench.Output.Out.Replace("\\u003c", "<").Replace("\\u003e", ">"));
        Assert.Contains("masked", bench.Output.Notes);
    }

    [Fact]
    public async Task Events_that_may_not_be_read_are_told_as_such()
    {
        bench.Cluster.Forbidden.Add("events");
        await bench.RunAsync(new KubernetesDescribe { Resources = [new("pod", "shop-7-a")] });
        Assert.EndsWith("<forbidden>", bench.Output.Out);
        Assert.StartsWith("events: forbidden", bench.Output.Notes);
    }

    [Fact]
    public async Task Watch_prints_the_table_and_then_changes_below_the_same_columns()
    {
        using var source = new CancellationTokenSource();
        var watching = new Bench { Output = new() { Written = (_, line) => { if (line.StartsWith("shop-7-b", StringComparison.Ordinal) && line.Contains("Failed")) source.Cancel(); } } };
        var pod = watching.Cluster.Objects.Single(o => (string?)o["kind"] == "Pod" && (string?)o["metadata"]!["name"] == "shop-7-b");
        var run = watching.RunAsync(new KubernetesGet { Resources = [new("pods")], Watch = true }, source.Token);
        pod["status"]!["phase"] = "Failed";
        await watching.Cluster.Watched.Writer.WriteAsync(new(WatchEventType.Modified, pod));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("NAME       STATE     COUNT\nshop-7-a   Running   3\nshop-7-b   Pending   3\nshop-7-b   Failed    3", watching.Output.Out);
    }

    [Fact]
    public async Task A_path_beyond_the_end_of_a_list_fails_with_kubectls_words()
    {
        var outcome = await bench.RunAsync(new KubernetesGet { Resources = [new("pods")], LabelSelector = "app=none", Output = "jsonpath={.items[0].metadata.name}" });
        Assert.False(outcome.Succeeded);
        Assert.Contains("array index out of bounds: index 0, length 0", outcome.Reason);
    }

    [Fact]
    public async Task Logs_of_a_deployment_are_those_of_its_best_pod_and_it_says_which()
    {
        bench.Cluster.Logs["shop/shop-7-a/web"] = ["one", "two"];
        var outcome = await bench.RunAsync(new KubernetesLogs { Resource = new("deployment", "shop") });
        Assert.Equal(("one\ntwo", "2 lines of pod shop-7-a"), (bench.Output.Out, outcome.Reason));
        Assert.Equal("Found 2 pods, using pod/shop-7-a", bench.Output.Notes);
        Assert.Equal("Defaulted container \"web\" out of: web, sidecar", bench.Output.Errors);
        Assert.Null(Assert.Single(bench.Cluster.LogRequests).TailLines);
    }

    [Fact]
    public async Task Logs_by_selector_are_of_all_pods_ten_lines_each()
    {
        bench.Cluster.Logs["shop/shop-7-a/web"] = ["a"];
        bench.Cluster.Logs["shop/shop-7-b/web"] = ["b"];
        await bench.RunAsync(new KubernetesLogs { LabelSelector = "app=shop", Prefix = true, Container = "web" });
        Assert.Equal("[pod/shop-7-a/web] a\n[pod/shop-7-b/web] b", bench.Output.Out);
        Assert.All(bench.Cluster.LogRequests, r => Assert.Equal(10, r.TailLines));
    }

    [Fact]
    public async Task Logs_of_several_pods_are_followed_together()
    {
        bench.Cluster.Logs["shop/shop-7-a/web"] = [.. Enumerable.Range(0, 200).Select(i => $"a{i}")];
        bench.Cluster.Logs["shop/shop-7-b/web"] = [.. Enumerable.Range(0, 200).Select(i => $"b{i}")];
        var outcome = await bench.RunAsync(new KubernetesLogs { LabelSelector = "app=shop", Follow = true, Container = "web" });
        Assert.Equal("400 lines of 2 pods", outcome.Reason);
        Assert.Equal(bench.Cluster.Logs["shop/shop-7-a/web"], bench.Output.Out.Split('\n').Where(l => l[0] == 'a'));
    }

    [Fact]
    public async Task No_more_than_five_logs_are_followed_at_once()
    {
        var pod = bench.Cluster.Objects.Single(o => (string?)o["kind"] == "Pod" && (string?)o["metadata"]!["name"] == "shop-7-b");
        for (var i = 0; i < 4; i++)
        {
            var copy = (JsonObject)pod.DeepClone();
            copy["metadata"]!["name"] = $"shop-8-{i}";
            bench.Cluster.Objects.Add(copy);
        }
        var outcome = await bench.RunAsync(new KubernetesLogs { LabelSelector = "app=shop", Follow = true });
        Assert.False(outcome.Succeeded);
        Assert.Contains("6 logs", outcome.Reason);
    }

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("24h", 86400)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5s", 2)]
    public async Task Since_is_a_duration_in_Gos_words(string since, int seconds)
    {
        await bench.RunAsync(new KubernetesLogs { Resource = new("pod", "shop-7-a"), Since = since, Container = "web" });
        Assert.Equal(seconds, Assert.Single(bench.Cluster.LogRequests).SinceSeconds);
    }

    [Theory]
    [InlineData("5 minutes", null, null)]
    [InlineData(null, "some", null)]
    [InlineData(null, null, "wob")]
    public async Task What_cannot_be_understood_of_a_log_request_is_refused(string? since, string? tail, string? container)
    {
        Assert.False((await bench.RunAsync(new KubernetesLogs { Resource = new("pod", "shop-7-a"), Since = since, Tail = tail, Container = container })).Succeeded);
        Assert.Empty(bench.Cluster.LogRequests);
    }

    [Fact]
    public async Task Exec_runs_in_a_running_pod_and_makes_lines_of_bytes()
    {
        bench.Cluster.Exec = async (options, streams) =>
        {
            Assert.Equal(["df", "-h"], options.Command);
            var bytes = Encoding.UTF8.GetBytes("première\nzwei\nlast");
            await streams.OutputAsync(bytes.AsMemory(0, 5), default);
            await streams.OutputAsync(bytes.AsMemory(5), default);
            await streams.ErrorAsync("oops\r\n"u8.ToArray(), default);
            return 1;
        };
        var outcome = await bench.RunAsync(new KubernetesExec { Resource = new("deployment", "shop"), Command = ["df", "-h"], Container = "web" });
        Assert.Equal(("première\nzwei\nlast", "oops"), (bench.Output.Out, bench.Output.Errors));
        Assert.Equal((false, "exit code 1", (int?)1), (outcome.Succeeded, outcome.Reason, outcome.ExitCode));
        Assert.Equal([0], bench.Announced);
    }

    [Fact]
    public async Task Exec_of_a_read_announces_no_side_effect_and_sends_its_input()
    {
        bench.Cluster.Exec = async (_, streams) =>
        {
            await streams.OutputAsync(Encoding.UTF8.GetBytes(await new StreamReader(streams.Input!).ReadToEndAsync()), default);
            return 0;
        };
        var outcome = await bench.RunAsync(new KubernetesExec { Resource = new("pod", "shop-7-a"), Command = ["cat"], Input = "hello\n", InnerRisk = Risk.Read, Container = "web" });
        Assert.Equal((true, "hello", 0), (outcome.Succeeded, bench.Output.Out, outcome.ExitCode));
        Assert.Empty(bench.Announced);
    }

    [Fact]
    public async Task Pods_without_metrics_yet_are_told_as_such()
    {
        bench.Cluster.Objects.RemoveAll(o => (string?)o["kind"] == "PodMetrics");
        var outcome = await bench.RunAsync(new KubernetesTop { Kind = "pods" });
        Assert.False(outcome.Succeeded);
        Assert.StartsWith("metrics not available yet", outcome.Reason);
    }
}
