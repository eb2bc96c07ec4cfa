using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Simulation;

public sealed class SystemDefinitionTests
{
    private const string Smallest = """
        name: sixth
        title: A sixth system
        defaultNamespace: sixth
        profiles:
          web: { memory: 20Mi }
        images:
          - { repository: web, profile: web, tags: ['1'] }
        workloads:
          - { name: web, image: 'web:1', replicas: 2 }
        """;

    [Fact]
    public async Task ASixthSystemIsAFileAndNoCode()
    {
        await using var drive = new ClusterDrive([SystemDefinition.Parse(Smallest)]);
        Assert.Equal(2, drive.Pods("web", "sixth").Count(p => p.HasCondition("Ready")));
    }

    [Theory]
    [InlineData("title: A sixth system", "", "sixth.yaml: title is missing: add “title: …”.")]
    [InlineData("replicas: 2", "replicas: two", "sixth.yaml: workloads[0].replicas is “two”, which is no number: write a number such as 3 or 0.5.")]
    [InlineData("image: 'web:1'", "image: 'web:2'", "which “images” does not have: add its repository and tag there.")]
    [InlineData("memory: 20Mi", "memori: 20Mi", "sixth.yaml: profiles.web.memori is unknown: remove it or write one of")]
    [InlineData("profile: web", "profile: wep", "sixth.yaml: images[0].profile is “wep”, which “profiles” does not have: write one of web.")]
    public void AMistakeIsToldWithFileKeyAndAdvice(string right, string wrong, string message)
    {
        var told = Assert.Throws<SystemDefinitionException>(() => SystemDefinition.Parse(Smallest.Replace(right, wrong), "sixth.yaml"));
        Assert.Contains(message, told.Message);
    }

    [Fact]
    public async Task AllFiveSystemsStandHealthyAndStayQuiet()
    {
        await using var drive = new ClusterDrive(SystemDefinition.LoadAll());
        Assert.Equal(
            ["discord-intelligence-bot", "meta-prompt-evolution-hub", "platform-service", "structured-prompt-service", "tiered-platform"],
            drive.Cluster.Systems.Select(s => s.Name));
        drive.Advance(120);
        Assert.All(drive.Store.List(ResourceTypes.Pods).Items, p => Assert.True(p.HasCondition("Ready"), $"{p.Name}: {p["status"]?.ToJsonString()}"));
        Assert.All(drive.Store.List(ResourceTypes.Deployments).Items, d => Assert.Equal("NewReplicaSetAvailable", d.Condition("Progressing")!.Text("reason")));
        Assert.DoesNotContain(drive.Store.List(ResourceTypes.Events).Items, e => e.Text("type") == "Warning");
        var version = drive.Store.Version;
        drive.Advance(14);
        Assert.InRange(drive.Store.Version - version, 0, 20);
    }

    [Fact]
    public async Task ACertificateCloseToExpiryIsIssuedAnewWhenItIsDeleted()
    {
        await using var drive = new ClusterDrive(SystemDefinition.LoadAll().Where(s => s.Name == "meta-prompt-evolution-hub"));
        DateTimeOffset Expiry()
        {
            var secret = drive.Store.Get(ResourceTypes.Secrets, "production", "meta-prompt-evolution-tls")!;
            using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", "tls.crt")!)));
            return certificate.NotAfter;
        }
        Assert.InRange(Expiry(), drive.Time.GetUtcNow().AddDays(8), drive.Time.GetUtcNow().AddDays(10));

        drive.Store.Remove(ResourceTypes.Certificates, "production", "meta-prompt-evolution-tls");
        drive.Cluster.Settle();
        drive.Advance(5);

        Assert.True(drive.Store.Get(ResourceTypes.Certificates, "production", "meta-prompt-evolution-tls")!.HasCondition("Ready"));
        Assert.True(Expiry() > drive.Time.GetUtcNow().AddDays(80));
    }

    [Fact]
    public async Task DeletingANamespaceTakesEverythingInItAway()
    {
        await using var drive = new ClusterDrive();
        drive.Store.Remove(ResourceTypes.Namespaces, null, "platform");
        drive.Cluster.Settle();
        drive.Advance(10);
        Assert.All(
            ResourceTypes.BuiltIn.Concat(ResourceTypes.Custom).Where(t => t.Namespaced && t != ResourceTypes.Events),
            type => Assert.Empty(drive.Store.List(type, "platform").Items));
    }

    [Fact]
    public async Task AStartedClusterFollowsChangesByItself()
    {
        var time = new FakeTime();
        await using var cluster = OpsPortal.Sandbox.Simulation.SandboxCluster.Create(time, [SystemDefinition.Parse(Smallest)]);
        using var pods = cluster.Store.Watch(ResourceTypes.Pods, cluster.Store.Version)!;
        cluster.Start();
        cluster.Store.Update(ResourceTypes.Deployments, "sixth", "web", d =>
        {
            d["spec"]!["replicas"] = 3;
            return d;
        });
        var added = await pods.Events.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(StoreEventType.Added, added.Type);
    }
}
