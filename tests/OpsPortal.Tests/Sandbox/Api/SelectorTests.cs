using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

public sealed class SelectorTests : ApiHarness
{
    [Theory]
    [InlineData("app=web", "a,b")]
    [InlineData("app==web,tier=front", "a")]
    [InlineData("app!=web", "c,d")]
    [InlineData("app in (web, db)", "a,b,c")]
    [InlineData("app notin (web)", "c,d")]
    [InlineData("tier", "a,c")]
    [InlineData("!app", "d")]
    [InlineData("app in (web,db),tier in (front,back),!gone", "a,c")]
    [InlineData("size>5", "b")]
    [InlineData("size<5", "a")]
    public async Task Labels_select(string selector, string expected)
    {
        await CreateAsync();
        Assert.Equal(expected, string.Join(',', await NamesAsync($"{ConfigMaps}?labelSelector={Uri.EscapeDataString(selector)}")));
    }

    [Theory]
    [InlineData("app in web")]
    [InlineData("=web")]
    [InlineData("app=web tier=x")]
    public async Task A_selector_that_cannot_be_read_is_refused(string selector)
    {
        var (code, body) = await GetAsync($"{ConfigMaps}?labelSelector={Uri.EscapeDataString(selector)}");
        Assert.Equal((400, "BadRequest"), (code, (string?)body["reason"]));
        Assert.Contains("unable to parse requirement", (string?)body["message"]);
    }

    [Theory]
    [InlineData("metadata.name=b", "b")]
    [InlineData("metadata.name!=b", "a")]
    [InlineData("status.phase=Running", "a")]
    [InlineData("status.phase!=Running,spec.nodeName=n1", "b")]
    public async Task Fields_select(string selector, string expected)
    {
        Store.Create(OpsPortal.Sandbox.Store.ResourceTypes.Pods, Json("""{"metadata":{"name":"a","namespace":"default"},"spec":{"nodeName":"n1"},"status":{"phase":"Running"}}"""));
        Store.Create(OpsPortal.Sandbox.Store.ResourceTypes.Pods, Json("""{"metadata":{"name":"b","namespace":"default"},"spec":{"nodeName":"n1"},"status":{"phase":"Pending"}}"""));
        Assert.Equal(expected, string.Join(',', await NamesAsync($"{Pods}?fieldSelector={Uri.EscapeDataString(selector)}")));
    }

    [Fact]
    public async Task A_field_that_a_kind_does_not_offer_is_refused()
    {
        var (code, body) = await GetAsync($"{ConfigMaps}?fieldSelector=spec.nodeName%3Dn1");
        Assert.Equal((400, "field label not supported: spec.nodeName"), (code, (string?)body["message"]));
    }

    private async Task CreateAsync()
    {
        foreach (var (name, labels) in new[]
        {
            ("a", """{"app":"web","tier":"front","size":"3"}"""), ("b", """{"app":"web","size":"12"}"""), ("c", """{"app":"db","tier":"back"}"""), ("d", "{}"),
        })
            await PostAsync(ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}","labels":{{{labels}}}}}""");
    }
}
