using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class DiscoveryTests
{
    private const string Core = """
        {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[{"metadata":{},"versions":[{"version":"v1","freshness":"Current","resources":[
          {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","singularResource":"pod","verbs":["get","list"],"shortNames":["po"],"categories":["all"],
           "subresources":[{"subresource":"log","verbs":["get"]},{"subresource":"exec","verbs":["get"]}]},
          {"resource":"services","responseKind":{"kind":"Service"},"scope":"Namespaced","singularResource":"service","verbs":["get"],"shortNames":["svc"]},
          {"resource":"nodes","responseKind":{"kind":"Node"},"scope":"Cluster","singularResource":"node","verbs":["get"],"shortNames":["no"]}]}]}]}
        """;

    private const string Groups = """
        {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
          {"metadata":{"name":"apps"},"versions":[{"version":"v1","freshness":"Current","resources":[
            {"resource":"deployments","responseKind":{"kind":"Deployment"},"scope":"Namespaced","singularResource":"deployment","verbs":["get"],"shortNames":["deploy"],"subresources":[{"subresource":"scale"}]}]}]},
          {"metadata":{"name":"autoscaling"},"versions":[
            {"version":"v2","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","singularResource":"horizontalpodautoscaler","shortNames":["hpa"]}]},
            {"version":"v1","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","singularResource":"horizontalpodautoscaler","shortNames":["hpa"]}]}]},
          {"metadata":{"name":"serving.knative.dev"},"versions":[{"version":"v1","resources":[
            {"resource":"services","responseKind":{"kind":"Service"},"scope":"Namespaced","singularResource":"service","shortNames":["ksvc"]}]}]},
          {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]}]}
        """;

    [Theory]
    [InlineData("pods", "pods", "v1")]
    [InlineData("pod", "pods", "v1")]
    [InlineData("Pod", "pods", "v1")]
    [InlineData("PO", "pods", "v1")]
    [InlineData("svc", "services", "v1")]
    [InlineData("services", "services", "v1")]
    [InlineData("service.serving.knative.dev", "services", "serving.knative.dev/v1")]
    [InlineData("services.v1.serving.knative.dev", "services", "serving.knative.dev/v1")]
    [InlineData("services.serving", "services", "serving.knative.dev/v1")]
    [InlineData("ksvc", "services", "serving.knative.dev/v1")]
    [InlineData("pods.v1.", "pods", "v1")]
    [InlineData("deploy", "deployments", "apps/v1")]
    [InlineData("deployments.apps", "deployments", "apps/v1")]
    [InlineData("deployment.v1.apps", "deployments", "apps/v1")]
    [InlineData("hpa", "horizontalpodautoscalers", "autoscaling/v2")]
    [InlineData("hpa.v1.autoscaling", "horizontalpodautoscalers", "autoscaling/v1")]
    public async Task AResourceIsFoundByWhatAPersonCallsIt(string called, string plural, string apiVersion)
    {
        await using var server = await AggregatedAsync();
        using var client = server.Client();

        var resource = await client.ResolveAsync(called, default);

        Assert.Equal((plural, apiVersion), (resource.Name, resource.ApiVersion));
    }

    [Theory]
    [InlineData("podz", "the server has no resource type \"podz\"; did you mean pods?")]
    [InlineData("deploymnet", "did you mean deployments?")]
    [InlineData("pods.v9.apps", "the server has no resource type \"pods.v9.apps\"")]
    [InlineData("zebra", "the server has no resource type \"zebra\" (these API groups could not be read just now: metrics.k8s.io/v1beta1)")]
    public async Task AnUnknownNameIsToldWithTheNearestOnes(string called, string sentence)
    {
        await using var server = await AggregatedAsync();
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ResolveAsync(called, default));

        Assert.Equal(404, error.StatusCode);
        Assert.Contains(sentence, error.Message);
    }

    [Fact]
    public async Task WhatAResourceOffersIsKnown()
    {
        await using var server = await AggregatedAsync();
        using var client = server.Client();

        var pods = await client.ResolveAsync("pods", default);

        Assert.True(pods.Namespaced);
        Assert.Equal(["log", "exec"], pods.Subresources);
        Assert.Equal(["all"], pods.Categories);
        Assert.False((await client.ResolveAsync("node", default)).Namespaced);
        Assert.Equal(["v1", "v1", "v1", "apps/v1", "autoscaling/v2", "serving.knative.dev/v1"], (await client.ResourcesAsync(default)).Select(r => r.ApiVersion));
    }

    [Fact]
    public async Task WhatWasLearntIsKeptForTenMinutes()
    {
        await using var server = await AggregatedAsync();
        var time = new ManualTime();
        using var client = server.Client(time);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.ResolveAsync("pods", default)));
        Assert.Equal(2, server.Seen.Count);
        time.Advance(TimeSpan.FromMinutes(10));
        await client.ResolveAsync("pods", default);

        Assert.Equal(4, server.Seen.Count);
    }

    [Fact]
    public async Task AKindThatWasAddedMeanwhileIsFound()
    {
        var added = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"example.com"},"versions":[{"version":"v1","resources":[
              {"resource":"crontabs","responseKind":{"kind":"CronTab"},"scope":"Namespaced","singularResource":"crontab","shortNames":["ct"]}]}]}]}
            """;
        await using var server = (await ApiServer.StartAsync()).On("GET /api", Answer.Json(Core)).On("GET /apis", Answer.Json(Groups), Answer.Json(added));
        using var client = server.Client();
        await client.ResolveAsync("pods", default);

        Assert.Equal("example.com/v1", (await client.ResolveAsync("ct", default)).ApiVersion);
    }

    [Fact]
    public async Task AServerWithoutAggregationIsAskedGroupByGroup()
    {
        await using var server = await OlderAsync();
        using var client = server.Client(new ManualTime());

        Assert.Equal("autoscaling/v2", (await client.ResolveAsync("hpa", default)).ApiVersion);
        var pods = await client.ResolveAsync("po", default);

        Assert.Equal(("pod", "Pod", true), (pods.SingularName, pods.Kind, pods.Namespaced));
        Assert.Equal(["log"], pods.Subresources);
    }

    [Fact]
    public async Task AGroupThatIsDownDoesNotTakeTheOthersWithIt()
    {
        await using var server = await OlderAsync();
        using var client = server.Client(new ManualTime());

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ResolveAsync("nodemetrics", default));

        Assert.Contains("could not be read just now: metrics.k8s.io/v1beta1", error.Message);
    }

    private static async Task<ApiServer> AggregatedAsync() =>
        (await ApiServer.StartAsync()).On("GET /api", Answer.Json(Core)).On("GET /apis", Answer.Json(Groups));

    private static async Task<ApiServer> OlderAsync() => (await ApiServer.StartAsync())
        .On("GET /api", Answer.Json("""{"kind":"APIVersions","versions":["v1"]}"""))
        .On("GET /apis", Answer.Json("""
            {"kind":"APIGroupList","groups":[
              {"name":"autoscaling","versions":[{"groupVersion":"autoscaling/v1","version":"v1"},{"groupVersion":"autoscaling/v2","version":"v2"}],"preferredVersion":{"groupVersion":"autoscaling/v2","version":"v2"}},
              {"name":"metrics.k8s.io","versions":[{"groupVersion":"metrics.k8s.io/v1beta1","version":"v1beta1"}],"preferredVersion":{"groupVersion":"metrics.k8s.io/v1beta1"}}]}
            """))
        .On("GET /api/v1", Answer.Json("""
            {"kind":"APIResourceList","groupVersion":"v1","resources":[
              {"name":"pods","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"],"shortNames":["po"]},
              {"name":"pods/log","singularName":"","namespaced":true,"kind":"Pod","verbs":["get"]}]}
            """))
        .On("GET /apis/autoscaling/v1", Answer.Json(Autoscalers))
        .On("GET /apis/autoscaling/v2", Answer.Json(Autoscalers))
        .On("GET /apis/metrics.k8s.io/v1beta1", Answer.Text("text/plain", "service unavailable", 503));

    private const string Autoscalers = """
        {"kind":"APIResourceList","resources":[{"name":"horizontalpodautoscalers","singularName":"","namespaced":true,"kind":"HorizontalPodAutoscaler","verbs":["get"],"shortNames":["hpa"]}]}
        """;
}
