using Xunit;

namespace OpsPortal.Tests.Targets.Web;

public sealed class HttpPreviewTests : IAsyncLifetime
{
    private readonly WebBench bench = new();
    private WebServer server = null!;

    public async Task InitializeAsync() => server = await WebServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_request_is_shown_whole_and_without_its_secrets_and_nothing_is_sent()
    {
        var preview = await bench.PreviewAsync($"curl -X POST {server.Address}echo -u me:hunter2-a -H 'X-Api-Key: hunter2-b' -H 'Content-Type: application/json' -b session=hunter2-c -d '{{\"user\":\"me\",\"password\":\"hunter2-d\"}}'");
        var request = Assert.Single(preview.Requests);
        Assert.Equal($"POST {server.Address}echo", request.Call);
        Assert.Contains("Content-Type: application/json", request.Body);
        Assert.Contains("\"user\": \"me\"", request.Body);
        Assert.DoesNotContain("hunter2", $"{request}");
        Assert.Contains("the service may create something", preview.Effects[0]);
        Assert.False(preview.Reversal.Possible);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_put_is_told_with_what_stands_there_and_put_back()
    {
        var before = server.Thing;
        var command = $"curl -X PUT {server.Address}thing -H 'Content-Type: application/json' -d '{{\"name\":\"new\"}}'";
        var preview = await bench.PreviewAsync(command);
        Assert.Equal(before, server.Thing);
        Assert.All(server.Seen, s => Assert.StartsWith("GET ", s));
        var change = Assert.Single(preview.Changes);
        Assert.Contains("\"name\": \"old\"", change.Before);
        Assert.Contains("\"name\": \"new\"", change.After);
        Assert.DoesNotContain("hunter2", change.Before);
        Assert.True(preview.Reversal.Possible, preview.Reversal.Sentence);
        Assert.True((await bench.RunAsync(command)).Succeeded, bench.Output.Errors);
        Assert.Equal("""{"name":"new"}""", server.Thing);
        Assert.Equal(preview.Reversal, bench.Records[^1].Reversal);
        Assert.NotEqual(preview.Preconditions, (await bench.PreviewAsync(command)).Preconditions);
        Assert.True((await bench.RunAsync(bench.Records[^1].Revert!.Bind(new Dictionary<string, string>()))).Succeeded);
        Assert.Equal(before, server.Thing);
    }

    [Fact]
    public async Task A_delete_tells_what_would_be_gone_and_has_no_way_back()
    {
        var preview = await bench.PreviewAsync($"curl -X DELETE {server.Address}thing");
        Assert.Null(Assert.Single(preview.Changes).After);
        Assert.Contains("what DELETE does is known only to the service", preview.Reversal.Sentence);
        Assert.NotNull(server.Thing);
    }

    [Fact]
    public async Task A_host_that_may_not_be_asked_is_a_refusal()
    {
        Assert.Contains("evil.test:80 may not be asked", (await bench.PreviewAsync("curl -X POST http://evil.test/x")).Refusal);
        Assert.Contains("Nothing listens", (await bench.PreviewAsync("curl -X POST http://127.0.0.1:1/x")).Refusal);
        Assert.Contains("There is no file", (await bench.PreviewAsync($"curl -T nowhere.bin {server.Address}thing")).Refusal);
    }
}
