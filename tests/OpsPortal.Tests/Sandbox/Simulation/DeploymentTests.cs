using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Simulation;

public sealed class DeploymentTests : IAsyncDisposable
{
    private readonly ClusterDrive drive = new();

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    [Fact]
    public void SystemsStandReadyFromTheStart()
    {
        Assert.Equal(3, drive.Pods().Count(p => p.HasCondition("Ready")));
        Assert.Equal(3, drive.Deployment().Number("status", "availableReplicas"));
        Assert.Equal("3", drive.Deployment().Text("metadata", "annotations", "deployment.kubernetes.io/revision"));
        Assert.Equal("Running", drive.Store.Get(ResourceTypes.Pods, "platform", "postgres-pod")!.Text("status", "phase"));
    }

    [Theory]
    [InlineData("25%", "25%", 3, 4, 3)]
    [InlineData("1", "0", 3, 4, 3)]
    [InlineData("0", "1", 3, 3, 2)]
    [InlineData("50%", "50%", 5, 8, 3)]
    public void ARollingUpdateKeepsToSurgeAndUnavailableAtEveryInstant(string surge, string unavailable, int replicas, int atMost, int atLeast)
    {
        drive.Change(ResourceTypes.Deployments, "platform-service", d =>
        {
            d["spec"]!["replicas"] = replicas;
            d["spec"]!["strategy"]!["rollingUpdate"] = new JsonObject { ["maxSurge"] = surge, ["maxUnavailable"] = unavailable };
        });
        drive.Advance(20);
        using var watch = drive.Store.Watch(ResourceTypes.Pods, drive.Store.Version)!;
        var alive = drive.Pods().ToDictionary(p => p.Name);

        drive.SetImage("platform-service:v1.1.0");
        drive.Advance(30);

        Assert.Equal(replicas, alive.Count);
        while (watch.Events.TryRead(out var change))
        {
            if (change.Object.Labels.GetValueOrDefault("app") != "platform-service") continue;
            if (change.Type == StoreEventType.Deleted || change.Object.IsDeleting) alive.Remove(change.Object.Name);
            else alive[change.Object.Name] = change.Object;
            Assert.InRange(alive.Count, 0, atMost);
            Assert.InRange(alive.Values.Count(p => p.HasCondition("Ready")), atLeast, atMost);
        }
        Assert.All(drive.Pods(), p => Assert.Equal("platform-service:v1.1.0", p.List("spec", "containers")[0].Text("image")));
        var progressing = drive.Deployment().Condition("Progressing")!;
        Assert.Equal("NewReplicaSetAvailable", progressing.Text("reason"));
        Assert.EndsWith("has successfully progressed.", progressing.Text("message"));
        Assert.Equal("Deployment has minimum availability.", drive.Deployment().Condition("Available")!.Text("message"));
    }

    [Fact]
    public void ARollOfThreeTakesBetweenTenAndTwentySeconds()
    {
        drive.SetImage("platform-service:v1.1.0");
        drive.Advance(9);
        Assert.NotEqual("NewReplicaSetAvailable", drive.Deployment().Condition("Progressing")!.Text("reason"));
        drive.Advance(11);
        Assert.Equal("NewReplicaSetAvailable", drive.Deployment().Condition("Progressing")!.Text("reason"));
    }

    [Fact]
    public void ScalingUpIsReadyWithinFiveSeconds()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["replicas"] = 5);
        drive.Advance(5);
        Assert.Equal(5, drive.Pods().Count(p => p.HasCondition("Ready")));
    }

    [Fact]
    public void PuttingAnOlderTemplateBackMakesItTheNewestRevision()
    {
        var first = drive.Store.List(ResourceTypes.ReplicaSets, "platform").Items
            .Single(s => s.Text("metadata", "annotations", "deployment.kubernetes.io/revision") == "2");
        drive.Change(ResourceTypes.Deployments, "platform-service", d =>
        {
            var template = (JsonObject)first.At("spec", "template")!.DeepClone();
            template.Into("metadata", "labels").Remove("pod-template-hash");
            d["spec"]!["template"] = template;
        });
        drive.Advance(30);

        Assert.All(drive.Pods(), p => Assert.Equal("platform-service:v1.0.0", p.List("spec", "containers")[0].Text("image")));
        Assert.Equal("4", drive.Deployment().Text("metadata", "annotations", "deployment.kubernetes.io/revision"));
        var again = drive.Store.Get(ResourceTypes.ReplicaSets, "platform", first.Name)!;
        Assert.Equal("4", again.Text("metadata", "annotations", "deployment.kubernetes.io/revision"));
        Assert.Equal("2", again.Text("metadata", "annotations", "deployment.kubernetes.io/revision-history"));
    }

    [Fact]
    public void AnUnknownImageStallsTheRolloutUntilItsDeadlineAndServiceGoesOn()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["progressDeadlineSeconds"] = 60);
        drive.SetImage("platform-service:v9.9.9");
        drive.Advance(30);

        var stuck = Assert.Single(drive.Pods(), p => !p.HasCondition("Ready"));
        Assert.Contains(stuck.List("status", "containerStatuses")[0].Text("state", "waiting", "reason"), (string[])["ErrImagePull", "ImagePullBackOff"]);
        Assert.Equal(3, drive.Pods().Count(p => p.HasCondition("Ready")));
        Assert.NotEqual("ProgressDeadlineExceeded", drive.Deployment().Condition("Progressing")!.Text("reason"));

        drive.Advance(45);

        var progressing = drive.Deployment().Condition("Progressing")!;
        Assert.Equal(("False", "ProgressDeadlineExceeded"), (progressing.Text("status"), progressing.Text("reason")));
        Assert.EndsWith("has timed out progressing.", progressing.Text("message"));
    }

    [Fact]
    public void APausedDeploymentScalesButDoesNotRoll()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["paused"] = true);
        drive.SetImage("platform-service:v1.1.0");
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["replicas"] = 4);
        drive.Advance(20);

        Assert.Equal(4, drive.Pods().Count);
        Assert.All(drive.Pods(), p => Assert.Equal("platform-service:v1.0.1", p.List("spec", "containers")[0].Text("image")));
        Assert.Equal("DeploymentPaused", drive.Deployment().Condition("Progressing")!.Text("reason"));
    }

    [Fact]
    public void RecreateStopsEveryOldPodBeforeTheFirstNewOne()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["strategy"] = new JsonObject { ["type"] = "Recreate" });
        using var watch = drive.Store.Watch(ResourceTypes.Pods, drive.Store.Version)!;
        drive.SetImage("platform-service:v1.1.0");
        drive.Advance(30);

        var old = 3;
        while (watch.Events.TryRead(out var change))
        {
            if (change.Object.Labels.GetValueOrDefault("app") != "platform-service") continue;
            if (change.Type == StoreEventType.Deleted) old--;
            if (change.Type == StoreEventType.Added) Assert.Equal(0, old);
        }
        Assert.Equal(3, drive.Pods().Count(p => p.HasCondition("Ready")));
    }

    [Fact]
    public void DeletingADeploymentTakesReplicaSetsAndPodsWithIt()
    {
        drive.Store.Remove(ResourceTypes.Deployments, "platform", "platform-service");
        drive.Cluster.Settle();
        Assert.All(drive.Pods(), p => Assert.True(p.IsDeleting));
        drive.Advance(5);
        Assert.Empty(drive.Pods());
        Assert.DoesNotContain(drive.Store.List(ResourceTypes.ReplicaSets, "platform").Items, s => s.Name.StartsWith("platform-service-", StringComparison.Ordinal));
    }
}
