using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

public sealed class PagingTests : ApiHarness
{
    [Fact]
    public async Task Pages_tell_one_moment_whatever_happens_in_between()
    {
        foreach (var name in "abcde") await CreateAsync($"{name}");

        var first = await PageAsync("limit=2");
        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/d");
        await CreateAsync("bb");
        var second = await PageAsync($"limit=2&continue={first.Token}");
        var third = await PageAsync($"limit=2&continue={second.Token}");

        Assert.Equal(["a", "b", "c", "d", "e"], [.. first.Names, .. second.Names, .. third.Names]);
        Assert.Equal((3, null), (first.Remaining, third.Token));
        Assert.Equal(first.Version, third.Version);
        Assert.Equal(["a", "b", "bb", "c", "e"], await NamesAsync(ConfigMaps));
    }

    [Fact]
    public async Task A_token_older_than_the_history_has_expired()
    {
        foreach (var name in "abc") await CreateAsync($"{name}");
        var first = await PageAsync("limit=1");
        for (var i = 0; i < 60; i++) Store.Create(OpsPortal.Sandbox.Store.ResourceTypes.ConfigMaps, Json($$$"""{"metadata":{"name":"x{{{i}}}","namespace":"other"}}"""));

        var (code, body) = await GetAsync($"{ConfigMaps}?limit=1&continue={first.Token}");

        Assert.Equal((410, "Expired"), (code, (string?)body["reason"]));
        Assert.StartsWith("The provided continue parameter is too old", (string?)body["message"]);
    }

    [Fact]
    public async Task A_token_that_is_none_is_refused() =>
        Assert.Equal(400, (await GetAsync($"{ConfigMaps}?limit=1&continue=bm9uZQ")).Code);

    [Fact]
    public async Task Tables_come_in_pages_too()
    {
        foreach (var name in "abc") await CreateAsync($"{name}");
        var (_, table) = await GetAsync($"{ConfigMaps}?limit=2", "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(2, table["rows"]!.AsArray().Count);
        Assert.NotNull((string?)table["metadata"]!["continue"]);
    }

    private async Task CreateAsync(string name) => await PostAsync(ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}"}}""");

    private async Task<(IReadOnlyList<string> Names, string? Token, int? Remaining, string? Version)> PageAsync(string query)
    {
        var (_, body) = await GetAsync($"{ConfigMaps}?{query}");
        return ([.. body["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!)],
            (string?)body["metadata"]!["continue"], (int?)body["metadata"]!["remainingItemCount"], (string?)body["metadata"]!["resourceVersion"]);
    }
}
