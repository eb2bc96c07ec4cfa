using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes;

public class RolloutStatusTests
{
    private readonly Bench bench = new();

    private JsonObject Workload(string kind) => bench.Cluster.Objects.Single(o => (string?)o["kind"] == kind);

    [Theory]
    [InlineData("""{"observedGeneration":6}""", "Waiting for deployment spec update to be observed...")]
    [InlineData("""{"observedGeneration":6,"conditions":[{"type":"Progressing","reason":"ProgressDeadlineExceeded"}]}""", "Waiting for deployment spec update to be observed...")]
    [InlineData("""{"observedGeneration":7,"replicas":4,"updatedReplicas":1,"availableReplicas":3}""", "Waiting for deployment \"shop\" rollout to finish: 1 out of 3 new replicas have been updated...")]
    [InlineData("""{"observedGeneration":7,"replicas":4,"updatedReplicas":3,"availableReplicas":3}""", "Waiting for deployment \"shop\" rollout to finish: 1 old replicas are pending termination...")]
    [InlineData("""{"observedGeneration":7,"replicas":3,"updatedReplicas":3,"availableReplicas":2}""", "Waiting for deployment \"shop\" rollout to finish: 2 of 3 updated replicas are available...")]
    [InlineData("""{"observedGeneration":7,"replicas":3,"updatedReplicas":3,"availableReplicas":3}""", "deployment \"shop\" successfully rolled out")]
    public async Task A_deployments_states_are_told_in_kubectls_order(string status, string expected)
    {
        Workload("Deployment")["status"] = JsonNode.Parse(status);
        Assert.True((await bench.RunAsync(new KubernetesRolloutStatus { Resource = new("deployment", "shop"), Watch = false })).Succeeded);
        Assert.Equal(expected, bench.Output.Out);
    }

    [Fact]
    public async Task It_is_watched_until_done_and_no_state_is_told_twice()
    {
        var deployment = Workload("Deployment");
        var run = bench.RunAsync(new KubernetesRolloutStatus { Resource = new("deployment", "shop") });
        await bench.Cluster.Watched.Writer.WriteAsync(new(WatchEventType.Modified, (JsonObject)deployment.DeepClone()));
        deployment["status"]!["availableReplicas"] = 3;
        await bench.Cluster.Watched.Writer.WriteAsync(new(WatchEventType.Modified, deployment));
        Assert.Equal("deployment shop successfully rolled out", (await run).Reason);
        Assert.Equal("Waiting for deployment \"shop\" rollout to finish: 2 of 3 updated replicas are available...\ndeployment \"shop\" successfully rolled out", bench.Output.Out);
    }

    [Fact]
    public async Task A_missed_deadline_fails()
    {
        Workload("Deployment")["status"]!["conditions"] = JsonNode.Parse("""[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]""");
        Assert.Equal("deployment \"shop\" exceeded its progress deadline", (await bench.RunAsync(new KubernetesRolloutStatus { Resource = new("deployment", "shop") })).Reason);
    }

    [Fact]
    public async Task Deletion_ends_it()
    {
        var run = bench.RunAsync(new KubernetesRolloutStatus { Resource = new("deployment", "shop") });
        await bench.Cluster.Watched.Writer.WriteAsync(new(WatchEventType.Deleted, Workload("Deployment")));
        Assert.Equal("object has been deleted", (await run).Reason);
    }

    [Theory]
    [InlineData("StatefulSet", "db", "partitioned roll out complete: 2 new pods have been updated...")]
    [InlineData("DaemonSet", "agent", "daemon set \"agent\" successfully rolled out")]
    public async Task Other_workloads_have_their_own_words(string kind, string name, string expected)
    {
        Assert.True((await bench.RunAsync(new KubernetesRolloutStatus { Resource = new(kind.ToLowerInvariant(), name) })).Succeeded);
        Assert.Equal(expected, bench.Output.Out);
    }

    [Fact]
    public async Task What_does_not_exist_is_refused_in_the_clusters_words() =>
        Assert.Equal("deployments.apps \"gone\" not found", (await bench.RunAsync(new KubernetesRolloutStatus { Resource = new("deployment", "gone") })).Reason);
}
