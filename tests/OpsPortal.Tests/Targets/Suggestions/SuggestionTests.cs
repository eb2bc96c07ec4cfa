using OpsPortal.Targets.Suggestions;
using OpsPortal.Tests.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Suggestions;

public class SuggestionTests
{
    private readonly SuggestionSource source = new(new FixedTime(new(2025, 1, 10, 1, 0, 0, TimeSpan.Zero)));
    private readonly FakeCluster cluster = SampleCluster.Create();

    private Task<IReadOnlyList<Suggestion>> Suggest(string kind, string? ns = "shop", string typed = "") => source.SuggestAsync(kind, ns, null, typed, cluster, default);

    [Fact]
    public async Task Pods_come_with_their_state_restarts_and_age() =>
        Assert.Equal([new("shop-7-a", "CrashLoopBackOff, 2 restarts, 3 d"), new("shop-7-b", "Pending, 4 d")], await Suggest("kubernetes.pod"));

    [Fact]
    public async Task Deployments_nodes_and_namespaces_come_with_what_matters_of_them()
    {
        Assert.Equal([new("shop", "2 of 3 ready, 7 d")], await Suggest("kubernetes.deployment"));
        Assert.Equal([new("n1", "Ready, 9 d")], await Suggest("kubernetes.node"));
        Assert.Equal([new("shop", "Active, 9 d")], await Suggest("kubernetes.namespace"));
    }

    [Fact]
    public async Task Containers_are_gathered_from_the_pods() =>
        Assert.Equal([new("sidecar", "shop/side:1, in 1 pod"), new("web", "shop/web:2, in 2 pods")], await Suggest("kubernetes.container"));

    [Fact]
    public async Task What_begins_with_the_typed_text_comes_before_what_contains_it() =>
        Assert.Equal(["other", "shop-7-a", "shop-7-b"], (await Suggest("kubernetes.pod", null, "o")).Select(s => s.Value));

    [Fact]
    public async Task Other_parameters_have_no_suggestions() => Assert.Empty(await Suggest("text"));
}
