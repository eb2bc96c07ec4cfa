using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using Xunit;

namespace OpsPortal.Tests.Targets.Docker;

/// <summary>What is known of images, volumes, networks and files before something is done to them, against an Engine of paper.</summary>
public sealed class DockerPaperTests : IAsyncLifetime
{
    private const string Old = "sha256:aaaaaaaaaaaaaaaaaaaaaaaa", New = "sha256:bbbbbbbbbbbbbbbbbbbbbbbb";

    private readonly PaperEngine engine = new();
    private DockerBench bench = null!;

    public async Task InitializeAsync()
    {
        await engine.InitializeAsync();
        bench = new(engine.Settings);
    }

    public Task DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_tag_that_a_pull_moves_goes_back_to_its_image()
    {
        Image("shop/api:1", Old, ["shop/api:1"], "shop/api@sha256:old");
        engine.Answers["GET /distribution/shop/api:1/json"] = """{"Descriptor":{"digest":"sha256:new"}}""";
        Containers(Container("api", Old, "running"));
        var preview = await bench.PreviewAsync("docker pull shop/api:1");
        Assert.Equal("shop/api:1 moves from aaaaaaaaaaaa, 120 MiB to the image with digest sha256:new; the one from before stays without this name; api goes on with the image from before until made anew", Assert.Single(preview.Effects));
        Assert.Equal((null, "POST /images/create?fromImage=shop%2Fapi&tag=1"), (preview.Unavailable, Assert.Single(preview.Requests).Call));
        Assert.True(preview.Reversal.Possible);

        engine.OnChange = path => { if (path == "/images/create") Image("shop/api:1", New, ["shop/api:1"], "shop/api@sha256:new"); };
        Image(Old, Old, [], "");
        Assert.True((await bench.RunAsync("docker pull shop/api:1")).Succeeded);
        Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
        Assert.Equal(new DockerTag { Source = Old, Image = "shop/api:1" }, bench.Kept[^1].Revert);
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded);
        Assert.Equal($"POST /images/{Old}/tag?repo=shop/api&tag=1", engine.Changes[^1]);
    }

    [Fact]
    public async Task A_pull_that_changes_nothing_says_so_and_what_the_registry_hides_is_not_known()
    {
        Image("shop/api:1", Old, ["shop/api:1"], "shop/api@sha256:old");
        var unknown = await bench.PreviewAsync("docker pull shop/api:1");
        Assert.Equal("Which image the registry gives for shop/api:1 is known only when it is pulled.", unknown.Unavailable);
        engine.Answers["GET /distribution/shop/api:1/json"] = """{"Descriptor":{"digest":"sha256:old"}}""";
        var same = await bench.PreviewAsync("docker pull shop/api:1");
        Assert.Equal(("shop/api:1 is there as the registry has it (aaaaaaaaaaaa, 120 MiB): nothing happens", null, false), (Assert.Single(same.Effects), same.Unavailable, same.Reversal.Possible));
        Assert.NotEqual(unknown.Preconditions, same.Preconditions);
        Assert.True((await bench.RunAsync("docker pull shop/api:1")).Succeeded);
        Assert.Null(bench.Kept[^1].Revert);
    }

    [Fact]
    public async Task An_image_that_a_pull_brings_is_removed_again()
    {
        engine.Answers["GET /distribution/shop/api:2/json"] = """{"Descriptor":{"digest":"sha256:new"}}""";
        Assert.Equal("shop/api:2 is not there yet and is pulled with digest sha256:new", Assert.Single((await bench.PreviewAsync("docker pull shop/api:2")).Effects));
        engine.OnChange = _ => Image("shop/api:2", New, ["shop/api:2"], "");
        Assert.True((await bench.RunAsync("docker pull shop/api:2")).Succeeded);
        Assert.Equal("docker.remove shop/api:2", bench.Kept[^1].Revert is DockerResourceRemove { Kind: "image", Objects: [var name] } back ? $"{back.Name} {name}" : null);
    }

    [Theory]
    [InlineData("docker rmi shop/api:1", 2, "", false, "Only the tag shop/api:1 goes; the image (aaaaaaaaaaaa, 120 MiB) stays as shop/api:2", null)]
    [InlineData("docker rmi shop/api:1", 1, "", false, "Image shop/api:1 is removed (aaaaaaaaaaaa, 120 MiB; shop/api:1); layers that other images share stay", null)]
    [InlineData("docker rmi shop/api:1", 1, "exited", false, null, "api was made from shop/api:1: remove it first.")]
    [InlineData("docker rmi -f shop/api:1", 1, "exited", true, "Image shop/api:1 is removed (aaaaaaaaaaaa, 120 MiB; shop/api:1); layers that other images share stay", null)]
    [InlineData("docker rmi -f shop/api:1", 1, "running", false, "Only the tag shop/api:1 goes; the image (aaaaaaaaaaaa, 120 MiB) stays without a name, because api runs from it", null)]
    [InlineData("docker rmi aaaaaaaaaaaa", 2, "", false, null, "aaaaaaaaaaaa has several tags (shop/api:1, shop/api:2): name the one that is to go.")]
    [InlineData("docker rmi -f aaaaaaaaaaaa", 2, "running", false, null, "api runs from aaaaaaaaaaaa, so it cannot be removed.")]
    public async Task Removing_an_image_is_told_as_the_engine_decides_it(string command, int tags, string state, bool warned, string? effect, string? refusal)
    {
        foreach (var name in new[] { "shop/api:1", "aaaaaaaaaaaa" }) Image(name, Old, [.. Enumerable.Range(1, tags).Select(i => $"shop/api:{i}")], "");
        if (state.Length > 0) Containers(Container("api", Old, state));
        var preview = await bench.PreviewAsync(command);
        Assert.Equal((refusal, warned), (preview.Refusal, preview.Warnings.Count > 0));
        if (effect is not null) Assert.Equal(effect, Assert.Single(preview.Effects));
        Assert.Equal(effect?.StartsWith("Only the tag", StringComparison.Ordinal) == true, preview.Reversal.Possible);
        Assert.StartsWith("DELETE /images/", Assert.Single(preview.Requests).Call);
        Assert.Empty(engine.Changes);
    }

    [Fact]
    public async Task A_tag_that_was_taken_off_an_image_is_put_back()
    {
        Image("shop/api:1", Old, ["shop/api:1", "shop/api:2"], "");
        var preview = await bench.PreviewAsync("docker rmi shop/api:1");
        Assert.True((await bench.RunAsync("docker rmi shop/api:1")).Succeeded);
        Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
        Assert.Equal(new DockerTag { Source = Old, Image = "shop/api:1" }, bench.Kept[^1].Revert);
    }

    [Fact]
    public async Task Several_tags_are_put_back_together()
    {
        foreach (var tag in new[] { "shop/api:1", "shop/api:2" }) Image(tag, Old, ["shop/api:1", "shop/api:2", "shop/api:3"], "");
        Image(Old, Old, ["shop/api:3"], "");
        Assert.True((await bench.RunAsync("docker rmi shop/api:1 shop/api:2")).Succeeded);
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded);
        Assert.Equal([$"POST /images/{Old}/tag?repo=shop/api&tag=1", $"POST /images/{Old}/tag?repo=shop/api&tag=2"], engine.Changes.TakeLast(2));
    }

    [Fact]
    public async Task A_prune_of_the_system_takes_what_only_stopped_containers_used()
    {
        Usage();
        var preview = await bench.PreviewAsync("docker system prune -a -f --volumes");
        Assert.Equal(
        [
            "8 things are removed, and 352.5 MiB freed",
            "Container done (exited, 1 MiB of its own)",
            "Network left",
            "Volume anonymous (49.5 MiB), with all that lies in it",
            "Volume forgotten (1 MiB), with all that lies in it",
            "Image shop/job:1 (cccccccccccc, 100 MiB)",
            "Image without a tag (dddddddddddd, 50 MiB)",
            "Build cache idle (150 MiB)",
            "Build cache front (1 MiB)",
        ], preview.Effects);
        Assert.Equal(["What lies in 2 volumes is destroyed"], preview.Warnings);
        Assert.Equal(["POST /containers/prune", "POST /networks/prune", "POST /volumes/prune"], preview.Requests.Select(r => r.Call).Take(3));
        Assert.False(preview.Reversal.Possible);
        Assert.Empty(engine.Changes);
    }

    [Theory]
    [InlineData("docker image prune -f", "Image without a tag (dddddddddddd, 50 MiB)")]
    [InlineData("docker image prune -f -a", "Image without a tag (dddddddddddd, 50 MiB)")]
    [InlineData("docker image prune -f -a --filter until=24h", "")]
    [InlineData("docker volume prune -f", "Volume forgotten (1 MiB), with all that lies in it")]
    [InlineData("docker volume prune -f -a", "Volume forgotten (1 MiB), with all that lies in it|Volume named (2 MiB), with all that lies in it")]
    [InlineData("docker volume prune -f -a --filter label!=keep=yes", "Volume forgotten (1 MiB), with all that lies in it")]
    [InlineData("docker network prune -f --filter label=team=shop", "")]
    [InlineData("docker container prune -f --filter label=job", "Container done (exited, 1 MiB of its own)")]
    [InlineData("docker builder prune -f", "Build cache idle (150 MiB)")]
    [InlineData("docker builder prune -f -a", "Build cache front (1 MiB)|Build cache idle (150 MiB)")]
    public async Task A_prune_takes_what_the_filters_of_the_engine_take(string command, string expected)
    {
        Usage();
        var preview = await bench.PreviewAsync(command);
        Assert.Equal(expected, string.Join('|', preview.Effects.Skip(1).Order(StringComparer.Ordinal)));
        Assert.Equal(expected.Length == 0, preview.Effects[0] == "Nothing is there to be removed: nothing happens");
        Assert.Null(preview.Unavailable);
    }

    [Fact]
    public async Task A_prune_rests_on_what_would_go_and_a_strange_filter_is_not_guessed_at()
    {
        Usage();
        var before = (await bench.PreviewAsync("docker container prune -f")).Preconditions;
        Assert.Equal(before, (await bench.PreviewAsync("docker container prune -f")).Preconditions);
        Usage(Container("another", New, "exited"));
        Assert.NotEqual(before, (await bench.PreviewAsync("docker container prune -f")).Preconditions);
        Assert.Equal("What the filter color=red leaves over is known only to the Engine.", (await bench.PreviewAsync("docker container prune -f --filter color=red")).Unavailable);
    }

    [Fact]
    public async Task An_engine_that_knows_no_anonymous_volumes_takes_those_with_names_too()
    {
        Usage();
        engine.Answers["GET /version"] = """{"ApiVersion":"1.41"}""";
        Assert.Equal(3, (await bench.PreviewAsync("docker volume prune -f")).Effects.Count);
    }

    [Fact]
    public async Task A_volume_tells_who_uses_it_and_that_it_is_destroyed()
    {
        engine.Answers["GET /volumes/data"] = """{"Name":"data"}""";
        engine.Answers["GET /system/df"] = """{"Volumes":[{"Name":"data","UsageData":{"Size":2097152}}]}""";
        var free = await bench.PreviewAsync("docker volume rm data");
        Assert.Equal(("All that lies in volume data (2 MiB) is destroyed", null, false), (Assert.Single(free.Warnings), free.Refusal, free.Reversal.Possible));
        Containers(Container("db", Old, "exited", volume: "data"));
        var used = await bench.PreviewAsync("docker volume rm data");
        Assert.Equal("Volume data is in use by db: remove that container first.", used.Refusal);
        Assert.NotEqual(free.Preconditions, used.Preconditions);
        Assert.Equal("No such volume: none", (await bench.PreviewAsync("docker volume rm none")).Refusal);
    }

    [Fact]
    public async Task Networks_are_made_removed_joined_and_left()
    {
        engine.Answers["GET /networks/front"] = """{"Name":"front","Id":"n1"}""";
        engine.Answers["GET /networks/bridge"] = """{"Name":"bridge","Id":"n0"}""";
        engine.Answers["GET /containers/api/json"] = """{"Id":"c1c1c1","Config":{"Hostname":"c1c1"},"NetworkSettings":{"Networks":{"front":{"IPAMConfig":null,"Aliases":["c1c1c1"]}}}}""";
        Containers(Container("api", Old, "running", network: "front"));
        Assert.Equal("Network front is in use by api: stop or disconnect it first.", (await bench.PreviewAsync("docker network rm front")).Refusal);
        Assert.Contains("Engine's own networks", (await bench.PreviewAsync("docker network rm bridge")).Refusal);
        Assert.Equal("A network with the name front is there already.", (await bench.PreviewAsync("docker network create front")).Refusal);
        Assert.Equal("It can be put back: removes network back again, as long as no container uses it.", (await bench.PreviewAsync("docker network create back")).Reversal.Sentence);
        Assert.Equal("api is in network front already.", (await bench.PreviewAsync("docker network connect front api")).Refusal);
        var leave = await bench.PreviewAsync("docker network disconnect front api");
        Assert.Equal(("Container api leaves network front; it is in front now", true), (Assert.Single(leave.Effects), leave.Reversal.Possible));
        Assert.Single(leave.Warnings);
        Assert.True((await bench.RunAsync("docker network disconnect front api")).Succeeded);
        Assert.True(bench.Kept[^1].Revert is DockerNetworkLink { Connect: true, Container: "api", Network: "front" });
        engine.Answers["GET /containers/api/json"] = engine.Answers["GET /containers/api/json"].Replace("\"c1c1c1\"]", "\"c1c1c1\",\"db.internal\"]");
        Assert.False((await bench.PreviewAsync("docker network disconnect front api")).Reversal.Possible);
    }

    [Fact]
    public async Task A_volume_that_is_made_is_not_taken_away_with_what_was_written_to_it() =>
        Assert.Contains("would destroy what was written", (await bench.PreviewAsync("docker volume create data")).Reversal.Sentence);

    [Fact]
    public async Task A_file_tells_what_it_replaces_and_goes_into_a_folder_under_its_own_name()
    {
        engine.Answers["GET /containers/api/json"] = """{"Id":"c1","State":{"Status":"running"}}""";
        engine.Files["api:/app"] = """{"name":"app","size":4096,"mode":2147484141,"mtime":"2026-01-01T00:00:00Z"}""";
        engine.Files["api:/app/new.conf"] = """{"name":"new.conf","size":2048,"mode":420,"mtime":"2026-01-01T00:00:00Z"}""";
        bench.Files.All["new.conf"] = Encoding.UTF8.GetBytes(new string('x', 1024));
        var preview = await bench.PreviewAsync("docker cp new.conf api:/app");
        Assert.Equal("new.conf (1 KiB) replaces /app/new.conf (2 KiB) in container api", Assert.Single(preview.Effects));
        Assert.Equal("It cannot be put back: /app/new.conf from before is not kept.", preview.Reversal.Sentence);
        Assert.Equal(3, preview.Preconditions.Count);
        Assert.Equal("new.conf (1 KiB) becomes /etc/other.conf in container api", Assert.Single((await bench.PreviewAsync("docker cp new.conf api:/etc/other.conf")).Effects));
        Assert.StartsWith("There is no file gone.conf", (await bench.PreviewAsync("docker cp gone.conf api:/app")).Refusal);
        Assert.Empty(engine.Changes);
        Assert.True((await bench.RunAsync("docker cp new.conf api:/app")).Succeeded);
        Assert.Equal("PUT /containers/api/archive?path=/app&noOverwriteDirNonDir=1", Assert.Single(engine.Changes));
    }

    private void Image(string name, string id, string[] tags, string digest) => engine.Answers[$"GET /images/{name}/json"] = new JsonObject
    {
        ["Id"] = id,
        ["RepoTags"] = new JsonArray([.. tags.Select(t => (JsonNode?)t)]),
        ["RepoDigests"] = new JsonArray(digest),
        ["Size"] = 120L << 20,
    }.ToJsonString();

    private void Containers(params JsonNode[] containers) => engine.Answers["GET /containers/json"] = new JsonArray(containers).ToJsonString();

    private static JsonObject Container(string name, string image, string state, string volume = "none", string network = "none") => new()
    {
        ["Id"] = $"id-{name}",
        ["Names"] = new JsonArray($"/{name}"),
        ["ImageID"] = image,
        ["State"] = state,
        ["SizeRw"] = 1 << 20,
        ["Created"] = 1_700_000_000,
        ["Labels"] = new JsonObject { ["job"] = "" },
        ["Mounts"] = new JsonArray(new JsonObject { ["Name"] = volume }),
        ["NetworkSettings"] = new JsonObject { ["Networks"] = new JsonObject { [network] = new JsonObject() } },
    };

    /// <summary>One container runs, one is done and holds an image, a volume and a network; a volume and an image belong to nobody.</summary>
    private void Usage(params JsonNode[] more)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        engine.Answers["GET /networks"] = """[{"Name":"bridge","Id":"n0"},{"Name":"used","Id":"n1"},{"Name":"left","Id":"n2","Created":"2026-01-01T00:00:00Z"},{"Name":"none","Id":"n3"}]""";
        engine.Answers["GET /system/df"] = new JsonObject
        {
            ["Containers"] = new JsonArray([Container("api", New, "running", "used", "used"), Container("done", "sha256:cccccccccccccccc", "exited", "anonymous", "left"), .. more]),
            ["Images"] = JsonNode.Parse($$"""
                [{"Id":"{{New}}","RepoTags":["shop/api:1"],"Size":1000,"SharedSize":0,"Created":1},
                 {"Id":"sha256:cccccccccccccccc","RepoTags":["shop/job:1"],"Size":{{150 << 20}},"SharedSize":{{50 << 20}},"Created":1},
                 {"Id":"sha256:dddddddddddddddd","RepoTags":["<none>:<none>"],"Size":{{50 << 20}},"SharedSize":-1,"Created":{{now}}}]
                """),
            ["Volumes"] = JsonNode.Parse($$"""
                [{"Name":"used","Driver":"local","UsageData":{"Size":1} },
                 {"Name":"anonymous","Driver":"local","Labels":{"com.docker.volume.anonymous":""},"UsageData":{"Size":{{99 << 19}} } },
                 {"Name":"forgotten","Driver":"local","Labels":{"com.docker.volume.anonymous":""},"UsageData":{"Size":{{1 << 20}} } },
                 {"Name":"named","Driver":"local","Labels":{"keep":"yes"},"UsageData":{"Size":{{2 << 20}} } },
                 {"Name":"elsewhere","Driver":"nfs","UsageData":{"Size":-1} }]
                """),
            ["BuildCache"] = JsonNode.Parse($$"""
                [{"ID":"busy","InUse":true,"Size":1,"Type":"regular"},{"ID":"idle","InUse":false,"Shared":false,"Size":{{150 << 20}},"Type":"regular"},
                 {"ID":"front","InUse":false,"Shared":false,"Size":{{1 << 20}},"Type":"frontend"}]
                """),
        }.ToJsonString();
    }
}
