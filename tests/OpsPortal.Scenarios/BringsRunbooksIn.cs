using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios;

public sealed class BringsRunbooksIn
{
    private static async Task<PortalProcess> PortalAsync() =>
        await PortalProcess.StartAsync(await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync(), settings: ("Git__AllowHttp", "true"));

    [Fact]
    public async Task A_zip_becomes_runbooks_with_the_files_that_their_commands_name()
    {
        await using var portal = await PortalAsync();
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, text) in new[] { ("cart/README.md", "# Cart\n\n```bash\nkubectl apply -f k8s/hpa.yaml\n```\n"), ("cart/k8s/hpa.yaml", "kind: x"), ("cart/other.txt", "no") })
            {
                await using var entry = archive.CreateEntry(path).Open();
                await entry.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
            }

        using var answer = await portal.Client.PostAsync("/api/v1/runbooks/import", new ByteArrayContent(zip.ToArray()));

        var report = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var slug = (string)report["runbooks"]![0]!["slug"]!;
        Assert.Equal("Cart", (string)report["runbooks"]![0]!["title"]!);
        Assert.Equal(["k8s/hpa.yaml"], (await portal.Client.GetFromJsonAsync<JsonArray>($"/api/v1/runbooks/{slug}/files"))!.Select(f => (string)f!["path"]!));
        Assert.Equal("kind: x", await portal.Client.GetStringAsync($"/api/v1/runbooks/{slug}/files/k8s/hpa.yaml"));
    }

    [Fact]
    public async Task A_repository_is_fetched_with_its_token_and_again_when_it_has_changed()
    {
        await using var portal = await PortalAsync();
        await using var git = await GitServer.StartAsync("s3cret-token");
        await git.CommitAsync(("runbooks/pay.md", "# Pay\n\n```bash\n./scripts/pay.sh --dry-run\n```\n"), ("runbooks/scripts/pay.sh", "echo pay"));

        using var refused = await portal.Client.PostAsJsonAsync("/api/v1/runbook-sources", new { url = git.Url });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Give a token that may read it", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var added = await portal.Client.PostAsJsonAsync("/api/v1/runbook-sources", new { url = git.Url, folder = "runbooks", token = "s3cret-token" });
        var source = (await added.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal("1 new runbook, 0 new versions, 0 unchanged", (string)source["report"]!);
        Assert.DoesNotContain("s3cret", source.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("echo pay", await portal.Client.GetStringAsync("/api/v1/runbooks/pay/files/scripts/pay.sh"));

        await git.CommitAsync(("runbooks/pay.md", "# Pay again\n\n```bash\n./scripts/pay.sh\n```\n"));
        using var again = await portal.Client.PostAsync($"/api/v1/runbook-sources/{(string)source["id"]!}/fetch", null);
        Assert.Equal("0 new runbooks, 1 new version, 0 unchanged", (string)(await again.Content.ReadFromJsonAsync<JsonObject>())!["report"]!);
        Assert.Equal("Pay again", (string)(await portal.Client.GetFromJsonAsync<JsonObject>("/api/v1/runbooks/pay"))!["title"]!);
    }

    [Theory]
    [InlineData("file:///etc", "is no address of a repository")]
    [InlineData("ssh://git@host/x.git", "is no address of a repository")]
    [InlineData("https://user:password@host/x.git", "Leave user and password out")]
    [InlineData("https://no-such-host.invalid/x.git", "There is no host no-such-host.invalid")]
    public async Task An_address_that_will_not_do_is_refused_with_the_reason(string url, string sentence)
    {
        await using var portal = await PortalAsync();
        using var refused = await portal.Client.PostAsJsonAsync("/api/v1/runbook-sources", new { url });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(sentence, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_version_is_made_current_again_and_none_is_lost()
    {
        await using var portal = await PortalAsync();
        await portal.Client.ImportAsync("cart", "# One\n");
        await portal.Client.ImportAsync("cart", "# Two\n");

        using var restored = await portal.Client.PostAsync("/api/v1/runbooks/cart/versions/1/restore", null);

        Assert.Equal("One", (string)(await restored.Content.ReadFromJsonAsync<JsonObject>())!["title"]!);
        Assert.Equal([3, 2, 1], (await portal.Client.GetFromJsonAsync<JsonArray>("/api/v1/runbooks/cart/versions"))!.Select(v => (int)v!["number"]!));
        Assert.Equal("# Two\n", await portal.Client.GetStringAsync("/api/v1/runbooks/cart/versions/2/text"));
    }
}
