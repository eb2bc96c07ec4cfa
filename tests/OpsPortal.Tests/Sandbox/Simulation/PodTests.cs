using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Controllers;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Simulation;

public sealed class PodTests : IAsyncDisposable
{
    private readonly ClusterDrive drive = new();

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    private JsonObject? Newest => drive.Pods().FirstOrDefault(p => p.List("spec", "containers")[0].Text("image") != "platform-service:v1.0.1");

    [Fact]
    public void ACrashingVersionBacksOffLongerEachTime()
    {
        drive.SetImage("platform-service:v1.2.0-rc1");
        List<double> starts = [];
        DateTimeOffset? last = null;
        for (var second = 0; second < 200; second++)
        {
            drive.Advance(1);
            if (Newest?.List("status", "containerStatuses") is not [var status] || status.Time("state", "running", "startedAt") is not { } at || at == last) continue;
            if (last is { } before) starts.Add((at - before).TotalSeconds);
            last = at;
        }
        Assert.InRange(starts[0], 2, 4);
        Assert.InRange(starts[1], 12, 15);
        Assert.InRange(starts[2], 22, 25);
        Assert.InRange(starts[3], 42, 45);

        var crashed = Newest!.List("status", "containerStatuses")[0];
        Assert.True(crashed.Number("restartCount") >= 4);
        Assert.Equal("CrashLoopBackOff", crashed.Text("state", "waiting", "reason"));
        Assert.Equal(1, crashed.Number("lastState", "terminated", "exitCode"));
        Assert.Contains(drive.Store.List(ResourceTypes.Events, "platform").Items, e => e.Text("reason") == "BackOff" && e.Number("count") > 1);
        Assert.Equal(3, drive.Pods().Count(p => p.HasCondition("Ready")));
    }

    [Fact]
    public void BackOffDoublesUpToFiveMinutes() =>
        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300], Enumerable.Range(0, 8).Select(n => ContainerSteps.BackOff(n).TotalSeconds));

    [Fact]
    public void AMemoryLimitBelowTheNeedKillsTheContainer()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service",
            d => d.List("spec", "template", "spec", "containers")[0].Into("resources", "limits")["memory"] = "128Mi");
        drive.Advance(8);
        var killed = drive.Pods().Single(p => !p.HasCondition("Ready") || p.List("status", "containerStatuses")[0].Number("restartCount") > 0).List("status", "containerStatuses")[0];
        var ended = killed.At("state", "terminated") ?? killed.At("lastState", "terminated");
        Assert.Equal(("OOMKilled", "137"), ((string?)ended!["reason"], ended["exitCode"]!.ToJsonString()));
    }

    [Fact]
    public void AnUnknownDatabaseHostCrashesTheNewPodsOnly()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service",
            d => ((JsonArray)d.List("spec", "template", "spec", "containers")[0]["env"]!).Add(new JsonObject { ["name"] = "DB_HOST", ["value"] = "nowhere" }));
        drive.Advance(15);
        Assert.True(Assert.Single(drive.Pods(), p => !p.HasCondition("Ready")).List("status", "containerStatuses")[0].Number("restartCount") > 0);
        Assert.Equal(3, drive.Pods().Count(p => p.HasCondition("Ready")));
    }

    [Fact]
    public void AMissingSecretIsToldAndWaitedFor()
    {
        var secret = drive.Store.Remove(ResourceTypes.Secrets, "platform", "platform-secrets")!;
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["replicas"] = 4);
        drive.Advance(5);
        var waiting = drive.Pods().Single(p => !p.HasCondition("Ready")).List("status", "containerStatuses")[0];
        Assert.Equal("CreateContainerConfigError", waiting.Text("state", "waiting", "reason"));
        Assert.Equal("secret \"platform-secrets\" not found", waiting.Text("state", "waiting", "message"));

        secret.Into("metadata").Remove("resourceVersion");
        drive.Store.Create(ResourceTypes.Secrets, secret);
        drive.Cluster.Settle();
        drive.Advance(10);
        Assert.Equal(4, drive.Pods().Count(p => p.HasCondition("Ready")));
    }

    [Fact]
    public void APodThatFitsNowhereStaysPendingAndSaysWhy()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service",
            d => d.List("spec", "template", "spec", "containers")[0].Into("resources", "requests")["cpu"] = "64");
        drive.Advance(3);
        var pending = drive.Pods().Single(p => p.Text("spec", "nodeName") is null);
        Assert.StartsWith("0/3 nodes are available: 3 Insufficient cpu.", pending.Condition("PodScheduled")!.Text("message"));
    }

    [Fact]
    public void AKeptPodComesBackUnderItsName()
    {
        var before = drive.Store.Get(ResourceTypes.Pods, "platform", "postgres-pod")!;
        drive.Change(ResourceTypes.Pods, "postgres-pod", p => p.Into("metadata")["deletionTimestamp"] = "2026-11-21T03:12:30Z");
        drive.Advance(10);
        var after = drive.Store.Get(ResourceTypes.Pods, "platform", "postgres-pod")!;
        Assert.NotEqual(before.Uid, after.Uid);
        Assert.True(after.HasCondition("Ready"));
    }

    [Fact]
    public void ScalingDownTakesUnreadyThenYoungestPodsFirst()
    {
        JsonObject Pod(string name, string phase, string? readySince, int restarts = 0) => new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["creationTimestamp"] = "2026-11-20T00:00:00Z" },
            ["spec"] = new JsonObject { ["nodeName"] = "sandbox-1" },
            ["status"] = new JsonObject
            {
                ["phase"] = phase,
                ["containerStatuses"] = new JsonArray(new JsonObject { ["restartCount"] = restarts }),
                ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = readySince is null ? "False" : "True", ["lastTransitionTime"] = readySince }),
            },
        };
        JsonObject[] pods =
        [
            Pod("old", "Running", "2026-11-20T01:00:00Z"), Pod("young", "Running", "2026-11-21T01:00:00Z"), Pod("unready", "Running", null),
            Pod("pending", "Pending", null), Pod("restarted", "Running", "2026-11-20T01:00:00Z", restarts: 3),
        ];
        Assert.Equal(["pending", "unready", "young", "restarted", "old"], ScaleDownOrder.First(pods, 5).Select(p => p.Name));
    }

    [Fact]
    public void ACrashLoopFaultBeginsAndEndsWithItsInjection()
    {
        var fault = drive.Cluster.Faults.Inject(new Fault(FaultKind.CrashLoop, "platform", "platform-service"));
        drive.Advance(10);
        Assert.All(drive.Pods(), p => Assert.True(p.List("status", "containerStatuses")[0].Number("restartCount") > 0));
        Assert.True(drive.Cluster.Faults.Clear(fault.Id));
        drive.Advance(30);
        Assert.Equal(3, drive.Pods().Count(p => p.HasCondition("Ready")));
    }

    [Fact]
    public void ALeakFillsTheMemoryUntilTheLimitKills()
    {
        drive.Cluster.Faults.Inject(new Fault(FaultKind.MemoryLeak, "platform", "platform-service", Amount: 100));
        var pod = drive.Pods()[0].Name;
        var before = drive.Cluster.Runtime.Usage("platform", pod)!["platform-service"].Bytes;
        drive.Advance(60);
        Assert.True(drive.Cluster.Runtime.Usage("platform", pod)!["platform-service"].Bytes > before + 80_000_000);
        drive.Advance(90);
        Assert.Equal("OOMKilled", drive.Store.Get(ResourceTypes.Pods, "platform", pod)!.List("status", "containerStatuses")[0].Text("lastState", "terminated", "reason"));
    }

    [Fact]
    public void UsageIsUnknownForAFreshPodAndThenInItsProfilesRange()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["replicas"] = 4);
        drive.Advance(6);
        var fresh = drive.Pods().MaxBy(p => p.CreatedAt)!.Name;
        Assert.Null(drive.Cluster.Runtime.Usage("platform", fresh));
        drive.Advance(20);
        var usage = drive.Cluster.Runtime.Usage("platform", fresh)!["platform-service"];
        Assert.InRange(usage.NanoCores, 80_000_000, 200_000_000);
        Assert.InRange(usage.Bytes, 290L << 20, 330L << 20);
    }

    [Fact]
    public void EndpointsFollowReadiness()
    {
        int Addresses() => drive.Store.Get(ResourceTypes.Endpoints, "platform", "platform-service")!.List("subsets").SelectMany(s => s.List("addresses")).Count();
        Assert.Equal(3, Addresses());
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["replicas"] = 1);
        drive.Advance(5);
        Assert.Equal(1, Addresses());
    }

    [Fact]
    public void AJobRunsToItsEnd()
    {
        drive.Store.Create(ResourceTypes.Jobs, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "backup", ["namespace"] = "platform" },
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject
                {
                    ["spec"] = new JsonObject { ["restartPolicy"] = "Never", ["containers"] = new JsonArray(new JsonObject { ["name"] = "backup", ["image"] = "postgres:16.4" }) },
                },
            },
        });
        drive.Cluster.Settle();
        drive.Advance(10);
        var job = drive.Store.Get(ResourceTypes.Jobs, "platform", "backup")!;
        Assert.True(job.HasCondition("Complete"));
        Assert.Equal(1, job.Number("status", "succeeded"));
    }

    [Fact]
    public void EventsAreForgottenAnHourAfterTheirLastTime()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["replicas"] = 4);
        drive.Advance(10);
        Assert.NotEmpty(drive.Store.List(ResourceTypes.Events, "platform").Items);
        drive.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.DoesNotContain(drive.Store.List(ResourceTypes.Events, "platform").Items, e => e.Text("reason") == "Scheduled");
    }
}
