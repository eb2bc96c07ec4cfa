using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class ListTests
{
    private const string Url = "GET /api/v1/namespaces/platform/pods";
    private static readonly ResourcePath Pods = new(ApiResource.Pods, "platform");

    [Fact]
    public async Task PagesAreFollowedToTheEnd()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Json(Page("7", "more", "a", "b")), Answer.Json(Page("7", "", "c")));
        using var client = server.Client();

        var list = await client.ListAsync(Pods, new ListOptions { LabelSelector = "app in (x, y)", Limit = 2 }, default);

        Assert.Equal(["a", "b", "c"], list.Items.Select(Name));
        Assert.Equal("7", list.ResourceVersion);
        Assert.Equal(["?labelSelector=app in (x, y)&limit=2", "?labelSelector=app in (x, y)&limit=2&continue=more"], server.Seen.Select(s => s.Query));
    }

    [Fact]
    public async Task ItemsSayWhatTheyAre()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Json(Page("7", "", "a")));
        using var client = server.Client();

        var item = Assert.Single((await client.ListAsync(Pods, ListOptions.All, default)).Items);

        Assert.Equal("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}""", item.ToJsonString());
    }

    [Fact]
    public async Task AListThatExpiresOnTheWayStartsOver()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url,
            Answer.Json(Page("7", "old", "a")), Answer.Status(410, "Expired", "The provided continue parameter is too old"), Answer.Json(Page("9", "", "b", "c")));
        using var client = server.Client();

        var list = await client.ListAsync(Pods, ListOptions.All, default);

        Assert.Equal(["b", "c"], list.Items.Select(Name));
        Assert.Equal("9", list.ResourceVersion);
    }

    [Fact]
    public async Task AListThatExpiresAgainIsTold()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Json(Page("7", "old", "a")), Answer.Status(410, "Expired", "too old"));
        using var client = server.Client();

        Assert.Equal(410, (await Assert.ThrowsAsync<KubernetesApiException>(() => client.ListAsync(Pods, ListOptions.All, default))).StatusCode);
        Assert.Equal(3, server.Seen.Count);
    }

    [Fact]
    public async Task ATableIsAsTheServerPrintsIt()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url,
            Answer.Json("""{"kind":"Table","metadata":{"continue":"x"},"columnDefinitions":[{"name":"Name"}],"rows":[{"cells":["a"]}]}"""),
            Answer.Json("""{"kind":"Table","metadata":{},"columnDefinitions":[],"rows":[{"cells":["b"]}]}"""));
        using var client = server.Client();

        var table = await client.TableAsync(Pods, ListOptions.All, default);

        Assert.Equal("""[{"cells":["a"]},{"cells":["b"]}]""", table["rows"]!.ToJsonString());
        Assert.Equal("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", server.Seen[0].Headers["Accept"]);
    }

    [Fact]
    public async Task AServerThatPrintsNoTablesGetsOneOfNamesAndAges()
    {
        await using var server = (await ApiServer.StartAsync())
            .On(Url, Answer.Json("""{"kind":"PodList","items":[{"metadata":{"name":"a","creationTimestamp":"2026-11-21T03:05:00Z"}}]}"""))
            .On("GET /api/v1/namespaces/platform/pods/b", Answer.Json("""{"kind":"Pod","metadata":{"name":"b"}}"""));
        using var client = server.Client(new ManualTime());

        Assert.Equal("""["a","7m"]""", Cells(await client.TableAsync(Pods, ListOptions.All, default)));
        Assert.Equal("""["b","\u003Cunknown\u003E"]""", Cells(await client.TableAsync(Pods with { Name = "b" }, ListOptions.All, default)));
    }

    private static string Cells(JsonObject table) => Assert.Single(table["rows"]!.AsArray())!["cells"]!.ToJsonString();

    private static string? Name(JsonObject item) => (string?)item["metadata"]!["name"];

    private static string Page(string version, string next, params string[] names) => $$$"""
        {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}","continue":"{{{next}}}"},"items":[{{{string.Join(',', names.Select(n => $$"""{"metadata":{"name":"{{n}}"} }"""))}}}]}
        """;
}
