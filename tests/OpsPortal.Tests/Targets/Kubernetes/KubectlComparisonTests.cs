using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes;

/// <summary>What we print and what the real kubectl (1.32) prints of the same cluster, byte for byte.</summary>
public sealed class KubectlComparisonTests : IAsyncLifetime
{
    private readonly FakeCluster cluster = SampleCluster.Create();
    private KubectlServer server = null!;

    public async Task InitializeAsync() => server = await KubectlServer.StartAsync(cluster);

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("pods")]
    [InlineData("pods -o wide")]
    [InlineData("pods -A")]
    [InlineData("pods --show-labels")]
    [InlineData("pods --no-headers")]
    [InlineData("pods -l app=shop")]
    [InlineData("pods -l app=nothing")]
    [InlineData("pods shop-7-b shop-7-a")]
    [InlineData("pods,services")]
    [InlineData("pods,deployments,nodes -A")]
    [InlineData("pv,pvc")]
    [InlineData("secrets,cronjobs,certificates --no-headers")]
    [InlineData("pods -A --sort-by=.metadata.creationTimestamp")]
    [InlineData("pods --sort-by=.status.podIP")]
    [InlineData("pods -o name")]
    [InlineData("pods,deployments -o name")]
    [InlineData("pods -o yaml")]
    [InlineData("pods -o json")]
    [InlineData("pods shop-7-a -o yaml")]
    [InlineData("pods shop-7-a -o json")]
    [InlineData("configmaps settings -o yaml")]
    [InlineData("configmaps settings -o json")]
    [InlineData("deployments shop -o yaml")]
    [InlineData("pods -o jsonpath={.items[0].spec.containers[0].image}")]
    [InlineData("pods -o jsonpath={.items[*].metadata.name}")]
    [InlineData("pods -o jsonpath={range\u00a0.items[*]}{.metadata.name}{\"\\t\"}{.status.phase}{\"\\n\"}{end}")]
    [InlineData("pods -o jsonpath={range\u00a0.items[*]}{.metadata.name}:{range\u00a0.spec.containers[*]}[{.image}]{end};{end}")]
    [InlineData("pods -o jsonpath={.items[?(@.status.phase==\"Running\")].metadata.name}")]
    [InlineData("pods -o jsonpath={.items[?(@.status.containerStatuses[0].restartCount>1)].metadata.name}")]
    [InlineData("pods -o jsonpath={.items[-1:].metadata.name}")]
    [InlineData("pods -o jsonpath={.items[-1].metadata.name}")]
    [InlineData("pods -o jsonpath={.items[0:2].metadata.uid}")]
    [InlineData("pods -o jsonpath={.items[*]['metadata.name','status.phase']}")]
    [InlineData("pods -o jsonpath={.items[0].spec.containers[0].resources}")]
    [InlineData("pods -o jsonpath={..image}")]
    [InlineData("pods -o jsonpath={.items[0].metadata.nothing}")]
    [InlineData("pods -o jsonpath={.items[?(@.spec.nodeName)].metadata.name}")]
    [InlineData("pods -o jsonpath={.items[0].metadata.labels.app}{\"\\n\"}text")]
    [InlineData("nodes n1 -o jsonpath={.metadata.labels.node-role\\.kubernetes\\.io/worker}/{.status.capacity.cpu}")]
    [InlineData("nodes -o jsonpath={.items[*].status.addresses[?(@.type==\"InternalIP\")].address}")]
    [InlineData("pods -o custom-columns=NAME:.metadata.name,IMAGES:.spec.containers[*].image,IP:.status.podIP")]
    [InlineData("pods -o custom-columns=NAME:metadata.name,RES:.spec.containers[0].resources --no-headers")]
    public async Task Get_prints_the_same(string arguments)
    {
        var words = arguments.Split(' ').Select(w => w.Replace('\u00a0', ' ')).ToArray();
        await CompareAsync(["get", "-n", "shop", .. words], Get(words));
    }

    [Theory]
    [InlineData("pod", "shop-7-a")]
    [InlineData("pod", "shop-7-b")]
    [InlineData("pods", null)]
    [InlineData("deployment", "shop")]
    [InlineData("replicaset", "shop-7")]
    [InlineData("service", "shop")]
    [InlineData("ingress", "shop")]
    [InlineData("networkpolicy", "wall")]
    [InlineData("hpa", "shop")]
    [InlineData("configmap", "one")]
    [InlineData("secret", "pin")] // kubectl prints several keys in no order
    [InlineData("pvc", "data")]
    [InlineData("pv", "vol")]
    [InlineData("namespace", "shop")]
    [InlineData("node", "n1")]
    [InlineData("job", "backup")]
    [InlineData("cronjob", "nightly")]
    [InlineData("statefulset", "db")]
    [InlineData("daemonset", "agent")]
    [InlineData("certificate", "tls")]
    [InlineData("pod", "shop-7")]
    public async Task Describe_prints_the_same(string kind, string? name) =>
        await CompareAsync(["describe", "-n", "shop", kind, .. name is null ? Array.Empty<string>() : [name]], new KubernetesDescribe { Resources = [new(kind, name)], Namespace = "shop" });

    [Theory]
    [InlineData("pods", null, false, null)]
    [InlineData("pods", null, true, null)]
    [InlineData("pods", null, false, "cpu")]
    [InlineData("pods", "shop-7-a", false, null)]
    [InlineData("nodes", null, false, null)]
    public async Task Top_prints_the_same(string kind, string? name, bool containers, string? sortBy) =>
        await CompareAsync(["top", "-n", "shop", kind, .. name is null ? Array.Empty<string>() : [name], .. containers ? ["--containers"] : Array.Empty<string>(), .. sortBy is null ? Array.Empty<string>() : [$"--sort-by={sortBy}"]],
            new KubernetesTop { Kind = kind, ResourceName = name, Namespace = "shop", Containers = containers, SortBy = sortBy });

    [Theory]
    [InlineData("deployment", "shop", null)]
    [InlineData("deployment", "shop", "6")]
    [InlineData("statefulset", "db", null)]
    [InlineData("statefulset", "db", "1")]
    public async Task Rollout_history_prints_the_same(string kind, string name, string? revision) =>
        await CompareAsync(["rollout", "history", "-n", "shop", $"{kind}/{name}", .. revision is null ? Array.Empty<string>() : [$"--revision={revision}"]],
            new KubernetesRolloutHistory { Resource = new(kind, name), Namespace = "shop", Revision = revision });

    private async Task CompareAsync(string[] arguments, StepAction action)
    {
        if (KubectlServer.Missing) return;
        var real = await server.RunAsync(arguments);
        var output = new RecordedOutput();
        var context = new ActionContext { Kubernetes = cluster, Output = output, Time = TimeProvider.System, DefaultNamespace = "shop" };
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddTargets().BuildServiceProvider();
        var outcome = await services.GetRequiredService<ActionDispatcher>().ExecuteAsync(action, [], context, default);
        var ours = string.Concat(output.Of(OutputStream.Out).Select(l => l + "\n"));
        var comparable = await server.MinorVersionAsync() >= FollowedMinorVersion || !LaidOutAnew(arguments);
        Assert.True(!comparable || real.Out.TrimEnd('\n') == ours.TrimEnd('\n'), $"kubectl {string.Join(' ', arguments)}\n{Difference(real.Out, ours)}\n--- error\n{real.Error}--- outcome {outcome}");
        // An old kubectl asks for API versions that are gone, and fails where we do not.
        if (!comparable && real.Code != 0) return;
        Assert.Equal(real.Code == 0, outcome.Succeeded);
        if (real.Code == 0) Assert.Equal(real.Error.TrimEnd('\n'), output.Errors);
        Assert.Equal(real.Out.Length == 0, ours.Length == 0);
    }

    /// <summary>We print as kubectl does since this minor version of 1.</summary>
    private const int FollowedMinorVersion = 31;

    /// <summary>What an older kubectl (Debian's is 1.20) lays out differently; with one of those only outcome and errors are compared.</summary>
    private static bool LaidOutAnew(string[] arguments) =>
        arguments[0] is "describe" || arguments.Contains("json") || arguments.Contains("yaml") || arguments[0] is "top" && arguments.Contains("nodes")
        || arguments.Any(a => a.StartsWith("--revision", StringComparison.Ordinal));

    private static string Difference(string real, string ours)
    {
        var (a, b) = (real.Split('\n'), ours.Split('\n'));
        var lines = Enumerable.Range(0, Math.Max(a.Length, b.Length)).Where(i => a.ElementAtOrDefault(i) != b.ElementAtOrDefault(i)).Take(6);
        return string.Join('\n', lines.Select(i => $"{i + 1} real |{a.ElementAtOrDefault(i)}|\n{i + 1} ours |{b.ElementAtOrDefault(i)}|"));
    }

    private static KubernetesGet Get(string[] words)
    {
        List<string> names = [];
        var get = new KubernetesGet { Resources = [], Namespace = "shop" };
        for (var i = 1; i < words.Length; i++)
            get = words[i] switch
            {
                "-o" => get with { Output = words[++i] },
                "-l" => get with { LabelSelector = words[++i] },
                "-A" => get with { AllNamespaces = true },
                "--show-labels" => get with { ShowLabels = true },
                "--no-headers" => get with { NoHeaders = true },
                var sort when sort.StartsWith("--sort-by=", StringComparison.Ordinal) => get with { SortBy = sort["--sort-by=".Length..] },
                var name => Named(get, names, name),
            };
        return get with { Resources = [.. words[0].Split(',').SelectMany(kind => names.Count == 0 ? [new ResourceArgument(kind)] : names.Select(n => new ResourceArgument(kind, n)))] };
    }

    private static KubernetesGet Named(KubernetesGet get, List<string> names, string name)
    {
        names.Add(name);
        return get;
    }
}
