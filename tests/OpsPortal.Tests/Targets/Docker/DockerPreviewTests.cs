using System.Text;
using OpsPortal.Tests.Sandbox.Docker;
using Xunit;

namespace OpsPortal.Tests.Targets.Docker;

/// <summary>What would become of containers, one after the other on one Engine.</summary>
public sealed class DockerPreviewTests : IAsyncLifetime
{
    private readonly LivingDocker docker = new();

    public Task InitializeAsync() => docker.InitializeAsync();

    public Task DisposeAsync() => docker.DisposeAsync();

    [Theory]
    [InlineData("docker stop api-server redis", "api-server is stopped: it has")]
    [InlineData("docker pause redis", "redis stands still until it is resumed; it is running since")]
    [InlineData("docker kill redis", "redis gets KILL, and has no time")]
    [InlineData("docker compose stop api", "api-server is stopped")]
    public async Task What_is_done_to_containers_is_told_done_and_put_back(string command, string effect)
    {
        var bench = new DockerBench(docker.Settings);
        var before = await StatesAsync();
        var preview = await bench.PreviewAsync(command);
        Assert.Contains(effect, preview.Effects[0]);
        Assert.StartsWith("POST /containers/", preview.Requests[0].Call);
        Assert.True(preview.Reversal.Possible, preview.Reversal.Sentence);
        Assert.Equal(before, await StatesAsync());
        Assert.Equal(preview.Preconditions, (await bench.PreviewAsync(command)).Preconditions);
        Assert.True((await bench.RunAsync(command)).Succeeded);
        Assert.NotEqual(before, await StatesAsync());
        Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded);
        Assert.Equal(before, await StatesAsync());
    }

    [Fact]
    public async Task What_the_engine_would_refuse_is_told()
    {
        var bench = new DockerBench(docker.Settings);
        Assert.Equal("No such container: nothing", (await bench.PreviewAsync("docker stop nothing")).Refusal);
        Assert.Contains("redis runs: stop it first", (await bench.PreviewAsync("docker rm redis")).Refusal);
        Assert.Contains("no such service: web", (await bench.PreviewAsync("docker compose restart web")).Refusal);
        Assert.Contains("There is nothing to put back", (await bench.PreviewAsync("docker restart redis")).Reversal.Sentence);
    }

    [Fact]
    public async Task Down_tells_containers_networks_and_volumes()
    {
        var bench = new DockerBench(docker.Settings);
        var before = await StatesAsync();
        var preview = await bench.PreviewAsync("docker compose down -v");
        Assert.Equal(2, preview.Warnings.Count);
        Assert.Contains("structured-prompt_postgres_data", preview.Warnings[0]);
        Assert.Contains("Network structured-prompt_default is removed", preview.Effects);
        Assert.False(preview.Reversal.Possible);
        Assert.Equal(before, await StatesAsync());
        Assert.True((await bench.RunAsync("docker compose down -v")).Succeeded);
        Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
    }

    [Fact]
    public async Task Up_tells_what_is_made_made_anew_and_started_and_does_just_that()
    {
        var bench = new DockerBench(docker.Settings);
        Assert.Contains("nothing happens", Assert.Single((await bench.PreviewAsync("docker compose up -d")).Effects));
        await bench.RunAsync("docker stop redis");
        var preview = await bench.PreviewAsync("docker compose up -d");
        Assert.StartsWith("redis is started", Assert.Single(preview.Effects));
        Assert.Equal("It can be put back: stops redis.", preview.Reversal.Sentence);
        bench.Files.All["docker-compose.yml"] = Encoding.UTF8.GetBytes(docker.Settings.ComposeFile!.Replace("api:2.2.0", "api:2.1.0"));
        preview = await bench.PreviewAsync("docker compose up -d api");
        Assert.Contains(preview.Effects, e => e.StartsWith("api-server is stopped, removed and made anew from structured-prompt/api:2.1.0", StringComparison.Ordinal));
        Assert.False(preview.Reversal.Possible);
        Assert.True((await bench.RunAsync("docker compose up -d api")).Succeeded);
        Assert.Contains(" Container api-server  Recreated", bench.Output.Of(OpsPortal.Targets.OutputStream.Error));
    }

    [Fact]
    public async Task A_program_in_a_container_tells_where_and_as_whom_and_is_not_tried()
    {
        var bench = new DockerBench(docker.Settings);
        foreach (var (command, container) in new[] { ("docker exec -u app -e TOKEN=hidden redis rm -rf /tmp/cache", "redis"), ("docker compose exec -u app redis rm -rf /tmp/cache", "redis") })
        {
            var preview = await bench.PreviewAsync(command);
            Assert.StartsWith($"Runs `rm -rf /tmp/cache` in container {container} as app", Assert.Single(preview.Effects));
            Assert.StartsWith("What `rm` does in container redis cannot be tried", preview.Unavailable);
            Assert.DoesNotContain("hidden", preview.Requests[0].Body);
            Assert.Equal($"container {container}", Assert.Single(preview.Preconditions).Subject);
            Assert.Null(preview.Refusal);
        }
        await bench.RunAsync("docker stop redis");
        Assert.Equal("redis is not running: start it first.", (await bench.PreviewAsync("docker exec redis rm -rf /tmp/cache")).Refusal);
        Assert.Contains("is not running", (await bench.PreviewAsync("docker compose exec redis rm -rf /tmp/cache")).Refusal);
    }

    [Fact]
    public async Task What_a_prune_tells_is_what_it_takes()
    {
        var bench = new DockerBench(docker.Settings);
        await bench.RunAsync("docker stop redis");
        await bench.RunAsync("docker volume create spare");
        await bench.RunAsync("docker network create spare");
        foreach (var (command, taken) in new[] { ("docker image prune -a -f", "structured-prompt/api:2.1.0"), ("docker volume prune -a -f", "Volume spare"), ("docker network prune -f", "Network spare"), ("docker container prune -f", "Container redis") })
        {
            var preview = await bench.PreviewAsync(command);
            Assert.Contains(taken, Assert.Single(preview.Effects.Skip(1)));
            Assert.True((await bench.RunAsync(command)).Succeeded);
            Assert.Equal("Nothing is there to be removed: nothing happens", Assert.Single((await bench.PreviewAsync(command)).Effects));
            Assert.Null(bench.Kept[^1].Revert);
        }
    }

    [Fact]
    public async Task The_images_of_a_project_are_pulled_by_service()
    {
        var bench = new DockerBench(docker.Settings);
        var preview = await bench.PreviewAsync("docker compose pull");
        Assert.Contains("api takes structured-prompt/api:2.2.0", preview.Effects);
        Assert.Contains(preview.Effects, e => e.StartsWith("structured-prompt/api:2.2.0 is there as the registry has it", StringComparison.Ordinal));
        Assert.Equal((3, false), (preview.Preconditions.Count, preview.Reversal.Possible));
        bench.Files.All["docker-compose.yml"] = Encoding.UTF8.GetBytes(docker.Settings.ComposeFile!.Replace("api:2.2.0", "api:2.1.0"));
        await bench.RunAsync("docker rmi structured-prompt/api:2.1.0");
        preview = await bench.PreviewAsync("docker compose pull api");
        Assert.Contains(preview.Effects, e => e.StartsWith("structured-prompt/api:2.1.0 is not there yet and is pulled", StringComparison.Ordinal));
        Assert.True((await bench.RunAsync("docker compose pull api")).Succeeded);
        Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded);
        Assert.Contains("is not there yet", (await bench.PreviewAsync("docker pull structured-prompt/api:2.1.0")).Effects[0]);
    }

    private async Task<string> StatesAsync()
    {
        var bench = new DockerBench(docker.Settings);
        await bench.RunAsync("docker ps -a --format '{{.Names}} {{.State}}'");
        await bench.RunAsync("docker volume ls -q");
        return bench.Output.Out;
    }
}
