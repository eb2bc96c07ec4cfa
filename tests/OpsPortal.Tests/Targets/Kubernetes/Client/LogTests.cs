using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class LogTests
{
    private const string Url = "GET /api/v1/namespaces/platform/pods/web/log";

    [Fact]
    public async Task LinesComeWithoutTheirEnds()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Text("text/plain", "first\r\n\nthird: é\nlast"));
        using var client = server.Client();

        Assert.Equal(["first", "", "third: é", "last"], await ReadAsync(client, new()));
    }

    [Fact]
    public async Task EveryOptionIsPassedOn()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Text("text/plain", ""));
        using var client = server.Client();

        await ReadAsync(client, new()
        {
            Container = "app",
            Follow = true,
            Previous = true,
            Timestamps = true,
            SinceSeconds = 60,
            TailLines = 10,
            SinceTime = new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.FromHours(1)),
        });

        Assert.Equal("?container=app&follow=true&previous=true&timestamps=true&sinceSeconds=60&sinceTime=2026-11-21T03:00:00Z&tailLines=10", server.Only.Query);
    }

    [Fact]
    public async Task FollowingGivesEachLineWhenItIsThere()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Held("one", "two"));
        using var client = server.Client();
        using var cancel = new CancellationTokenSource();
        List<string> seen = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in client.LogsAsync("platform", "web", new() { Follow = true }, cancel.Token))
            {
                seen.Add(line);
                if (seen.Count == 2)
                    await cancel.CancelAsync();
            }
        });

        Assert.Equal(["one", "two"], seen);
    }

    [Fact]
    public async Task AnEndlessLineIsCutAndTheNextOnesStillCome()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Text("text/plain", $"{new string('x', 3_000_000)}\nnext\n"));
        using var client = server.Client();

        var lines = await ReadAsync(client, new());

        Assert.Equal(2, lines.Count);
        Assert.Equal(1 << 20, lines[0].Count(c => c == 'x'));
        Assert.EndsWith("longer than 1 MiB, was left out]", lines[0]);
        Assert.Equal("next", lines[1]);
    }

    [Fact]
    public async Task WhatTheApiSaysOfAContainerIsTold()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Status(400, "BadRequest", "a container name must be specified for pod web, choose one of: [app sidecar]"));
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => ReadAsync(client, new()));

        Assert.Equal((400, "a container name must be specified for pod web, choose one of: [app sidecar]"), (error.StatusCode, error.Message));
    }

    [Fact]
    public async Task ALogThatBreaksOffIsTold()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Broken("one\n"));
        using var client = server.Client();

        Assert.Contains("broke the connection off", (await Assert.ThrowsAsync<TargetUnreachableException>(() => ReadAsync(client, new()))).Message);
    }

    private static async Task<List<string>> ReadAsync(KubernetesClient client, LogOptions options)
    {
        List<string> lines = [];
        await foreach (var line in client.LogsAsync("platform", "web", options, default))
            lines.Add(line);
        return lines;
    }
}
