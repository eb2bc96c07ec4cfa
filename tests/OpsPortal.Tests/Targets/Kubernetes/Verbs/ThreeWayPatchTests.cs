using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Verbs;

/// <summary>What is sent where a manifest is applied over an object that is there.</summary>
public class ThreeWayPatchTests
{
    [Theory]
    // set, unchanged, taken out of the file, set by somebody else
    [InlineData("{}", """{"a":1}""", """{"a":2}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"a":1}""", """{"a":1,"b":2}""", "{}")]
    [InlineData("""{"a":1,"b":1}""", """{"a":1}""", """{"a":1,"b":1,"c":1}""", """{"b":null}""")]
    [InlineData("""{"b":1}""", "{}", "{}", "{}")]
    [InlineData("""{"m":{"x":1,"y":1}}""", """{"m":{"x":2}}""", """{"m":{"x":1,"y":1,"z":1}}""", """{"m":{"x":2,"y":null}}""")]
    // lists with a key
    [InlineData("{}", """{"containers":[{"name":"a","image":"2"}]}""", """{"containers":[{"name":"a","image":"1","args":[]},{"name":"side"}]}""",
        """{"$setElementOrder/containers":[{"name":"a"}],"containers":[{"image":"2","name":"a"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"a"}]}""", """{"containers":[{"name":"a"},{"name":"b"}]}""",
        """{"$setElementOrder/containers":[{"name":"a"}],"containers":[{"$patch":"delete","name":"b"}]}""")]
    [InlineData("{}", """{"env":[{"name":"b"},{"name":"a"}]}""", """{"env":[{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/env":[{"name":"b"},{"name":"a"}]}""")]
    // lists without one, sets, maps of one branch
    [InlineData("{}", """{"args":["a"]}""", """{"args":["a","b"]}""", """{"args":["a"]}""")]
    [InlineData("""{"metadata":{"finalizers":["x","y"]}}""", """{"metadata":{"finalizers":["x","z"]}}""", """{"metadata":{"finalizers":["x","y"]}}""",
        """{"metadata":{"finalizers":["z"],"$deleteFromPrimitiveList/finalizers":["y"]}}""")]
    [InlineData("{}", """{"strategy":{"type":"Recreate"}}""", """{"strategy":{"type":"RollingUpdate","rollingUpdate":{}}}""", """{"strategy":{"type":"Recreate","$retainKeys":["type"]}}""")]
    public async Task Holds_what_is_to_change(string before, string wanted, string live, string expected)
    {
        var patch = await PatchAsync("apps/v1", "Deployment", before, wanted, live, "application/strategic-merge-patch+json");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), patch), patch.ToJsonString());
    }

    [Fact]
    public async Task Custom_kinds_have_whole_lists()
    {
        var patch = await PatchAsync("cert-manager.io/v1", "Certificate", "{}", """{"env":[{"name":"a"}]}""", """{"env":[{"name":"b"}]}""", "application/merge-patch+json");
        Assert.Equal("""{"env":[{"name":"a"}]}""", patch.ToJsonString());
    }

    /// <summary>The patch without the note of what was applied, which is always another.</summary>
    private static async Task<JsonObject> PatchAsync(string version, string kind, string before, string wanted, string live, string contentType)
    {
        var bench = new Bench();
        var there = Whole(live);
        there["metadata"]!["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = Whole(before).ToJsonString() };
        bench.Cluster.Objects.Add(there);
        bench.Files["a.json"] = Whole(wanted).ToJsonString();
        var outcome = await bench.RunAsync(new KubernetesApply { Files = ["a.json"] });
        Assert.True(outcome.Succeeded, outcome.Reason);
        var change = Assert.Single(bench.Cluster.Changes);
        Assert.Contains(contentType, change);
        var patch = (JsonObject)JsonNode.Parse(change[change.IndexOf('{')..])!;
        var metadata = (JsonObject)patch["metadata"]!;
        metadata.Remove("annotations");
        if (metadata.Count == 0) patch.Remove("metadata");
        return patch;

        JsonObject Whole(string part)
        {
            var made = (JsonObject)JsonNode.Parse(part)!;
            if (made["metadata"] is not JsonObject own) made["metadata"] = own = [];
            (made["apiVersion"], made["kind"], own["name"], own["namespace"]) = (version, kind, "applied", "shop");
            return made;
        }
    }
}
