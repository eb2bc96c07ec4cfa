using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Previews;

/// <summary>What a plan says of pods, budgets, autoscalers and rights, against a cluster of paper.</summary>
public sealed class EffectTests
{
    private readonly FakeCluster cluster = SampleCluster.Create();
    private readonly Trial trial;

    public EffectTests() => trial = new(cluster, "shop");

    [Theory]
    [InlineData("Deployment", """{"replicas":3,"strategy":{"type":"RollingUpdate"}}""", "3 pods", "replaced: at most 1 more than 3 at a time, and at least 3 of 3 stay available", false)]
    [InlineData("Deployment", """{"replicas":10,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":0,"maxUnavailable":"35%"}}}""", "10 pods", "at most 0 more than 10 at a time, and at least 7 of 10 stay available", false)]
    [InlineData("Deployment", """{"replicas":10,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}}}""", "10 pods", "at most 3 more than 10 at a time, and at least 8 of 10 stay available", false)]
    [InlineData("Deployment", """{"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":0,"maxUnavailable":0}}}""", "1 pod ", "at most 0 more than 1 at a time, and at least 0 of 1 stay available", true)]
    [InlineData("Deployment", """{"replicas":2,"strategy":{"type":"Recreate"}}""", "2 pods", "all at once: the old ones end before the first new one starts", true)]
    [InlineData("StatefulSet", """{"replicas":3,"updateStrategy":{"type":"RollingUpdate"}}""", "3 pods", "one after another, from NAME-2 down to NAME-0", false)]
    [InlineData("StatefulSet", """{"replicas":4,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}}}""", "2 pods", "one after another, from NAME-3 down to NAME-2 (partition 2)", false)]
    [InlineData("StatefulSet", """{"replicas":3,"updateStrategy":{"type":"OnDelete"}}""", "0 pods", "none by itself", false)]
    public async Task A_rollout_is_told_as_its_controller_does_it(string kind, string spec, string pods, string order, bool down)
    {
        var workload = cluster.Objects.First(o => (string?)o["kind"] == kind);
        foreach (var (key, value) in JsonNode.Parse(spec)!.AsObject()) workload["spec"]![key] = value!.DeepClone();
        if (kind == "Deployment" && workload["spec"]!["strategy"]!["rollingUpdate"] is null) ((JsonObject)workload["spec"]!["strategy"]!).Remove("rollingUpdate");
        var name = (string)workload["metadata"]!["name"]!;
        var preview = await trial.PreviewAsync(new KubernetesRolloutRestart { Resources = [new(kind.ToLowerInvariant(), name)] });
        Assert.Contains(preview.Effects, e => e.StartsWith(pods, StringComparison.Ordinal) && e.Contains(order.Replace("NAME", name), StringComparison.Ordinal));
        Assert.Equal(down, preview.Warnings.Any(w => w.StartsWith("For a while no pod", StringComparison.Ordinal)));
        Assert.Empty(cluster.Changes);
    }

    [Fact]
    public async Task Scaling_tells_who_goes_and_who_will_scale_it_back()
    {
        var preview = await trial.PreviewAsync(Scale("1"));
        Assert.Equal("Deployment shop in shop goes from 3 to 1 pod; these end first, as far as the controller's order is known: shop-7-b, shop-7-a", preview.Effects[0]);
        Assert.Contains("The autoscaler shop sets the number itself, between 2 and 10: it will change it again", preview.Warnings);
        Assert.Equal("Can be put back: scale deployment shop back to 3 in shop.", preview.Reversal.Sentence);
        Assert.Equal(["No pod of deployment shop is left", "The autoscaler shop rests while there are 0 pods, and goes on once there are more"], (await trial.PreviewAsync(Scale("0"))).Warnings);
        var request = Assert.Single(preview.Requests);
        Assert.Equal(("PATCH /apis/apps/v1/namespaces/shop/deployments/shop/scale?fieldManager=opsportal (application/merge-patch+json)", """{"spec":{"replicas":1}}"""), (request.Call, request.Body));
        Assert.Equal("images 2, 1, 3 replicas", Assert.Single(preview.Preconditions).Fact);
    }

    [Fact]
    public async Task A_precondition_holds_until_the_object_itself_is_another()
    {
        var deployment = cluster.Find(new(OpsPortal.Targets.Kubernetes.ApiResource.Deployments, "shop", "shop"));
        var before = Assert.Single((await trial.PreviewAsync(Scale("5"))).Preconditions);
        deployment["metadata"]!["resourceVersion"] = "4711";
        deployment["status"]!["readyReplicas"] = 1;
        deployment["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"] = "9";
        Assert.Equal(before, Assert.Single((await trial.PreviewAsync(Scale("5"))).Preconditions));
        deployment["spec"]!["paused"] = true;
        Assert.NotEqual(before.Value, Assert.Single((await trial.PreviewAsync(Scale("5"))).Preconditions).Value);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_told()
    {
        cluster.Objects.RemoveAll(o => (string?)o["kind"] == "ResourceQuota");
        cluster.Objects.Add(Parsed("""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"few","namespace":"shop"},"status":{"hard":{"pods":"6"},"used":{"pods":"4"}}}"""));
        Assert.Contains("The quota few allows 6 pods and 4 are there: 1 of the 3 more will not come", (await trial.PreviewAsync(Scale("6"))).Warnings);
    }

    [Fact]
    public async Task A_budget_that_allows_nothing_is_told_before_a_restart_and_a_deletion()
    {
        cluster.Objects.Add(Parsed("""{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"matchLabels":{"app":"shop"}}},"status":{"disruptionsAllowed":0}}"""));
        Assert.Contains("The PodDisruptionBudget web allows no pod to leave now, and a rollout does not ask it", (await trial.PreviewAsync(new KubernetesRolloutRestart { Resources = [new("deployment", "shop")] })).Warnings);
        var deletion = await trial.PreviewAsync(new KubernetesDelete { Resources = [new("pod", "shop-7-a")] });
        Assert.Contains("The PodDisruptionBudget web allows none of its pods to leave now: an eviction waits, a deletion does not ask it", deletion.Warnings);
        Assert.Equal("Pod shop-7-a in shop on n1 ends; its ReplicaSet shop-7 makes a new one", deletion.Effects[0]);
        Assert.Equal("There is no way back. pod shop-7-a in shop: its ReplicaSet shop-7 makes a new one, so there is nothing to put back.", deletion.Reversal.Sentence);
    }

    [Fact]
    public async Task A_missing_right_is_named()
    {
        Assert.Equal("may patch deployments/scale in shop", (await trial.PreviewAsync(Scale("5"))).Permission!.Sentence);
        cluster.Denied.Add("patch deployments/scale");
        Assert.Equal((false, "may not patch deployments/scale in shop: an administrator of the cluster can grant it"), ((await trial.PreviewAsync(Scale("5"))).Permission is { } p ? (p.Allowed, p.Sentence) : default));
    }

    [Fact]
    public async Task What_stood_before_is_kept_before_the_request_goes_out()
    {
        cluster.Lost = new TargetUnreachableException("The connection broke.", requestMayHaveArrived: true);
        var lost = await Assert.ThrowsAsync<TargetUnreachableException>(() => trial.RunAsync(Scale("5")));
        Assert.True(lost.RequestMayHaveArrived);
        var record = Assert.Single(trial.Kept);
        Assert.Contains("replicas: 3", Assert.Single(record.Changes).Before);
        Assert.Null(record.Revert);
        Assert.Contains("its answer has not come", record.Reversal.Sentence);
    }

    [Fact]
    public async Task Without_anything_to_change_there_is_nothing_to_put_back()
    {
        var preview = await trial.PreviewAsync(Scale("3"));
        Assert.Equal((0, false), (preview.Changes.Count, preview.Reversal.Possible));
        Assert.Equal("Deployment shop in shop stays as it is", preview.Effects[0]);
        Assert.Equal("Only reads", Assert.Single((await trial.PreviewAsync(new KubernetesGet { Resources = [new("pods")] })).Effects));
        Assert.Contains("not found", (await trial.PreviewAsync(new KubernetesScale { Resources = [new("deployment", "none")], Replicas = "1" })).Refusal);
        Assert.Contains("is no number of replicas", (await trial.PreviewAsync(Scale("many"))).Refusal);
        Assert.Contains("names the context elsewhere", (await trial.PreviewAsync(Scale("1") with { Context = "elsewhere" })).Refusal);
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":4}}""")]
    [InlineData("spec: {replicas: 4}")]
    public async Task A_patch_is_shown_by_what_it_makes_of_the_object(string patch)
    {
        var change = Assert.Single((await trial.PreviewAsync(new KubernetesPatch { Resource = new("deployment", "shop"), Patch = patch })).Changes);
        Assert.Equal((true, true), (change.Before!.Contains("replicas: 3"), change.After!.Contains("replicas: 4")));
        Assert.Empty(cluster.Changes);
    }

    private static KubernetesScale Scale(string replicas) => new() { Resources = [new("deployment", "shop")], Replicas = replicas };

    private static JsonObject Parsed(string json) => (JsonObject)JsonNode.Parse(json)!;
}
