using System.Text;
using OpsPortal.Targets;
using OpsPortal.Tests.Sandbox.Docker;
using Xunit;

namespace OpsPortal.Tests.Targets.Docker;

/// <summary>What changes containers, one after the other on one Engine.</summary>
public sealed class DockerChangeTests : IAsyncLifetime
{
    private readonly LivingDocker docker = new();

    public Task InitializeAsync() => docker.InitializeAsync();

    public Task DisposeAsync() => docker.DisposeAsync();

    [Fact]
    public async Task Stops_and_starts_a_container()
    {
        var before = (await RunAsync("docker logs --tail 3 api-server")).Of(OutputStream.Out);
        Assert.Equal("api-server", (await RunAsync("docker stop api-server")).Out);
        Assert.StartsWith("api-server Exited (0)", (await RunAsync("docker ps -a --filter name=api-server --format '{{.Names}} {{.Status}}'")).Out);
        var (outcome, exec) = await TryAsync("docker exec api-server ls");
        Assert.False(outcome.Succeeded);
        Assert.Contains("is not running", exec.Errors);
        // what it logged before is still there
        Assert.Contains(string.Join('\n', before), (await RunAsync("docker logs api-server")).Out);
        await RunAsync("docker start api-server");
        Assert.StartsWith("Up ", (await RunAsync("docker ps --filter name=api-server --format '{{.Status}}'")).Out);
        Assert.Contains((await RunAsync("docker logs api-server")).Of(OutputStream.Out), l => l.Contains("Started: structured prompt service"));
    }

    [Fact]
    public async Task Several_containers_are_told_of_one_by_one()
    {
        var (outcome, output) = await TryAsync("docker restart redis nothing");
        Assert.Equal((false, 1, "redis", "Error response from daemon: No such container: nothing"), (outcome.Succeeded, outcome.ExitCode, output.Out, output.Errors));
    }

    [Fact]
    public async Task Pauses_kills_and_removes()
    {
        await RunAsync("docker pause redis");
        Assert.EndsWith("(Paused)", (await RunAsync("docker ps --filter name=redis --format '{{.Status}}'")).Out);
        await RunAsync("docker unpause redis");
        await RunAsync("docker kill redis");
        Assert.Equal("137", (await RunAsync("docker inspect -f '{{.State.ExitCode}}' redis")).Out);
        await RunAsync("docker rm redis");
        Assert.Equal("2", (await RunAsync("docker ps -aq | wc -l")).Out.Trim());
    }

    [Fact]
    public async Task Input_reaches_the_program()
    {
        var bench = new DockerBench(docker.Settings) { Input = Lines("a", "b") };
        Assert.True((await bench.RunAsync("docker exec -i api-server cat")).Succeeded);
        Assert.Equal("a\nb", bench.Output.Out);
    }

    [Fact]
    public async Task Follows_a_log_until_it_is_stopped()
    {
        using var enough = new CancellationTokenSource();
        var seen = 0;
        var bench = new DockerBench(docker.Settings) { Output = new() { Written = (_, _) => { if (++seen == 25) enough.Cancel(); } } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.RunAsync("docker logs -f --tail 5 api-server", enough.Token));
        Assert.Equal(bench.Output.Of(OutputStream.Out).Count, bench.Output.Of(OutputStream.Out).Distinct().Count());
    }

    [Fact]
    public async Task A_project_goes_down_and_comes_up_again()
    {
        var down = await RunAsync("docker-compose down");
        Assert.Equal(
            [" Container api-server  Stopping", " Container api-server  Stopped", " Container api-server  Removing", " Container api-server  Removed"], down.Of(OutputStream.Error).Take(4));
        Assert.Equal(" Network structured-prompt_default  Removed", down.Of(OutputStream.Error)[^1]);
        Assert.Equal("0", (await RunAsync("docker ps -aq | wc -l")).Out.Trim());
        Assert.Equal("2", (await RunAsync("docker volume ls -q | wc -l")).Out.Trim());

        var up = await RunAsync("docker-compose up -d");
        Assert.Equal([" Network structured-prompt_default  Creating", " Network structured-prompt_default  Created", " Container postgres  Creating", " Container postgres  Created"], up.Of(OutputStream.Error).Take(4));
        Assert.Contains(" Container postgres  Healthy", up.Of(OutputStream.Error));
        Assert.Equal(" Container api-server  Started", up.Of(OutputStream.Error)[^1]);
        Assert.Equal("api-server\npostgres\nredis", (await RunAsync("docker compose ps --format '{{.Name}}'")).Out);

        // what runs as the file says is left alone
        Assert.All((await RunAsync("docker compose up -d")).Of(OutputStream.Error).Where(l => !l.Contains("Waiting") && !l.Contains("Healthy")), l => Assert.EndsWith("Running", l));
    }

    [Fact]
    public async Task Down_with_volumes_takes_them_away()
    {
        await RunAsync("docker compose down -v");
        Assert.Equal("", (await RunAsync("docker volume ls -q")).Out);
        await RunAsync("docker compose up -d");
        Assert.Equal("structured-prompt_postgres_data\nstructured-prompt_redis_data", (await RunAsync("docker volume ls -q")).Out);
    }

    [Fact]
    public async Task Services_are_restarted_and_read_by_name()
    {
        Assert.Equal([" Container api-server  Restarting", " Container api-server  Started"], (await RunAsync("docker-compose restart api")).Of(OutputStream.Error));
        Assert.All((await RunAsync("docker compose logs --tail 3 api redis")).Of(OutputStream.Out), l => Assert.Matches("^(api-server|redis     )  \\| ", l));
        Assert.Equal("PONG", (await RunAsync("docker compose exec -T redis redis-cli PING")).Out);
        Assert.Equal("api\npostgres\nredis", (await RunAsync("docker compose config --services")).Out);
        Assert.Contains("no such service: web", (await TryAsync("docker compose restart web")).Outcome.Reason);
        await RunAsync("docker compose stop api");
        Assert.DoesNotContain("api-server", (await RunAsync("docker compose ps")).Out);
        Assert.Contains("api-server", (await RunAsync("docker compose ps -a")).Out);
        Assert.Equal([" Container api-server  Starting", " Container api-server  Started"], (await RunAsync("docker compose start api")).Of(OutputStream.Error));
    }

    [Fact]
    public async Task A_new_image_makes_the_container_anew()
    {
        var bench = new DockerBench(docker.Settings);
        bench.Files.All["docker-compose.yml"] = Encoding.UTF8.GetBytes(docker.Settings.ComposeFile!.Replace("api:2.2.0", "api:${TAG:-2.1.0}"));
        Assert.True((await bench.RunAsync("docker compose up -d api")).Succeeded, bench.Output.Errors);
        Assert.Contains(" Container api-server  Recreated", bench.Output.Of(OutputStream.Error));
        Assert.Equal("structured-prompt/api:2.1.0", (await RunAsync("docker inspect -f '{{.Config.Image}}' api-server")).Out);
    }

    [Fact]
    public async Task Without_docker_it_says_what_to_do()
    {
        Assert.Contains("Environments", (await Assert.ThrowsAsync<TargetUnreachableException>(() => new DockerBench(null).RunAsync("docker ps"))).Message);
        var nobody = new DockerSettings(new Uri("unix:///nowhere/docker.sock"));
        Assert.Contains("/nowhere/docker.sock", (await Assert.ThrowsAsync<TargetUnreachableException>(() => new DockerBench(nobody).RunAsync("docker ps"))).Message);
    }

    [Fact]
    public async Task Reads_announce_no_side_effect_and_changes_do()
    {
        var bench = new DockerBench(docker.Settings);
        await bench.RunAsync("docker ps");
        await bench.RunAsync("docker exec redis redis-cli PING");
        Assert.Equal(0, bench.SideEffects);
        await bench.RunAsync("docker pause redis");
        Assert.Equal(1, bench.SideEffects);
    }

    private async Task<RecordedOutput> RunAsync(string command)
    {
        var (outcome, output) = await TryAsync(command);
        Assert.True(outcome.Succeeded, $"{command}: {outcome.Reason}\n{output.Errors}");
        return output;
    }

    private async Task<(ActionOutcome Outcome, RecordedOutput Output)> TryAsync(string command)
    {
        var bench = new DockerBench(docker.Settings);
        return (await bench.RunAsync(command), bench.Output);
    }

    private static async IAsyncEnumerable<string> Lines(params string[] lines)
    {
        foreach (var line in lines)
        {
            await Task.Yield();
            yield return line;
        }
    }
}
