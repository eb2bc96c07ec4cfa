using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class ChangeTests : IAsyncLifetime
{
    private const string Url = "/apis/apps/v1/namespaces/platform/deployments/web";
    private static readonly ResourcePath Path = new(ApiResource.Deployments, "platform", "web");
    private ApiServer _server = null!;
    private KubernetesClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        foreach (var method in new[] { "PATCH", "PUT", "DELETE" })
            _server.On($"{method} {Url}", Answer.Json("""{"kind":"Deployment"}"""));
        _server.On($"PATCH {Url}/scale", Answer.Json("""{"kind":"Scale"}"""));
        _client = _server.Client();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(PatchContentType.Json)]
    [InlineData(PatchContentType.Merge)]
    [InlineData(PatchContentType.Strategic)]
    [InlineData(PatchContentType.Apply)]
    public async Task APatchIsSentAsWhatItIs(string type)
    {
        await _client.PatchAsync(Path, type, "{\"a\": 1}", false, default);

        Assert.StartsWith(type, _server.Only.Headers["Content-Type"]);
        Assert.Equal(("{\"a\": 1}", "?fieldManager=opsportal"), (_server.Only.Body, _server.Only.Query));
    }

    [Theory]
    [InlineData(false, false, "?fieldManager=opsportal")]
    [InlineData(true, true, "?dryRun=All&fieldManager=opsportal&force=true")]
    public async Task ApplyingTakesFieldsOverOnlyByForce(bool force, bool dryRun, string query)
    {
        await _client.ApplyAsync(Path, "kind: Deployment", force, dryRun, default);

        Assert.Equal(query, _server.Only.Query);
    }

    [Fact]
    public async Task AReplicaCountIsSetOnTheScaleSubresource()
    {
        var scale = await _client.PatchAsync(Path with { Subresource = "scale" }, PatchContentType.Merge, "{\"spec\":{\"replicas\":5}}", false, default);

        Assert.Equal("Scale", (string?)scale["kind"]);
    }

    [Fact]
    public async Task DeletingNamesThatVeryObject()
    {
        await _client.DeleteAsync(Path, new DeleteOptions { GracePeriodSeconds = 0, PropagationPolicy = "Foreground", Uid = "u", ResourceVersion = "7" }, false, default);

        Assert.Equal(
            """{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0,"propagationPolicy":"Foreground","preconditions":{"uid":"u","resourceVersion":"7"}}""",
            _server.Only.Body);
    }

    [Fact]
    public async Task ATrialDeletionSaysSoInItsBodyBecauseTheQueryWouldNotCount()
    {
        await _client.DeleteAsync(Path, new DeleteOptions(), true, default);

        Assert.Equal("""["All"]""", JsonNode.Parse(_server.Only.Body)!["dryRun"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"allowed":true,"reason":"RBAC: allowed by ClusterRoleBinding"}""", true, "RBAC: allowed by ClusterRoleBinding")]
    [InlineData("""{"allowed":false,"reason":"","evaluationError":"role not found"}""", false, "role not found")]
    [InlineData("""{"allowed":false}""", false, null)]
    public async Task TheClusterIsAskedForExactlyWhatWillBeSent(string status, bool allowed, string? reason)
    {
        _server.On("POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews", Answer.Json($"{{\"status\":{status}}}"));

        var answer = await _client.MayAsync("patch", Path with { Subresource = "scale" }, default);

        Assert.Equal(new AccessAnswer(allowed, reason), answer);
        Assert.Equal(
            """{"verb":"patch","group":"apps","version":"v1","resource":"deployments","subresource":"scale","namespace":"platform","name":"web"}""",
            JsonNode.Parse(_server.Only.Body)!["spec"]!["resourceAttributes"]!.ToJsonString());
    }

    [Theory]
    [InlineData(401, "Unauthorized", "{}", "give the environment a new token or kubeconfig")]
    [InlineData(403, "Forbidden", "{}", "Ask an administrator of the cluster")]
    [InlineData(404, "NotFound", "{\"name\":\"web\",\"kind\":\"deployments\"}", "Check the name and the namespace")]
    [InlineData(404, "NotFound", "{}", "This cluster may not offer that kind")]
    [InlineData(409, "Conflict", "{}", "Look at it as it is now")]
    [InlineData(409, "Conflict", "{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"field\":\".spec.replicas\"}]}", "Another tool looks after these fields")]
    [InlineData(409, "AlreadyExists", "{}", "Change the one that exists")]
    [InlineData(410, "Expired", "{}", "read it again")]
    [InlineData(422, "Invalid", "{\"causes\":[{\"reason\":\"FieldValueInvalid\",\"field\":\"spec.replicas\"}]}", "Correct the fields")]
    [InlineData(429, "TooManyRequests", "{}", "try again in a moment")]
    [InlineData(504, "Timeout", "{}", "look before repeating it")]
    public async Task ARefusalSaysWhatTheApiSaidAndWhatToDo(int code, string reason, string details, string hint)
    {
        _server.On($"PATCH {Url}", Answer.Status(code, reason, "the API's own words", details));

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => _client.PatchAsync(Path, PatchContentType.Merge, "{}", false, default));

        Assert.Equal((code, reason), (error.StatusCode, error.Reason));
        Assert.StartsWith("the API's own words. ", error.Message);
        Assert.Contains(hint, error.Message);
        Assert.Equal(details.Replace(" ", ""), error.Status!["details"]!.ToJsonString());
        _ = _server.Only;
    }

    [Fact]
    public async Task AnErrorThatIsNoStatusIsToldAsItCame()
    {
        _server.On($"PATCH {Url}", Answer.Text("text/plain", "404 page not found\n", 404));

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => _client.PatchAsync(Path, PatchContentType.Merge, "{}", false, default));

        Assert.StartsWith("404 page not found. ", error.Message);
        Assert.Null(error.Status);
    }
}
