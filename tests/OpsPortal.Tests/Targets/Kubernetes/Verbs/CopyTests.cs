using System.Formats.Tar;
using System.Text;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Verbs;

public class CopyTests
{
    private static readonly ResourceArgument Pod = new("pod", "shop-7-a");

    [Theory]
    [InlineData("fix.sql", "/tmp/fix.sql", "tar -xmf - -C /tmp", "fix.sql")]
    [InlineData("fix.sql", "/tmp/", "tar -xmf - -C /tmp", "fix.sql")]
    [InlineData("fix.sql", "other.sql", "tar -xmf - -C .", "other.sql")]
    [InlineData("conf", "/etc/app", "tar -xmf - -C /etc", "app/a.conf app/sub/b.conf")]
    public async Task A_file_or_a_folder_goes_into_the_pod(string file, string path, string program, string entries)
    {
        var (command, names, container) = ("", new List<string>(), "");
        var bench = new Bench();
        bench.Files["fix.sql"] = "SELECT 1;";
        bench.Files["conf/a.conf"] = "a";
        bench.Files["conf/sub/b.conf"] = "b";
        bench.Cluster.Exec = async (options, streams) =>
        {
            (command, container) = (string.Join(' ', options.Command), options.Container!);
            await using var reader = new TarReader(streams.Input!);
            while (await reader.GetNextEntryAsync() is { } entry) names.Add(entry.Name);
            return 0;
        };
        var outcome = await bench.RunAsync(new KubernetesCopy { Resource = Pod, Container = "web", IntoPod = true, PodPath = path, File = file });
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal((program, entries, "web"), (command, string.Join(' ', names), container));
        Assert.Single(bench.Announced);
    }

    [Theory]
    [InlineData("/tmp/heap.bin", "./heap.bin", "./heap.bin")]
    [InlineData("/tmp/heap.bin", ".", "heap.bin")]
    [InlineData("/tmp/heap.bin", "dumps/", "dumps/heap.bin")]
    public async Task A_file_comes_out_and_nothing_that_climbs(string path, string file, string kept)
    {
        var bench = new Bench();
        bench.Cluster.Exec = async (options, streams) =>
        {
            Assert.Equal(["tar", "cf", "-", path], options.Command);
            using var archive = new MemoryStream();
            await using (var writer = new TarWriter(archive, leaveOpen: true))
                foreach (var name in (string[])["tmp/heap.bin", "tmp/../../etc/passwd", "other"])
                    await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(name)) });
            await streams.OutputAsync(archive.ToArray(), default);
            return 0;
        };
        var outcome = await bench.RunAsync(new KubernetesCopy { Resource = Pod, Container = "web", PodPath = path, File = file });
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal([kept], bench.Files.Content.Keys);
        Assert.Equal("tmp/heap.bin", bench.Files[kept]);
        Assert.Empty(bench.Announced);
    }

    [Fact]
    public async Task Without_tar_it_says_so()
    {
        var bench = new Bench();
        bench.Cluster.Exec = (_, _) => Task.FromResult(127);
        Assert.Contains("has no tar", (await bench.RunAsync(new KubernetesCopy { Resource = Pod, Container = "web", PodPath = "/x", File = "x" })).Reason);
        Assert.Contains("There is no file none.sql", (await bench.RunAsync(new KubernetesCopy { Resource = Pod, Container = "web", IntoPod = true, PodPath = "/x", File = "none.sql" })).Reason);
    }

    [Fact]
    public async Task Piped_lines_are_a_programs_input()
    {
        var bench = new Bench { Input = ["first", "", new string('x', 40_000)] };
        var read = "";
        bench.Cluster.Exec = async (_, streams) =>
        {
            read = await new StreamReader(streams.Input!).ReadToEndAsync();
            return 0;
        };
        await bench.RunAsync(new KubernetesExec { Resource = Pod, Command = ["psql"], Container = "web", InnerRisk = Risk.Change });
        Assert.Equal($"first\n\n{new string('x', 40_000)}\n", read);
    }

    [Fact]
    public async Task All_pods_of_a_deployment_are_read()
    {
        var bench = new Bench();
        bench.Cluster.Logs["shop/shop-7-a/web"] = ["a"];
        bench.Cluster.Logs["shop/shop-7-b/web"] = ["b"];
        var outcome = await bench.RunAsync(new KubernetesLogs { Resource = new("deployment", "shop"), Container = "web", AllPods = true, Prefix = true, LimitBytes = "500" });
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal(["[pod/shop-7-a/web] a", "[pod/shop-7-b/web] b"], bench.Output.Out.Split('\n').Order());
        Assert.All(bench.Cluster.LogRequests, r => Assert.Equal(500, r.LimitBytes));
    }
}
