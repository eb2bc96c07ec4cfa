using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

public sealed class WatchTests : ApiHarness
{
    [Fact]
    public async Task A_watch_begins_with_what_is_there_and_follows_in_order()
    {
        await CreateAsync("a", "x");
        await using var watch = await OpenAsync("watch=true");

        await PatchLabelAsync("a", "y");
        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/a");

        Assert.Equal(["ADDED a", "MODIFIED a", "DELETED a"], [await watch.NextAsync(), await watch.NextAsync(), await watch.NextAsync()]);
    }

    [Fact]
    public async Task A_watch_resumes_after_the_version_it_names()
    {
        var (_, made) = await CreateAsync("a", "x");
        await CreateAsync("b", "x");
        await using var watch = await OpenAsync($"watch=true&resourceVersion={made["metadata"]!["resourceVersion"]}");

        Assert.Equal("ADDED b", await watch.NextAsync());
    }

    [Fact]
    public async Task With_a_selector_objects_come_and_go_as_they_begin_and_cease_to_match()
    {
        await CreateAsync("a", "x");
        await using var watch = await OpenAsync($"watch=true&resourceVersion={Store.Version}&labelSelector=app%3Dy");

        await PatchLabelAsync("a", "y");
        await PatchLabelAsync("a", "z");
        await CreateAsync("b", "y");

        Assert.Equal(["ADDED a", "DELETED a", "ADDED b"], [await watch.NextAsync(), await watch.NextAsync(), await watch.NextAsync()]);
    }

    [Fact]
    public async Task A_version_that_is_too_old_ends_the_watch_with_410()
    {
        for (var i = 0; i < 60; i++) Store.Create(OpsPortal.Sandbox.Store.ResourceTypes.ConfigMaps, Json($$$"""{"metadata":{"name":"x{{{i}}}","namespace":"other"}}"""));
        await using var watch = await OpenAsync("watch=true&resourceVersion=1");

        var told = Json((await watch.LineAsync())!);

        Assert.Equal(("ERROR", 410, "Expired"), ((string?)told["type"], (int)told["object"]!["code"]!, (string?)told["object"]!["reason"]));
        Assert.Null(await watch.LineAsync());
    }

    [Fact]
    public async Task A_table_watch_sends_a_row_each()
    {
        await using var watch = await OpenAsync("watch=true", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        await CreateAsync("a", "x");

        var told = Json((await watch.LineAsync())!);

        Assert.Equal(("ADDED", "Table", "a"), ((string?)told["type"], (string?)told["object"]!["kind"], (string?)told["object"]!["rows"]![0]!["cells"]![0]));
    }

    [Fact]
    public async Task Streaming_lists_are_refused_so_that_clients_list_first()
    {
        var (code, body) = await GetAsync($"{ConfigMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
        Assert.Equal((422, "Invalid"), (code, (string?)body["reason"]));
    }

    private Task<(int Code, JsonObject Body)> CreateAsync(string name, string app) =>
        PostAsync(ConfigMaps, $$$$"""{"metadata":{"name":"{{{{name}}}}","labels":{"app":"{{{{app}}}}"}}}""");

    private async Task PatchLabelAsync(string name, string app) =>
        await PatchAsync($"{ConfigMaps}/{name}", $$$$"""{"metadata":{"labels":{"app":"{{{{app}}}}"}}}""", "application/merge-patch+json");

    private async Task<Watching> OpenAsync(string query, string accept = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{ConfigMaps}?{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Server.Token);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new Watching(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    private sealed record Watching(HttpResponseMessage Response, StreamReader Lines) : IAsyncDisposable
    {
        public Task<string?> LineAsync() => Lines.ReadLineAsync();

        public async Task<string> NextAsync()
        {
            var told = Json((await LineAsync())!);
            return $"{told["type"]} {told["object"]!["metadata"]!["name"]}";
        }

        public ValueTask DisposeAsync()
        {
            Lines.Dispose();
            Response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
