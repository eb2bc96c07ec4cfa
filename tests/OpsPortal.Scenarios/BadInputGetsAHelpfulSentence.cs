using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

/// <summary>Whatever is thrown at the portal, the answer says what is wrong and what to do.</summary>
[Collection(nameof(SandboxPortal))]
public class BadInputGetsAHelpfulSentence(SandboxPortal box)
{
    [Fact]
    public async Task A_megabyte_of_garbage_is_stored_and_compiled()
    {
        var random = new Random(7);
        var garbage = string.Concat(Enumerable.Range(0, 1024 * 1024 - 10).Select(_ => (char)random.Next(32, 127)));
        var compiled = await box.Client.ImportAsync("garbage", garbage);
        Assert.NotNull(compiled["steps"]);
    }

    [Fact]
    public async Task A_text_beyond_the_limit_is_refused_with_the_limit()
    {
        var (status, detail) = await PutAsync("too-long", new StringContent(new string('x', 1024 * 1024 + 1)));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("1,048,576 bytes", detail);
    }

    [Fact]
    public async Task A_binary_file_is_refused_as_no_text()
    {
        var (status, detail) = await PutAsync("binary", new ByteArrayContent([0x7f, 0x45, 0x4c, 0x46, 0x00, 0xff, 0xfe, 0x80]));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("UTF-8", detail);
    }

    [Fact]
    public async Task A_command_with_ten_thousand_arguments_is_one_step()
    {
        var steps = await box.Client.ImportCommandsAsync("arguments", "kubectl get pods " + string.Join(' ', Enumerable.Range(0, 10_000).Select(i => $"pod-{i}")));
        Assert.Single(steps);
    }

    [Fact]
    public async Task An_address_that_cannot_be_one_is_refused_with_a_suggestion()
    {
        var (status, detail) = await PutAsync("My%20Service", new StringContent("# Hello"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("my-service", detail);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_named_with_what_to_do()
    {
        // Port 9 of loopback: nobody listens.
        await box.Client.AddEnvironmentAsync("nowhere", Kubeconfig("https://127.0.0.1:9", "none"));
        var steps = await box.Client.ImportCommandsAsync("nowhere", "kubectl get pods -n platform");
        var (execution, _) = await box.Client.CompleteAsync("nowhere", steps[0], "nowhere");
        Assert.Equal("failed", (string?)execution["state"]);
        Assert.Contains("127.0.0.1:9", (string?)execution["reason"]);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_is_not_accepted()
    {
        await box.Client.AddEnvironmentAsync("stranger", Kubeconfig(box.Server.Address.ToString(), "none"));
        var report = await TestAsync("stranger");
        Assert.False((bool)report["succeeded"]!);
        Assert.Contains("certificate", (string?)report["message"]);
    }

    [Fact]
    public async Task What_the_cluster_forbids_and_what_it_does_not_have_is_said_in_its_words()
    {
        await box.Client.AddEnvironmentAsync("looker", box.Server.ViewerKubeconfig);
        var steps = await box.Client.ImportCommandsAsync("forbidden", "kubectl scale deployment platform-service -n platform --replicas=2", "kubectl describe pod no-such-pod -n platform");
        var forbidden = await Assert.ThrowsAsync<InvalidOperationException>(() => box.Client.RunAsync("forbidden", steps[0], "looker"));
        Assert.Contains("The target does not allow it: may not patch deployments/scale in platform", forbidden.Message);
        var (missing, _) = await box.Client.CompleteAsync("forbidden", steps[1], "box");
        Assert.Equal("failed", (string?)missing["state"]);
        Assert.Contains("pods \"no-such-pod\" not found", (string?)missing["reason"]);
    }

    [Fact]
    public async Task A_missing_parameter_is_named()
    {
        var steps = await box.Client.ImportCommandsAsync("parameters", "kubectl describe pod <pod-name> -n platform");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => box.Client.RunAsync("parameters", steps[0], "box"));
        Assert.Contains("pod-name", refused.Message);
    }

    [Fact]
    public async Task A_kubeconfig_that_is_none_is_refused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => box.Client.AddEnvironmentAsync("typo", "hello: [world"));
        Assert.Contains("kubeconfig", refused.Message);
    }

    private async Task<JsonObject> TestAsync(string environment)
    {
        using var answer = await box.Client.PostAsync($"/api/v1/environments/{environment}/test", null);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    private async Task<(HttpStatusCode, string)> PutAsync(string slug, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("text/markdown");
        using var answer = await box.Client.PutAsync($"/api/v1/runbooks/{slug}", content);
        return (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["detail"] ?? "");
    }

    private static string Kubeconfig(string server, string token) => $$"""
        apiVersion: v1
        kind: Config
        clusters: [{ name: c, cluster: { server: "{{server}}" } }]
        users: [{ name: u, user: { token: "{{token}}" } }]
        contexts: [{ name: x, context: { cluster: c, user: u } }]
        current-context: x
        """;
}
