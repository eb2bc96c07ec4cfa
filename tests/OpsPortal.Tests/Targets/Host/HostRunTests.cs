using System.Text;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Sandbox.Host;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;
using OpsPortal.Tests.Runbooks.Compiling;
using OpsPortal.Tests.Targets.Docker;
using OpsPortal.Tests.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Host;

public sealed class HostRunTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("host-run-");
    private readonly SandboxToolbox toolbox;
    private readonly MemoryFiles files = new();

    public HostRunTests() => toolbox = SandboxToolbox.Create(Path.Combine(folder.FullName, "box"), TimeProvider.System);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Lists_what_a_pattern_matches_under_the_paths_of_the_runbook()
    {
        var (outcome, output) = await RunAsync("ls /backups/db_backup_*.sql.gz");
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal(4, output.Of(OutputStream.Out).Count);
        Assert.All(output.Of(OutputStream.Out), l => Assert.Matches(@"^/backups/db_backup_(\d{8}_\d{6}|latest)\.sql\.gz$", l));
        Assert.Equal(["backups/latest.sql.gz"], (await RunAsync("ls backups/l*")).Output.Of(OutputStream.Out));
    }

    [Theory]
    [InlineData("gunzip -t backups/latest.sql.gz", 0)]
    [InlineData("gunzip -t /backups/db_backup_latest.sql.gz", 0)]
    [InlineData("ls nothing-like-*", 2)]
    [InlineData("./scripts/smoke-tests.sh", 0)]
    [InlineData("scripts/health_check.sh", 2)]
    [InlineData("npm run backup:db", 0)]
    [InlineData("npm test", 1)]
    [InlineData("trivy image shop:latest", 0)]
    [InlineData("aws s3 ls s3://backup-bucket/db_backups/", 0)]
    [InlineData("aws s3 cp s3://backup-bucket/db_backups/db_backup_20231201_120000.sql.gz .", 0)]
    [InlineData("aws s3 cp /etc/hostname s3://backup-bucket/", 1)]
    [InlineData("locust -f load_tests/baseline_test.py --headless --users 5 --run-time 60s", 0)]
    [InlineData("docker build -t shop:1 .", 0)]
    [InlineData("df -h", 0)]
    public async Task Ends_with_the_code_of_the_program(string command, int exit)
    {
        var (outcome, output) = await RunAsync(command);
        Assert.True(exit == outcome.ExitCode, $"{outcome.Reason}\n{output.Out}\n{output.Errors}");
        Assert.Equal(exit == 0, outcome.Succeeded);
    }

    [Fact]
    public async Task A_backup_that_was_made_is_there()
    {
        await RunAsync("npm run backup:db");
        Assert.Equal(5, (await RunAsync("ls backups/")).Output.Of(OutputStream.Out).Count);
        Assert.True((await RunAsync("gunzip -t backups/latest.sql.gz")).Outcome.Succeeded);
    }

    [Theory]
    [InlineData("stat /etc/passwd", "stat may not be run in this environment; an administrator can allow it under Environments.")]
    [InlineData("/bin/ls", "/bin/ls may not be run")]
    [InlineData("./ls", "./ls may not be run")]
    [InlineData("./scripts/../ls", "may not be run")]
    [InlineData("./scripts/deeper/x.sh", "may not be run")]
    [InlineData("sudo ls", "sudo may not be run")]
    public async Task What_is_not_allowed_is_refused(string command, string sentence)
    {
        var (outcome, _) = await RunAsync(command);
        Assert.False(outcome.Succeeded);
        Assert.Contains(sentence, outcome.Reason);
    }

    [Theory]
    [InlineData("timeout 5 stat x", "stat")]
    [InlineData("timeout 5 ls", null)]
    [InlineData("sudo -u me A=b rm x", "rm")]
    [InlineData("find . -exec rm {} \\;", "rm")]
    [InlineData("env A=b sh x.sh", "./x.sh")]
    [InlineData("nice -n 5 timeout 3 wipe", "wipe")]
    public async Task Who_starts_another_program_needs_both(string command, string? refused)
    {
        var settings = Settings() with { Programs = ["ls", "timeout", "sudo", "find", "env", "sh", "nice"] };
        var (outcome, _) = await RunAsync(command, settings);
        if (refused is null) Assert.True(outcome.Succeeded, outcome.Reason);
        else Assert.StartsWith($"{refused} may not be run", outcome.Reason);
    }

    [Fact]
    public async Task The_environment_is_clean()
    {
        Environment.SetEnvironmentVariable("OPSPORTAL_SECRET_OF_TESTS", "hidden");
        var settings = Settings() with { Programs = ["env"], Variables = new Dictionary<string, string> { ["TOKEN"] = "given" } };
        var output = (await RunAsync("env", settings)).Output.Of(OutputStream.Out);
        Assert.Equal(["HOME", "LANG", "PATH", "TOKEN"], output.Select(l => l.Split('=')[0]).Where(n => n is not ("PWD" or "SHLVL" or "_")).Order());
    }

    [Theory]
    [InlineData("LD_PRELOAD")]
    [InlineData("PATH")]
    [InlineData("BASH_ENV")]
    public async Task Variables_that_take_programs_over_are_refused(string name)
    {
        var action = new HostRun { Program = "ls", Variables = new Dictionary<string, string> { [name] = "x" } };
        var outcome = await Bench.Dispatcher.ExecuteAsync(action, [], Context(new(), Settings()), default);
        Assert.Contains($"{name} may not be set", outcome.Reason);
    }

    [Fact]
    public async Task Files_of_the_step_are_brought_along_where_there_is_no_directory()
    {
        files.All["scripts/say.sh"] = Encoding.UTF8.GetBytes("#!/bin/sh\ncat \"$1\"\npwd >&2\n");
        files.All["data/words.txt"] = "one\ntwo\n"u8.ToArray();
        var settings = new HostSettings { Programs = ["./scripts/*"] };
        var (outcome, output) = await RunAsync("./scripts/say.sh data/words.txt", settings);
        Assert.True(outcome.Succeeded, outcome.Reason + output.Errors);
        Assert.Equal("one\ntwo", output.Out);
        Assert.False(Directory.Exists(output.Errors.Trim()));
    }

    [Fact]
    public async Task Two_steps_at_once_with_a_file_of_one_name_never_meet()
    {
        // each waits for the other to have started, so both files are there at the same time
        var meet = Path.Combine(folder.FullName, "meet");
        Directory.CreateDirectory(meet);
        await ScriptAsync("meet.sh", "cat $1; pwd; touch $2; while [ ! -e $3 ]; do :; done; cat $1");
        var other = new MemoryFiles();
        files.All["load/plan.txt"] = "first"u8.ToArray();
        other.All["load/plan.txt"] = "second"u8.ToArray();
        async Task<string> MeetAsync(MemoryFiles own, string me, string them)
        {
            var output = new RecordedOutput();
            var action = new HostRun { Program = "./scripts/meet.sh", Arguments = ["load/plan.txt", Path.Combine(meet, me), Path.Combine(meet, them)] };
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var outcome = await Bench.Dispatcher.ExecuteAsync(action, [], Context(output, Settings()) with { Files = own }, limit.Token);
            Assert.True(outcome.Succeeded, outcome.Reason + output.Errors);
            return output.Out;
        }
        var both = await Task.WhenAll(MeetAsync(files, "a", "b"), MeetAsync(other, "b", "a"));
        Assert.Equal([$"first{toolbox.WorkingDirectory}\nfirst", $"second{toolbox.WorkingDirectory}\nsecond"], both);
        Assert.False(Directory.Exists(Path.Combine(toolbox.WorkingDirectory, "load")));
    }

    [Fact]
    public async Task Brought_files_are_beside_the_directory_and_have_their_relative_names()
    {
        files.All["load/plan.txt"] = "x"u8.ToArray();
        files.All["backups/later.sql.gz"] = "x"u8.ToArray();
        files.All["scripts/smoke-tests.sh"] = "exit 7"u8.ToArray();
        Assert.Equal(["load/plan.txt"], (await RunAsync("ls ./load/plan.txt")).Output.Of(OutputStream.Out));
        Assert.Equal(["backups/later.sql.gz", "backups/latest.sql.gz"], (await RunAsync("ls backups/lat*")).Output.Of(OutputStream.Out));
        // what lies in the environment's directory comes first
        Assert.True((await RunAsync("./scripts/smoke-tests.sh")).Outcome.Succeeded);
        Assert.False(File.Exists(Path.Combine(toolbox.WorkingDirectory, "backups", "later.sql.gz")));
    }

    [Fact]
    public async Task What_a_program_makes_beside_a_brought_file_stays()
    {
        files.All["dumps/orders.sql"] = "select 1;\n"u8.ToArray();
        await ScriptAsync("copy.sh", "cp $1 $1.copy; echo done > backups/made.txt");
        var (outcome, output) = await RunAsync("./scripts/copy.sh dumps/orders.sql");
        Assert.True(outcome.Succeeded, output.Errors);
        Assert.Equal("select 1;\n", await File.ReadAllTextAsync(Path.Combine(toolbox.WorkingDirectory, "dumps", "orders.sql.copy")));
        Assert.False(File.Exists(Path.Combine(toolbox.WorkingDirectory, "dumps", "orders.sql")));
        Assert.Equal("done\n", await File.ReadAllTextAsync(Path.Combine(toolbox.WorkingDirectory, "backups", "made.txt")));
    }

    [Fact]
    public async Task Files_outside_the_directory_are_never_written()
    {
        files.All["../out.sh"] = "x"u8.ToArray();
        var (outcome, _) = await RunAsync("ls ../out.sh", new() { Programs = ["ls"] });
        Assert.Equal(2, outcome.ExitCode);
    }

    [Fact]
    public async Task Input_reaches_the_program_and_ends()
    {
        var output = new RecordedOutput();
        var context = Context(output, Settings() with { Programs = ["sort"] }) with { Input = Lines() };
        var outcome = await Bench.Dispatcher.ExecuteAsync(new HostRun { Program = "sort", InnerRisk = Risk.Read }, [], context, default);
        Assert.Equal((true, "a\nb"), (outcome.Succeeded, output.Out));
    }

    [Fact]
    public async Task Whoever_cancels_kills_the_children_too()
    {
        await ScriptAsync("family.sh", "sleep 1000 &\necho $!\nwait");
        using var stop = new CancellationTokenSource();
        var output = new RecordedOutput { Written = (_, _) => stop.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Bench.Dispatcher.ExecuteAsync(new HostRun { Program = "./scripts/family.sh" }, [], Context(output, Settings()), stop.Token));
        var child = int.Parse(output.Out);
        // gone, or dead and not yet collected by whoever inherited it
        Assert.True(!File.Exists($"/proc/{child}/stat") || (await File.ReadAllTextAsync($"/proc/{child}/stat")).Split(' ')[2] is "Z" or "X");
    }

    [Fact]
    public async Task What_is_not_installed_is_told()
    {
        var (outcome, _) = await RunAsync("no-such-tool --now", Settings() with { Programs = ["no-such-tool"] });
        Assert.Equal(127, outcome.ExitCode);
        Assert.Contains("not there", outcome.Reason);
    }

    private HostSettings Settings() => new()
    {
        Programs = toolbox.Programs,
        WorkingDirectory = toolbox.WorkingDirectory,
        SearchPath = toolbox.SearchPath,
        Paths = toolbox.Paths,
        Variables = toolbox.Variables,
    };

    private async Task ScriptAsync(string name, string text)
    {
        var script = Path.Combine(toolbox.WorkingDirectory, "scripts", name);
        await File.WriteAllTextAsync(script, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<(ActionOutcome Outcome, RecordedOutput Output)> RunAsync(string command, HostSettings? settings = null)
    {
        var output = new RecordedOutput();
        // sudo and its like are dropped before what runs natively, which nothing here is
        var outcome = await Bench.Dispatcher.ExecuteAsync(Compiled.Of(command).Action!, [], Context(output, settings ?? Settings()), default);
        return (outcome, output);
    }

    [Fact]
    public async Task A_preview_tells_what_would_be_run_and_runs_nothing()
    {
        var settings = Settings() with { Variables = new Dictionary<string, string> { ["API_TOKEN"] = "hunter2-secret" } };
        var action = (HostRun)Compiled.Of("npm run backup:db").Action!;
        var preview = await PreviewAsync(action, settings);
        Assert.StartsWith("npm run backup:db", preview.Requests[0].Call);
        Assert.Contains("variables: API_TOKEN", preview.Requests[0].Body);
        Assert.DoesNotContain("hunter2", $"{preview.Requests[0]}");
        Assert.Equal(64, preview.Preconditions[0].Value.Length);
        Assert.Equal("What a program does cannot be tried.", preview.Unavailable);
        Assert.False(preview.Reversal.Possible);
        Assert.Equal(4, (await RunAsync("ls backups/")).Output.Of(OutputStream.Out).Count);
        Assert.Contains("may not be run in this environment", (await PreviewAsync(action with { Program = "mkfs" }, settings)).Refusal);
    }

    [Fact]
    public async Task A_dry_run_that_is_a_read_is_run_and_shown()
    {
        var box = folder.CreateSubdirectory("dry").FullName;
        await File.WriteAllTextAsync(Path.Combine(box, "git"), "#!/bin/sh\necho \"$@\" >> " + box + "/log\necho would: \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(box, "git"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var preview = await PreviewAsync(new HostRun { Program = "git", Arguments = ["push", "origin", "main"] }, new() { Programs = ["git"], SearchPath = [box, "/usr/bin", "/bin"] });
        var dry = CommandRisk.Of(["git", "push", "origin", "main", "--dry-run"]) == Risk.Read;
        Assert.Contains("--dry-run", dry ? preview.Requests[1].Call : preview.Unavailable);
        Assert.Equal(dry, File.Exists(Path.Combine(box, "log")));
        if (dry) Assert.Equal(("push origin main --dry-run\n", "would: push origin main --dry-run"), (await File.ReadAllTextAsync(Path.Combine(box, "log")), preview.Requests[1].Body));
    }

    private async Task<ActionPreview> PreviewAsync(HostRun action, HostSettings settings) =>
        await Bench.Executor(action).PreviewAsync(action, Context(new(), settings) with { BeforeSideEffect = _ => throw new InvalidOperationException("A preview announces nothing.") }, default);

    private ActionContext Context(RecordedOutput output, HostSettings settings) =>
        new() { Kubernetes = SampleCluster.Create(), Output = output, Time = TimeProvider.System, Targets = new() { Host = settings }, Files = files };

    private static async IAsyncEnumerable<string> Lines()
    {
        await Task.Yield();
        yield return "b";
        yield return "a";
    }
}
