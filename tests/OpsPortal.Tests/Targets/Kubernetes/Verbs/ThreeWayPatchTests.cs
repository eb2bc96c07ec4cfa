using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Verbs;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Verbs;

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
    public void Holds_what_is_to_change(string before, string wanted, string live, string expected)
    {
        var patch = new ThreeWayPatch("Deployment", strategic: true).Of(Json(before), Json(wanted), Json(live));
        Assert.True(JsonNode.DeepEquals(Json(expected), patch), patch.ToJsonString());
    }

    [Fact]
    public void Custom_kinds_have_whole_lists()
    {
        var patch = new ThreeWayPatch("Certificate", strategic: false).Of(null, Json("""{"env":[{"name":"a"}]}"""), Json("""{"env":[{"name":"b"}]}"""));
        Assert.Equal("""{"env":[{"name":"a"}]}""", patch.ToJsonString());
    }

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
}
