using OpsPortal.Tests.Sandbox.Docker;
using Xunit;

namespace OpsPortal.Tests.Targets.Docker;

/// <summary>What we print and what the real docker prints of the same Engine.</summary>
public sealed class DockerComparisonTests(LivingDocker docker) : IClassFixture<LivingDocker>
{
    [Theory]
    [InlineData("ps")]
    [InlineData("ps -a")]
    [InlineData("ps -aq")]
    [InlineData("ps -q --no-trunc")]
    [InlineData("ps --no-trunc")]
    [InlineData("ps --filter name=redis")]
    [InlineData("ps -a --filter status=exited")]
    [InlineData("ps --format {{.Names}}\\t{{.Status}}")]
    [InlineData("ps --format table\u00a0{{.Names}}\\t{{.Image}}\\t{{.Ports}}")]
    [InlineData("ps --format {{.Label\u00a0\"com.docker.compose.service\"}}:{{.Labels}}")]
    [InlineData("ps --format {{json\u00a0.Names}}")]
    [InlineData("ps -n 2")]
    [InlineData("ps -l")]
    [InlineData("logs api-server --until 2099-01-01T00:00:00Z --tail 0")]
    [InlineData("logs redis")]
    [InlineData("logs --tail 2 -t postgres")]
    [InlineData("logs nothing")]
    [InlineData("inspect api-server")]
    [InlineData("inspect -f {{.State.Status}} api-server redis")]
    [InlineData("inspect -f {{range\u00a0.Config.Env}}{{println\u00a0.}}{{end}} api-server")]
    [InlineData("inspect -f {{range\u00a0$p,\u00a0$c\u00a0:=\u00a0.NetworkSettings.Ports}}{{$p}}={{(index\u00a0$c\u00a00).HostPort}}{{end}} api-server")]
    [InlineData("inspect -f {{index\u00a0.Config.Labels\u00a0\"com.docker.compose.project\"}} api-server")]
    [InlineData("inspect -f {{if\u00a0.State.Running}}up{{else}}down{{end}}/{{len\u00a0.Mounts}} postgres")]
    [InlineData("inspect -f {{json\u00a0.Config.Cmd}} postgres")]
    [InlineData("inspect -f {{.HostConfig.RestartPolicy.Name\u00a0|\u00a0upper}}{{printf\u00a0\"%5d|%-4s|\"\u00a07\u00a0\"a\"}} postgres")]
    [InlineData("inspect nothing")]
    [InlineData("volume inspect structured-prompt_redis_data")]
    [InlineData("images")]
    [InlineData("images -q")]
    [InlineData("images structured-prompt/api")]
    [InlineData("images --format {{.Repository}}:{{.Tag}}\\t{{.Size}}")]
    [InlineData("volume ls")]
    [InlineData("volume ls -q")]
    [InlineData("volume ls --format {{json\u00a0.Name}}")]
    [InlineData("network ls")]
    [InlineData("network ls --filter driver=bridge --format {{.Name}}")]
    [InlineData("network inspect structured-prompt_default")]
    [InlineData("top api-server")]
    [InlineData("port api-server")]
    [InlineData("port api-server 8000")]
    [InlineData("port api-server 1")]
    [InlineData("exec redis redis-cli PING")]
    [InlineData("exec api-server sh -c env;exit\u00a03")]
    [InlineData("exec nothing ls")]
    [InlineData("exec api-server no-such-program")]
    [InlineData("system df")]
    [InlineData("info -f {{.Containers}}/{{.ContainersRunning}}")]
    [InlineData("version -f {{.Server.Version}}")]
    [InlineData("start nothing")]
    [InlineData("rm api-server")]
    [InlineData("volume rm structured-prompt_redis_data")]
    [InlineData("rmi structured-prompt/redis:7")]
    [InlineData("pull nothing/nowhere")]
    [InlineData("pull structured-prompt/api:2.0.0")]
    public async Task Prints_the_same(string arguments)
    {
        if (DockerProgram.Missing) return;
        var words = arguments.Split(' ').Select(w => w.Replace('\u00a0', ' ')).ToArray();
        // twice, where the first run changes what the second says
        if (words[0] == "pull") await docker.Program.RunAsync(words);
        var real = await docker.Program.RunAsync(words);
        var bench = new DockerBench(docker.Settings);
        var outcome = await bench.RunAsync("docker " + string.Join(' ', words.Select(w => $"'{w}'")));
        Assert.Equal(Trimmed(real.Output), Trimmed(bench.Output.Out + "\n"));
        Assert.Equal(Normal(real.Error), Normal(bench.Output.Errors));
        Assert.Equal(real.Exit, outcome.ExitCode);
    }

    [Fact]
    public async Task Stats_have_the_same_columns()
    {
        if (DockerProgram.Missing) return;
        var real = await docker.Program.RunAsync("stats", "--no-stream", "--format", "table {{.Name}}\t{{.MemUsage}}\t{{.PIDs}}", "redis");
        var bench = new DockerBench(docker.Settings);
        await bench.RunAsync("docker stats --no-stream --format 'table {{.Name}}\\t{{.MemUsage}}\\t{{.PIDs}}' redis");
        Assert.Equal(real.Output.Split('\n')[0].TrimEnd(), bench.Output.Of(OpsPortal.Targets.OutputStream.Out)[0].TrimEnd());
        Assert.Matches(@"^redis +[\d.]+MiB / 8GiB +\d+$", bench.Output.Of(OpsPortal.Targets.OutputStream.Out)[1]);
        Assert.Matches(@"^redis +[\d.]+MiB / 8GiB +\d+$", real.Output.Split('\n')[1]);
    }

    private static string Trimmed(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(l => l.TrimEnd()));

    /// <summary>What newer programs word a little differently, and the hints that they add for people at a terminal.</summary>
    private static string Normal(string error) => string.Join('\n', error.Trim().Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("What's next", StringComparison.Ordinal)).Select(l => l.Replace("Error: No such object", "error: no such object")));
}
