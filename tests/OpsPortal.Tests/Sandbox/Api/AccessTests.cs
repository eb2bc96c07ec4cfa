using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

public sealed class AccessTests : ApiHarness
{
    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task Without_a_known_token_nobody_gets_in(string token)
    {
        var (code, body) = await SendAsync(HttpMethod.Get, Pods, token: token);
        Assert.Equal((401, "Unauthorized"), (code, (string?)body["reason"]));
    }

    [Theory]
    [InlineData("PATCH", Deployments + "/x", "deployments.apps \"x\" is forbidden: User \"viewer\" cannot patch resource \"deployments\" in API group \"apps\" in the namespace \"default\"")]
    [InlineData("PATCH", Deployments + "/x/scale", "deployments.apps \"x\" is forbidden: User \"viewer\" cannot patch resource \"deployments/scale\" in API group \"apps\" in the namespace \"default\"")]
    [InlineData("DELETE", Pods + "/x", "pods \"x\" is forbidden: User \"viewer\" cannot delete resource \"pods\" in API group \"\" in the namespace \"default\"")]
    [InlineData("GET", "/api/v1/secrets", "secrets is forbidden: User \"viewer\" cannot list resource \"secrets\" in API group \"\" at the cluster scope")]
    [InlineData("POST", Pods + "/x/exec", "pods \"x\" is forbidden: User \"viewer\" cannot create resource \"pods/exec\" in API group \"\" in the namespace \"default\"")]
    [InlineData("DELETE", "/api/v1/nodes/n", "nodes \"n\" is forbidden: User \"viewer\" cannot delete resource \"nodes\" in API group \"\" at the cluster scope")]
    public async Task A_viewer_changes_nothing_and_sees_no_secrets(string method, string path, string message)
    {
        var (code, body) = await SendAsync(new HttpMethod(method), path, "{}", token: Server.ViewerToken);
        Assert.Equal((403, message), (code, (string?)body["message"]));
    }

    [Fact]
    public async Task A_viewer_reads_the_rest() =>
        Assert.Equal(200, (await SendAsync(HttpMethod.Get, Pods, token: Server.ViewerToken)).Code);

    [Theory]
    [InlineData("get", "pods", true)]
    [InlineData("delete", "pods", false)]
    [InlineData("get", "secrets", false)]
    public async Task A_viewer_learns_what_it_may_do(string verb, string resource, bool allowed)
    {
        var (code, body) = await SendAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            $$$$"""{"spec":{"resourceAttributes":{"namespace":"default","verb":"{{{{verb}}}}","resource":"{{{{resource}}}}"}}}""", token: Server.ViewerToken);
        Assert.Equal((201, allowed), (code, (bool)body["status"]!["allowed"]!));
    }

    [Fact]
    public async Task Roles_in_the_cluster_grant_what_they_say()
    {
        const string rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
        await PostAsync($"{rbac}/roles", """{"metadata":{"name":"scaler"},"rules":[{"apiGroups":["apps"],"resources":["deployments"],"resourceNames":["web"],"verbs":["get"]}]}""");
        await PostAsync($"{rbac}/rolebindings", """{"metadata":{"name":"scaler"},"roleRef":{"kind":"Role","name":"scaler"},"subjects":[{"kind":"User","name":"mara"}]}""");
        await PostAsync(Deployments, Deployment("web"));
        await PostAsync(Deployments, Deployment("other"));

        Assert.Equal(200, (await SendAsync(HttpMethod.Get, $"{Deployments}/web", actAs: "mara")).Code);
        Assert.Equal(403, (await SendAsync(HttpMethod.Get, $"{Deployments}/other", actAs: "mara")).Code);
        Assert.Equal(403, (await SendAsync(HttpMethod.Get, Deployments, actAs: "mara")).Code);
    }

    [Fact]
    public async Task Only_masters_may_act_as_others()
    {
        var (code, body) = await SendAsync(HttpMethod.Get, Pods, token: Server.ViewerToken, actAs: "admin");
        Assert.Equal((403, "users \"admin\" is forbidden: User \"viewer\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope"), (code, (string?)body["message"]));
    }
}
