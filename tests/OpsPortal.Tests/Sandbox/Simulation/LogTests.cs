using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Simulation;

public sealed class LogTests : IAsyncDisposable
{
    private readonly ClusterDrive drive = new();

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    [Fact]
    public async Task ADayOfLogsIsThereAtOnceInOrderAndTheSameEachTime()
    {
        var pod = drive.Pods()[0].Name;
        var first = await drive.Logs(pod, TimeSpan.FromHours(24));
        var second = await drive.Logs(pod, TimeSpan.FromHours(24));

        Assert.InRange(first.Count, 40_000, 46_000);
        Assert.Equal(first, second);
        Assert.Equal(first.OrderBy(l => l.At).Select(l => l.At), first.Select(l => l.At));
        Assert.All(first, l => Assert.InRange(l.At, drive.Time.GetUtcNow().AddHours(-24), drive.Time.GetUtcNow()));
    }

    [Fact]
    public async Task AStretchIsTheEndOfALongerOne()
    {
        var pod = drive.Pods()[0].Name;
        var day = await drive.Logs(pod, TimeSpan.FromHours(2));
        var hour = await drive.Logs(pod, TimeSpan.FromHours(1));
        Assert.Equal(day[^hour.Count..], hour);
    }

    [Fact]
    public async Task ClustersOfTheSameSeedAndClockLogTheSame()
    {
        await using var other = new ClusterDrive();
        var pod = drive.Pods()[0].Name;
        Assert.Equal(await drive.Logs(pod, TimeSpan.FromHours(1)), await other.Logs(pod, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task HealthyLogsHaveFewErrorsWhoseLastFieldNamesTheKind()
    {
        var lines = await drive.Logs(drive.Pods()[0].Name, TimeSpan.FromHours(24));
        var errors = lines.Where(l => l.Text.Contains("ERROR", StringComparison.Ordinal)).ToList();
        Assert.InRange(errors.Count, 1, 20);
        Assert.All(errors, e => Assert.Matches(@" [A-Z_]+$", e.Text));
    }

    [Fact]
    public async Task ErrorsRiseWhileADependencyIsDownAndOnlyThen()
    {
        drive.Change(ResourceTypes.Deployments, "redis", d => d["spec"]!["replicas"] = 0);
        drive.Advance(120);
        drive.Change(ResourceTypes.Deployments, "redis", d => d["spec"]!["replicas"] = 1);
        drive.Advance(120);

        var lines = await drive.Logs(drive.Pods()[0].Name, TimeSpan.FromMinutes(10));
        var down = lines.Where(l => l.Text.EndsWith("CACHE_UNAVAILABLE", StringComparison.Ordinal)).ToList();
        Assert.True(down.Count > 5);
        Assert.All(down, l => Assert.InRange(l.At, drive.Time.GetUtcNow().AddSeconds(-241), drive.Time.GetUtcNow().AddSeconds(-110)));
    }

    [Fact]
    public async Task ACrashedContainersPreviousLogEndsWithTheReason()
    {
        drive.SetImage("platform-service:v1.2.0-rc1");
        drive.Advance(12);
        var pod = drive.Pods().First(p => p.List("status", "containerStatuses")[0].Number("restartCount") > 0).Name;
        var lines = await drive.Logs(pod, previous: true);
        Assert.Contains("starting platform-service", lines[0].Text);
        Assert.EndsWith("EXIT_1", lines[^1].Text);
    }

    [Fact]
    public void AContainerThatNeverCrashedHasNoPreviousLog() =>
        Assert.Null(drive.Cluster.Runtime.Logs("platform", drive.Pods()[0].Name, "platform-service", true, false, null, CancellationToken.None));

    [Fact]
    public async Task AStormGivesTwoHundredThousandLinesInTenSeconds()
    {
        drive.Cluster.Faults.Inject(new Fault(FaultKind.LogStorm, "platform", "platform-service"));
        drive.Advance(10);
        Assert.True((await drive.Logs(drive.Pods()[0].Name, TimeSpan.FromSeconds(10))).Count >= 200_000);
    }

    [Fact]
    public async Task TheRateCanBeSetByAVariable()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service",
            d => ((JsonArray)d.List("spec", "template", "spec", "containers")[0]["env"]!).Add(new JsonObject { ["name"] = "LOG_LINES_PER_SECOND", ["value"] = "50" }));
        drive.Advance(30);
        drive.Advance(20);
        Assert.Equal(500, (await drive.Logs(drive.Pods()[0].Name, TimeSpan.FromSeconds(10))).Count);
    }

    [Fact]
    public async Task FollowingGoesOnUntilThePodIsGone()
    {
        var pod = drive.Pods()[0].Name;
        var from = drive.Time.GetUtcNow();
        await using var lines = drive.Cluster.Runtime.Logs("platform", pod, "platform-service", false, true, from, CancellationToken.None)!.GetAsyncEnumerator();
        var next = lines.MoveNextAsync().AsTask();
        while (!next.IsCompleted) drive.Advance(1);
        Assert.True(await next);
        Assert.True(lines.Current.At >= from);

        drive.Change(ResourceTypes.Pods, pod, p => p.Into("metadata")["deletionTimestamp"] = "2026-11-21T03:12:30Z");
        drive.Advance(5);
        while (true)
        {
            next = lines.MoveNextAsync().AsTask();
            while (!next.IsCompleted) drive.Advance(1);
            if (!await next) break;
        }
        Assert.Null(drive.Store.Get(ResourceTypes.Pods, "platform", pod));
    }
}
