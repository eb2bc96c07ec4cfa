using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

public sealed class SubresourceTests : ApiHarness
{
    private const string Merge = "application/merge-patch+json";

    [Fact]
    public async Task Scale_reads_and_writes_the_replicas()
    {
        await PostAsync(Deployments, Deployment("web", 2));
        var (_, scale) = await GetAsync($"{Deployments}/web/scale");
        Assert.Equal(("Scale", "autoscaling/v1", 2, "app=web"), ((string?)scale["kind"], (string?)scale["apiVersion"], (int)scale["spec"]!["replicas"]!, (string?)scale["status"]!["selector"]));

        Assert.Equal(200, (await PatchAsync($"{Deployments}/web/scale", """{"spec":{"replicas":5}}""", Merge)).Code);
        Assert.Equal(409, (await SendAsync(HttpMethod.Put, $"{Deployments}/web/scale", scale.ToJsonString())).Code);
        Assert.Equal(422, (await PatchAsync($"{Deployments}/web/scale", """{"spec":{"replicas":-5}}""", Merge)).Code);
        Assert.Equal(5, (int)(await GetAsync($"{Deployments}/web")).Body["spec"]!["replicas"]!);
    }

    [Theory]
    [InlineData("container=a", "a line 1|a line 2|a line 3|a line 4|a line 5")]
    [InlineData("container=b&tailLines=2", "b line 4|b line 5")]
    [InlineData("container=a&tailLines=0", "")]
    [InlineData("container=a&sinceTime=2026-11-21T06:00:04Z", "a line 4|a line 5")]
    [InlineData("container=a&tailLines=1&timestamps=true", "2026-11-21T06:00:05.000000000Z a line 5")]
    [InlineData("container=a&limitBytes=10", "a line 1|a")]
    public async Task Logs_are_cut_as_asked(string query, string expected)
    {
        await CreatePodAsync();
        using var request = Request($"{Pods}/two/log?{query}");
        using var response = await Http.SendAsync(request);
        Assert.Equal(expected, (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Replace('\n', '|').TrimEnd(' '));
    }

    [Fact]
    public async Task A_followed_log_goes_on_until_the_container_ends()
    {
        await CreatePodAsync();
        using var request = Request($"{Pods}/two/log?container=a&follow=true&tailLines=1");
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("a line 5", await lines.ReadLineAsync());
        Runtime.EndLogs();
        Assert.Equal("a last line", await lines.ReadLineAsync());
        Assert.Null(await lines.ReadLineAsync());
    }

    [Theory]
    [InlineData("v5.channel.k8s.io")]
    [InlineData("v4.channel.k8s.io")]
    public async Task A_program_runs_over_a_WebSocket(string protocol)
    {
        await CreatePodAsync();
        using var socket = await ConnectAsync("container=a&command=echo&command=hello+there&stdout=true&stderr=true", protocol);
        var heard = await ReadAllAsync(socket);
        Assert.Equal("hello there\n", heard[1]);
        Assert.Equal("Success", (string?)Json(heard[3])["status"]);
    }

    [Fact]
    public async Task A_program_that_fails_tells_its_exit_code()
    {
        await CreatePodAsync();
        using var socket = await ConnectAsync("container=a&command=nope&stdout=true&stderr=true", "v5.channel.k8s.io");
        var heard = await ReadAllAsync(socket);
        Assert.Equal("sh: nope: not found\n", heard[2]);
        var status = Json(heard[3]);
        Assert.Equal(("NonZeroExitCode", "127"), ((string?)status["reason"], (string?)status["details"]!["causes"]![0]!["message"]));
    }

    [Fact]
    public async Task Input_that_the_caller_closes_ends_for_the_program()
    {
        await CreatePodAsync();
        using var socket = await ConnectAsync("container=a&command=cat&stdin=true&stdout=true", "v5.channel.k8s.io");
        await socket.SendAsync(Encoding.UTF8.GetBytes("\0some input"), WebSocketMessageType.Binary, true, CancellationToken.None);
        await socket.SendAsync(new byte[] { 255, 0 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Equal("some input", (await ReadAllAsync(socket))[1]);
    }

    [Fact]
    public async Task Metrics_are_measured_for_pods_and_nodes()
    {
        await CreatePodAsync();
        var (_, list) = await GetAsync("/apis/metrics.k8s.io/v1beta1/namespaces/default/pods");
        Assert.Equal("""{"cpu":"12000000n","memory":"51200Ki"}""", list["items"]![0]!["containers"]![0]!["usage"]!.ToJsonString());
        Assert.Equal(405, (await SendAsync(HttpMethod.Delete, "/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/two")).Code);
    }

    [Fact]
    public async Task An_autoscaler_shows_in_both_versions()
    {
        const string v1 = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
        await PostAsync(v1, """{"metadata":{"name":"web"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"},"maxReplicas":4,"targetCPUUtilizationPercentage":60}}""");
        var (_, v2) = await GetAsync("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/web");
        Assert.Equal(60, (int)v2["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"]!);
        Assert.Equal(60, (int)(await GetAsync($"{v1}/web")).Body["spec"]!["targetCPUUtilizationPercentage"]!);
    }

    private async Task CreatePodAsync() => await PostAsync(Pods, """{"metadata":{"name":"two"},"spec":{"containers":[{"name":"a","image":"x:1"},{"name":"b","image":"x:1"}]}}""");

    private HttpRequestMessage Request(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.Token);
        return request;
    }

    private async Task<ClientWebSocket> ConnectAsync(string query, string protocol)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(protocol);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Server.Token}");
        await socket.ConnectAsync(new UriBuilder(Server.Address) { Scheme = "ws", Path = $"{Pods}/two/exec", Query = query }.Uri, CancellationToken.None);
        Assert.Equal(protocol, socket.SubProtocol);
        return socket;
    }

    /// <summary>By channel number, until the server closes.</summary>
    private static async Task<Dictionary<int, string>> ReadAllAsync(ClientWebSocket socket)
    {
        var heard = new Dictionary<int, string>();
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
            heard[buffer[0]] = heard.GetValueOrDefault(buffer[0], "") + Encoding.UTF8.GetString(buffer, 1, message.Count - 1);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return heard;
    }
}
