using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class WatchTests
{
    private const string Url = "GET /api/v1/namespaces/platform/pods";
    private static readonly ResourcePath Pods = new(ApiResource.Pods, "platform");

    [Fact]
    public async Task EventsComeAsTheyHappen()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Held(Event("ADDED", "a", 5), Event("MODIFIED", "a", 6), Event("DELETED", "a", 7)));
        using var client = server.Client();

        Assert.Equal(["Added a", "Modified a", "Deleted a"], await TakeAsync(client, 3, "4"));
        Assert.Matches(@"^\?watch=true&allowWatchBookmarks=true&timeoutSeconds=[345]\d\d&resourceVersion=4$", server.Only.Query);
    }

    [Fact]
    public async Task AWatchThatIsDroppedResumesFromTheLastVersionSeen()
    {
        var arrived = new TaskCompletionSource();
        await using var server = (await ApiServer.StartAsync()).On(Url,
            Answer.Broken($"{Event("ADDED", "a", 5)}\n{Event("MODIFIED", "a", 6)[..20]}", arrived.Task),
            Answer.Lines(Event("MODIFIED", "a", 6), Bookmark(40)),
            Answer.Held(Event("ADDED", "b", 41)));
        using var client = server.Client(new ManualTime());

        Assert.Equal(["Added a", "Modified a", "Added b"], await TakeAsync(client, 3, "4", () => arrived.TrySetResult()));
        Assert.Equal(["4", "5", "40"], Versions(server));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AWatchWhoseVersionIsGoneStartsAnew(bool asEvent)
    {
        var gone = """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}""";
        await using var server = (await ApiServer.StartAsync()).On(Url,
            asEvent ? Answer.Lines(gone) : Answer.Status(410, "Expired", "too old resource version"),
            Answer.Json("""{"kind":"PodList","metadata":{"resourceVersion":"90"},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"""),
            Answer.Held(Event("DELETED", "a", 91)));
        using var client = server.Client(new ManualTime());

        Assert.Equal(["Restarted ", "Added a", "Added b", "Deleted a"], await TakeAsync(client, 4, "4"));
        Assert.Equal("90", Versions(server)[^1]);
    }

    [Fact]
    public async Task WithoutAVersionTheCurrentStateComesFirst()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url,
            Answer.Json("""{"kind":"PodList","metadata":{"resourceVersion":"90"},"items":[{"metadata":{"name":"a"}}]}"""), Answer.Held(Event("ADDED", "b", 91)));
        using var client = server.Client();

        Assert.Equal(["Added a", "Added b"], await TakeAsync(client, 2, ""));
    }

    [Fact]
    public async Task OneObjectIsWatchedByItsName()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Held(Event("ADDED", "a", 5)));
        using var client = server.Client();

        await foreach (var _ in client.WatchAsync(Pods with { Name = "a" }, ListOptions.All, "4", default))
            break;

        Assert.StartsWith("?fieldSelector=metadata.name=a&watch=true", server.Only.Query);
    }

    [Fact]
    public async Task AnObjectOfManyMegabytesComesWhole()
    {
        var data = new string('x', 5_000_000);
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Held($$$"""{"type":"ADDED","object":{"metadata":{"name":"big","resourceVersion":"5"},"data":"{{{data}}}"}}"""));
        using var client = server.Client();

        await foreach (var seen in client.WatchAsync(Pods, ListOptions.All, "4", default))
        {
            Assert.Equal(data, (string?)seen.Object["data"]);
            break;
        }
    }

    [Fact]
    public async Task WhatIsForbiddenIsToldAtOnce()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Status(403, "Forbidden", "pods is forbidden: User \"x\" cannot watch resource \"pods\""));
        using var client = server.Client(new ManualTime());

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => TakeAsync(client, 1, "4"));

        Assert.StartsWith("pods is forbidden: User \"x\" cannot watch resource \"pods\". Ask an administrator", error.Message);
    }

    [Fact]
    public async Task AServerThatStaysAwayIsToldInTheEnd()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Lines(Event("ADDED", "a", 5)), Answer.Broken(""));
        var time = new ManualTime(TimeSpan.FromSeconds(30));
        using var client = server.Client(time);

        await Assert.ThrowsAsync<TargetUnreachableException>(() => TakeAsync(client, 2, "4"));

        Assert.True(time.Pauses.Sum(p => p.TotalSeconds) > 60);
    }

    [Fact]
    public async Task CancellingEndsAWatchAtOnce()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Held(Event("ADDED", "a", 5)));
        using var client = server.Client();
        using var cancel = new CancellationTokenSource();
        await using var events = client.WatchAsync(Pods, ListOptions.All, "4", cancel.Token).GetAsyncEnumerator(cancel.Token);
        await events.MoveNextAsync();

        var next = events.MoveNextAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.AsTask());
    }

    [Fact]
    public async Task AWatchThatGoesSilentIsOpenedAnew()
    {
        var opened = new TaskCompletionSource();
        await using var server = (await ApiServer.StartAsync()).On(Url,
            async context =>
            {
                opened.SetResult();
                await Answer.Held()(context);
            },
            Answer.Held(Event("ADDED", "a", 5)));
        var time = new ManualTime();
        using var client = server.Client(time);

        var taking = TakeAsync(client, 1, "4");
        await opened.Task;
        time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(["Added a"], await taking);
    }

    private static async Task<List<string>> TakeAsync(KubernetesClient client, int count, string from, Action? took = null)
    {
        List<string> seen = [];
        await foreach (var what in client.WatchAsync(Pods, ListOptions.All, from, default))
        {
            seen.Add($"{what.Type} {(string?)what.Object["metadata"]?["name"]}");
            took?.Invoke();
            if (seen.Count == count)
                break;
        }
        return seen;
    }

    private static List<string> Versions(ApiServer server) =>
        [.. server.Seen.Where(s => s.Query.Contains("watch=true")).Select(s => s.Query[(s.Query.LastIndexOf('=') + 1)..])];

    private static string Event(string type, string name, int version) =>
        $$$"""{"type":"{{{type}}}","object":{"kind":"Pod","metadata":{"name":"{{{name}}}","resourceVersion":"{{{version}}}"} } }""";

    private static string Bookmark(int version) =>
        $$$"""{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"{{{version}}}"} } }""";
}
