using Microsoft.AspNetCore.Http;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class TransportTests
{
    private const string Pod = "/api/v1/namespaces/platform/pods/web";
    private static readonly ResourcePath Path = new(ApiResource.Pods, "platform", "web");
    private static readonly RequestDelegate Good = Answer.Json("""{"kind":"Pod"}""");

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task AReadIsRepeatedWhenTheServerStumbles(int code)
    {
        await using var server = (await ApiServer.StartAsync()).On($"GET {Pod}", Answer.Status(code, "", "stumbled"), Answer.Status(code, "", "stumbled"), Good);
        var time = new ManualTime();
        using var client = server.Client(time);

        var pod = await client.GetAsync(Path, default);

        Assert.Equal("Pod", (string?)pod["kind"]);
        Assert.Equal([0.2, 0.4], time.Pauses.Select(p => p.TotalSeconds));
    }

    [Fact]
    public async Task AReadIsGivenUpAfterThreeAttempts()
    {
        await using var server = (await ApiServer.StartAsync()).On($"GET {Pod}", Answer.Status(500, "InternalError", "etcd is away"));
        using var client = server.Client(new ManualTime());

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetAsync(Path, default));

        Assert.Equal((500, "InternalError", "etcd is away"), (error.StatusCode, error.Reason, error.Message));
        Assert.Equal(3, server.Seen.Count);
    }

    [Fact]
    public async Task ABrokenReadIsRepeated()
    {
        await using var server = (await ApiServer.StartAsync()).On($"GET {Pod}", Answer.Broken(""), Answer.Broken("{\"kind\":"), Good);
        using var client = server.Client(new ManualTime());

        Assert.Equal("Pod", (string?)(await client.GetAsync(Path, default))["kind"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"kind\":")]
    public async Task AChangeWhoseAnswerIsLostIsNeverRepeated(string answered)
    {
        await using var server = await ApiServer.StartAsync();
        foreach (var method in new[] { "PATCH", "PUT", "DELETE" })
            server.On($"{method} {Pod}", Answer.Broken(answered));
        server.On("POST /api/v1/namespaces/platform/pods", Answer.Broken(answered)).On($"GET {Pod}", Good);
        using var client = server.Client(new ManualTime());
        await client.GetAsync(Path, default);

        foreach (var change in new Func<Task>[]
        {
            () => client.PatchAsync(Path, PatchContentType.Merge, "{}", false, default),
            () => client.ReplaceAsync(Path, [], false, default),
            () => client.DeleteAsync(Path, new(), false, default),
            () => client.CreateAsync(Path with { Name = null }, [], false, default),
        })
        {
            var error = await Assert.ThrowsAsync<TargetUnreachableException>(change);
            Assert.True(error.RequestMayHaveArrived);
            Assert.Contains("look before repeating it", error.Message);
        }
        Assert.Equal(5, server.Seen.Count);
    }

    [Fact]
    public async Task ADryRunThatIsLostMayBeRepeated()
    {
        await using var server = (await ApiServer.StartAsync()).On($"PATCH {Pod}", Answer.Broken(""), Good);
        using var client = server.Client(new ManualTime());

        await client.PatchAsync(Path, PatchContentType.Merge, "{}", true, default);

        Assert.All(server.Seen, seen => Assert.Equal("?dryRun=All&fieldManager=opsportal", seen.Query));
    }

    [Fact]
    public async Task AChangeThatTheServerTurnsAwayIsSentAgainWhenItAsksForThat()
    {
        await using var server = (await ApiServer.StartAsync()).On($"PATCH {Pod}", Answer.Status(429, "TooManyRequests", "too many requests", retryAfter: 2), Good);
        var time = new ManualTime();
        using var client = server.Client(time);

        await client.PatchAsync(Path, PatchContentType.Merge, "{}", false, default);

        Assert.Equal([TimeSpan.FromSeconds(2)], time.Pauses);
    }

    [Fact]
    public async Task AnEvictionThatABudgetForbidsIsHandedToTheCaller()
    {
        var details = """{"causes":[{"reason":"DisruptionBudget","message":"needs 2 healthy pods"}]}""";
        await using var server = (await ApiServer.StartAsync())
            .On($"POST {Pod}/eviction", Answer.Status(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details, retryAfter: 5));
        using var client = server.Client(new ManualTime());

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.CreateAsync(Path with { Subresource = "eviction" }, [], false, default));

        Assert.Equal(TimeSpan.FromSeconds(5), error.RetryAfter);
        Assert.Contains("PodDisruptionBudget", error.Message);
        _ = server.Only;
    }

    [Fact]
    public async Task AServerThatDoesNotAnswerIsToldAfterHalfAMinute()
    {
        var arrived = new TaskCompletionSource();
        await using var server = (await ApiServer.StartAsync()).On($"GET {Pod}", context =>
        {
            arrived.SetResult();
            return Answer.LeftAsync(context);
        });
        var time = new ManualTime();
        using var client = server.Client(time);

        var asking = client.GetAsync(Path, default);
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("did not answer in time", (await Assert.ThrowsAsync<TargetUnreachableException>(() => asking)).Message);
    }

    [Fact]
    public async Task CancellingEndsARequestAtOnce()
    {
        var arrived = new TaskCompletionSource();
        await using var server = (await ApiServer.StartAsync()).On($"GET {Pod}", context =>
        {
            arrived.SetResult();
            return Answer.LeftAsync(context);
        });
        using var client = server.Client();
        using var cancel = new CancellationTokenSource();

        var asking = client.GetAsync(Path, cancel.Token);
        await arrived.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task APersonsRightsAreAskedForByImpersonation()
    {
        await using var server = (await ApiServer.StartAsync()).On($"GET {Pod}", Good);
        using var client = server.Client(with: c => c with { Credential = new ClusterCredential.Token("portal") });

        await client.As(new Impersonation("Jané") { Groups = ["ops", "oncall"] }).GetAsync(Path, default);

        Assert.Equal("Bearer portal", server.Only.Headers["Authorization"]);
        Assert.Equal("Jané", server.Only.Headers["Impersonate-User"]);
        Assert.Equal("ops, oncall", server.Only.Headers["Impersonate-Group"]);
    }

    [Theory]
    [InlineData("..", "platform")]
    [InlineData("", "platform")]
    [InlineData("web", "..")]
    public async Task ANameThatLeadsElsewhereIsNotSent(string name, string place)
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.DeleteAsync(new(ApiResource.Pods, place, name), new(), false, default));

        Assert.Equal(400, error.StatusCode);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task AWholeCollectionIsNeverDeleted()
    {
        await using var server = await ApiServer.StartAsync();
        using var client = server.Client();

        await Assert.ThrowsAsync<KubernetesApiException>(() => client.DeleteAsync(Path with { Name = null }, new(), false, default));

        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task TheApiMayLieBelowAPath()
    {
        await using var server = (await ApiServer.StartAsync()).On($"GET /k8s/clusters/c-1{Pod}", Good);
        using var client = server.Client(with: c => c with { Server = new Uri(c.Server, "/k8s/clusters/c-1/") });

        await client.GetAsync(Path, default);
    }
}
