using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Controllers;
using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Simulation;

public sealed class AutoscalerTests : IAsyncDisposable
{
    private readonly ClusterDrive drive = new();

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    private void Target(int percent, int min = 2, int max = 6) => drive.Change(ResourceTypes.HorizontalPodAutoscalers, "platform-service", h =>
    {
        h["spec"]!["minReplicas"] = min;
        h["spec"]!["maxReplicas"] = max;
        h.List("spec", "metrics")[0].Into("resource", "target")["averageUtilization"] = percent;
    });

    [Fact]
    public void BusyPodsScaleUpNoFurtherThanTheMaximum()
    {
        Target(percent: 10);
        drive.Advance(120);
        Assert.Equal(6, drive.Deployment().Replicas);
        Assert.Equal("TooManyReplicas", drive.Store.Get(ResourceTypes.HorizontalPodAutoscalers, "platform", "platform-service")!.Condition("ScalingLimited")!.Text("reason"));
    }

    [Fact]
    public void IdlePodsScaleDownToTheMinimumOnlyAfterTheWindow()
    {
        drive.Advance(30);
        Target(percent: 500);
        drive.Advance(200);
        Assert.Equal(3, drive.Deployment().Replicas);
        drive.Advance(150);
        Assert.Equal(2, drive.Deployment().Replicas);
    }

    [Fact]
    public void AManualScaleIsKeptForTheWindowAndThenTakenBack()
    {
        drive.Advance(30);
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["replicas"] = 5);
        drive.Advance(240);
        Assert.Equal(5, drive.Deployment().Replicas);
        drive.Advance(120);
        Assert.Equal(3, drive.Deployment().Replicas);
    }

    [Fact]
    public void ZeroReplicasSwitchItOff()
    {
        drive.Change(ResourceTypes.Deployments, "platform-service", d => d["spec"]!["replicas"] = 0);
        drive.Advance(600);
        Assert.Equal(0, drive.Deployment().Replicas);
    }

    [Theory]
    [InlineData(3, 70, 70, 3)]
    [InlineData(3, 76, 70, 3)]
    [InlineData(3, 140, 70, 6)]
    [InlineData(4, 20, 80, 1)]
    public void DesiredFollowsTheRatioOutsideItsTolerance(int ready, double utilization, double target, int desired) =>
        Assert.Equal(desired, AutoscalerDecision.Desired(ready, utilization, target));

    [Theory]
    [InlineData(3, 40, 1, 50, 7, "ScaleUpLimit")]
    [InlineData(3, 9, 1, 5, 5, "TooManyReplicas")]
    [InlineData(3, 1, 2, 5, 2, "TooFewReplicas")]
    [InlineData(3, 4, 2, 5, 4, "DesiredWithinRange")]
    public void LimitsHold(int current, int desired, int min, int max, int replicas, string reason) =>
        Assert.Equal((replicas, reason), AutoscalerDecision.Limit(current, desired, min, max, []));
}
