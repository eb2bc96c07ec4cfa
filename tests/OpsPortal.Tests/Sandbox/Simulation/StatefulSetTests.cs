using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Simulation;

public sealed class StatefulSetTests : IAsyncDisposable
{
    private readonly ClusterDrive drive = new(SystemDefinition.LoadAll().Where(s => s.Name == "meta-prompt-evolution-hub"));

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    [Fact]
    public void PodsComeOneAfterTheOtherAndGoFromTheHighest()
    {
        using var watch = drive.Store.Watch(ResourceTypes.Pods, drive.Store.Version)!;
        drive.Change(ResourceTypes.StatefulSets, "redis", s => s["spec"]!["replicas"] = 3, "production");
        drive.Advance(15);
        drive.Change(ResourceTypes.StatefulSets, "redis", s => s["spec"]!["replicas"] = 1, "production");
        drive.Advance(15);

        List<string> story = [];
        while (watch.Events.TryRead(out var change))
            if (change.Type != StoreEventType.Modified) story.Add($"{change.Type} {change.Object.Name}");
        Assert.Equal(["Added redis-1", "Added redis-2", "Deleted redis-2", "Deleted redis-1"], story);
    }

    [Fact]
    public void ADeletedPodComesBackUnderItsNameWithItsVolume()
    {
        var before = drive.Store.Get(ResourceTypes.Pods, "production", "postgres-0")!.Uid;
        drive.Change(ResourceTypes.Pods, "postgres-0", p => p.Into("metadata")["deletionTimestamp"] = "2026-11-21T03:12:30Z", "production");
        drive.Advance(10);
        var after = drive.Store.Get(ResourceTypes.Pods, "production", "postgres-0")!;
        Assert.NotEqual(before, after.Uid);
        Assert.True(after.HasCondition("Ready"));
        Assert.Contains(after.List("spec", "volumes"), v => v.Text("persistentVolumeClaim", "claimName") == "data-postgres-0");
        Assert.Equal("Bound", drive.Store.Get(ResourceTypes.PersistentVolumeClaims, "production", "data-postgres-0")!.Text("status", "phase"));
    }
}
