using System.Text.Json.Nodes;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

public sealed class PatchTests : ApiHarness
{
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string JsonOperations = "application/json-patch+json";

    public static TheoryData<string, string, string, string, string> Patches => new()
    {
        { "merges containers and their variables by name", Strategic,
            """{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"web:2","env":[{"name":"B","value":"2"}]}]}}}}""",
            "/spec/template/spec/containers/*/image", """["web:2","side:1"]""" },
        { "keeps variables that are not named", Strategic,
            """{"spec":{"template":{"spec":{"containers":[{"name":"web","env":[{"name":"B","value":"2"}]}]}}}}""",
            "/spec/template/spec/containers/0/env/*/name", """["A","B"]""" },
        { "deletes one item of a list", Strategic,
            """{"spec":{"template":{"spec":{"containers":[{"name":"side","$patch":"delete"}]}}}}""",
            "/spec/template/spec/containers/*/name", """["web"]""" },
        { "replaces a whole list when told so", Strategic,
            """{"spec":{"template":{"spec":{"containers":[{"$patch":"replace"},{"name":"only","image":"only:1"}]}}}}""",
            "/spec/template/spec/containers/*/name", """["only"]""" },
        { "arranges items in the order asked for", Strategic,
            """{"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"side"},{"name":"web"}],"containers":[{"name":"web","image":"web:2"}]}}}}""",
            "/spec/template/spec/containers/*/name", """["side","web"]""" },
        { "keeps only the retained keys of a union", Strategic,
            """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}""",
            "/spec/strategy", """{"type":"Recreate"}""" },
        { "removes what is null", Strategic,
            """{"spec":{"template":{"spec":{"containers":[{"name":"web","env":null}]}}}}""",
            "/spec/template/spec/containers/0/env", "null" },
        { "adds to lists of plain values", Strategic,
            """{"metadata":{"finalizers":["b.example/x"]}}""",
            "/metadata/finalizers", """["a.example/x","b.example/x"]""" },
        { "deletes from lists of plain values", Strategic,
            """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a.example/x"],"finalizers":["b.example/x"]}}""",
            "/metadata/finalizers", """["b.example/x"]""" },
        { "replaces lists", Merge,
            """{"spec":{"template":{"spec":{"containers":[{"name":"new","image":"new:1"}]}}}}""",
            "/spec/template/spec/containers/*/name", """["new"]""" },
        { "removes and sets fields", Merge, """{"spec":{"replicas":7},"metadata":{"labels":{"x":"y"}}}""", "/metadata/labels", """{"x":"y"}""" },
        { "inserts before an index", JsonOperations,
            """[{"op":"add","path":"/spec/template/spec/containers/0","value":{"name":"first","image":"f:1"}}]""",
            "/spec/template/spec/containers/*/name", """["first","web","side"]""" },
        { "tests, moves, copies and removes", JsonOperations,
            """[{"op":"test","path":"/spec/replicas","value":1},{"op":"add","path":"/metadata/annotations","value":{"a~1b":"1"}},{"op":"copy","from":"/metadata/annotations/a~01b","path":"/metadata/annotations/c"},{"op":"move","from":"/metadata/annotations/c","path":"/metadata/annotations/d"},{"op":"remove","path":"/metadata/annotations/a~01b"}]""",
            "/metadata/annotations", """{"d":"1"}""" },
    };

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_patch(string does, string contentType, string patch, string path, string expected)
    {
        await CreateWithFinalizerAsync();

        var (code, body) = await PatchAsync($"{Deployments}/web", patch, contentType);

        Assert.True(code == 200, $"{does}: {body.ToJsonString()}");
        Assert.Equal(JsonNode.Parse(expected)?.ToJsonString() ?? "null", Read(body, path)?.ToJsonString() ?? "null");
    }

    [Fact]
    public async Task A_failing_test_changes_nothing()
    {
        await PostAsync(Deployments, Deployment("web"));
        var (code, body) = await PatchAsync($"{Deployments}/web",
            """[{"op":"replace","path":"/spec/replicas","value":9},{"op":"test","path":"/spec/paused","value":true}]""", JsonOperations);

        Assert.Equal(422, code);
        Assert.Equal("the server rejected our request due to an error in our request: testing value /spec/paused failed", (string?)body["message"]);
        Assert.Equal(1, (int)(await GetAsync($"{Deployments}/web")).Body["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Custom_resources_take_no_strategic_patch()
    {
        await PostAsync(Certificates, """{"metadata":{"name":"tls"},"spec":{"secretName":"tls"}}""");

        var (code, body) = await PatchAsync($"{Certificates}/tls", """{"spec":{"duration":"1h"}}""", Strategic);

        Assert.Equal((415, "UnsupportedMediaType"), (code, (string?)body["reason"]));
        Assert.Equal(200, (await PatchAsync($"{Certificates}/tls", """{"spec":{"duration":"1h"}}""", Merge)).Code);
    }

    [Fact]
    public async Task A_patch_that_names_an_older_version_conflicts()
    {
        var (_, made) = await PostAsync(Deployments, Deployment("web"));
        await PatchAsync($"{Deployments}/web", """{"spec":{"replicas":2}}""", Merge);

        var (code, body) = await PatchAsync($"{Deployments}/web",
            $$$"""{"metadata":{"resourceVersion":"{{{made["metadata"]!["resourceVersion"]}}}"},"spec":{"replicas":3}}""", Merge);

        Assert.Equal(409, code);
        Assert.Equal("Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified; please apply your changes to the latest version and try again",
            (string?)body["message"]);
    }

    [Fact]
    public async Task A_dry_run_shows_the_change_and_keeps_the_object()
    {
        await PostAsync(Deployments, Deployment("web"));

        var (_, shown) = await PatchAsync($"{Deployments}/web?dryRun=All", """{"spec":{"replicas":4}}""", Merge);

        Assert.Equal(4, (int)shown["spec"]!["replicas"]!);
        Assert.Equal(1, (int)(await GetAsync($"{Deployments}/web")).Body["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Applying_creates_first_and_merges_then()
    {
        const string applyType = "application/apply-patch+yaml";
        var yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {level: \"1\", mode: fast}\n";

        Assert.Equal(201, (await PatchAsync($"{ConfigMaps}/settings?fieldManager=tests", yaml, applyType)).Code);
        var (code, body) = await PatchAsync($"{ConfigMaps}/settings?fieldManager=tests", "data:\n  level: '2'\n", applyType);

        Assert.Equal(200, code);
        Assert.Equal("""{"level":"2","mode":"fast"}""", body["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Generation_rises_with_the_spec_alone()
    {
        await PostAsync(Deployments, Deployment("web"));
        await PatchAsync($"{Deployments}/web", """{"metadata":{"labels":{"a":"b"}}}""", Merge);
        await PatchAsync($"{Deployments}/web/status", """{"status":{"replicas":1}}""", Merge);
        var (_, body) = await PatchAsync($"{Deployments}/web", """{"spec":{"replicas":2},"status":{"replicas":99}}""", Merge);

        Assert.Equal(2, (long)body["metadata"]!["generation"]!);
        Assert.Equal(1, (long)body["status"]!["replicas"]!);
    }

    private async Task CreateWithFinalizerAsync() =>
        await PostAsync(Deployments, Deployment("web").Replace("{\"name\":\"web\"},\"spec\"", "{\"name\":\"web\",\"finalizers\":[\"a.example/x\"]},\"spec\""));

    /// <summary>A pointer, in which <c>*</c> gathers over a list.</summary>
    private static JsonNode? Read(JsonNode? node, string path)
    {
        var tokens = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] == "*") return new JsonArray([.. node!.AsArray().Select(n => Read(n, string.Join('/', tokens.Skip(i + 1)))?.DeepClone())]);
            node = node is JsonArray list ? list[int.Parse(tokens[i])] : node?[tokens[i]];
        }
        return node;
    }
}
