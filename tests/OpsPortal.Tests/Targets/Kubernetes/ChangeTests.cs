using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes;

public class ChangeTests
{
    private readonly Bench bench = new() { Time = new FixedTime(new(2026, 11, 21, 3, 12, 0, TimeSpan.Zero)) };
    private static readonly ResourceArgument Shop = new("deployment", "shop");

    private JsonObject Object(string kind, string name) => bench.Cluster.Objects.Single(o => (string?)o["kind"] == kind && (string?)o["metadata"]!["name"] == name);
    private JsonObject PatchBody() => (JsonObject)JsonNode.Parse(Assert.Single(bench.Cluster.Changes).Split(' ', 4)[3])!;

    [Fact]
    public async Task Scale_goes_through_the_subresource_and_tells_both_numbers()
    {
        var outcome = await bench.RunAsync(new KubernetesScale { Resources = [Shop], Replicas = "5" });
        Assert.Equal("scaled deployment shop from 3 to 5 in shop", outcome.Reason);
        Assert.Equal("deployment.apps/shop scaled", bench.Output.Out);
        Assert.Equal("""PATCH /apis/apps/v1/namespaces/shop/deployments/shop/scale application/merge-patch+json {"spec":{"replicas":5}}""", Assert.Single(bench.Cluster.Changes));
        Assert.Equal([0], bench.Announced);
    }

    [Theory]
    [InlineData("-1", null)]
    [InlineData("many", null)]
    [InlineData("5", "4")]
    public async Task Scale_changes_nothing_where_a_number_is_wrong(string replicas, string? current)
    {
        Assert.False((await bench.RunAsync(new KubernetesScale { Resources = [Shop], Replicas = replicas, CurrentReplicas = current })).Succeeded);
        Assert.Empty(bench.Cluster.Changes);
        Assert.Empty(bench.Announced);
    }

    [Fact]
    public async Task Restart_stamps_the_template_with_the_time()
    {
        await bench.RunAsync(new KubernetesRolloutRestart { Resources = [Shop] });
        Assert.Equal("deployment.apps/shop restarted", bench.Output.Out);
        Assert.Equal("2026-11-21T03:12:00Z", (string?)PatchBody()["spec"]!["template"]!["metadata"]!["annotations"]!["kubectl.kubernetes.io/restartedAt"]);
    }

    [Fact]
    public async Task Restart_refuses_a_paused_deployment()
    {
        Object("Deployment", "shop")["spec"]!["paused"] = true;
        Assert.Contains("rollout resume", (await bench.RunAsync(new KubernetesRolloutRestart { Resources = [Shop] })).Reason);
        Assert.Empty(bench.Cluster.Changes);
    }

    [Fact]
    public async Task Undo_goes_to_the_second_highest_revision_without_the_hash_label()
    {
        var outcome = await bench.RunAsync(new KubernetesRolloutUndo { Resource = Shop });
        Assert.Equal("deployment.apps/shop rolled back", bench.Output.Out);
        Assert.StartsWith("deployment shop rolled back revision 7 → 6", outcome.Reason);
        var patch = JsonNode.Parse(Assert.Single(bench.Cluster.Changes).Split(' ', 4)[3])!.AsArray();
        Assert.Equal("""{"metadata":{"labels":{"app":"shop"}},"spec":{"containers":[{"name":"web","image":"shop/web:1"}]}}""", patch[0]!["value"]!.ToJsonString());
        Assert.Equal("""{"deployment.kubernetes.io/revision":"7"}""", patch[1]!["value"]!.ToJsonString());
    }

    [Fact]
    public async Task Undo_to_the_template_that_runs_is_skipped()
    {
        var outcome = await bench.RunAsync(new KubernetesRolloutUndo { Resource = Shop, ToRevision = "7" });
        Assert.True(outcome.Succeeded);
        Assert.Equal("deployment.apps/shop skipped rollback (current template already matches revision 7)", bench.Output.Out);
        Assert.Empty(bench.Cluster.Changes);
    }

    [Fact]
    public async Task Undo_to_a_revision_that_is_not_there_names_those_that_are() =>
        Assert.Contains("unable to find specified revision 4 in history of deployment shop: it has 6, 7", (await bench.RunAsync(new KubernetesRolloutUndo { Resource = Shop, ToRevision = "4" })).Reason);

    [Fact]
    public async Task Undo_of_a_stateful_set_sends_the_controller_revision()
    {
        await bench.RunAsync(new KubernetesRolloutUndo { Resource = new("sts", "db") });
        Assert.Equal("statefulset.apps/db rolled back", bench.Output.Out);
        Assert.Equal("replace", (string?)PatchBody()["spec"]!["template"]!["$patch"]);
        Assert.Contains(PatchContentType.Strategic, bench.Cluster.Changes[0]);
        Assert.Contains("pg:15", bench.Cluster.Changes[0]);
    }

    [Fact]
    public async Task Set_image_patches_only_the_containers_that_are_named()
    {
        var outcome = await bench.RunAsync(new KubernetesSetImage { Resources = [Shop], Images = [new("web", "shop/web:3")] });
        Assert.Equal("deployment.apps/shop image updated", bench.Output.Out);
        Assert.Equal("""{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"shop/web:3"}]}}}}""", PatchBody().ToJsonString());
        Assert.Equal("deployment shop now has shop/web:3 (was shop/web:2)", outcome.Reason);
    }

    [Fact]
    public async Task Set_image_refuses_a_container_that_is_not_there_and_names_those_that_are()
    {
        var outcome = await bench.RunAsync(new KubernetesSetImage { Resources = [Shop], Images = [new("wob", "x")] });
        Assert.Equal("unable to find container named \"wob\" in deployment shop: it has migrate, web, sidecar.", outcome.Reason);
        Assert.Empty(bench.Cluster.Changes);
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":4}}""")]
    [InlineData("spec:\n  replicas: 4")]
    [InlineData("spec: {replicas: 4}")]
    public async Task Patch_takes_JSON_and_YAML(string patch)
    {
        var outcome = await bench.RunAsync(new KubernetesPatch { Resource = Shop, Patch = patch, Type = PatchType.Merge });
        Assert.Equal(("deployment.apps/shop patched", "patched deployment shop in shop"), (bench.Output.Out, outcome.Reason));
        Assert.EndsWith("""application/merge-patch+json {"spec":{"replicas":4}}""", Assert.Single(bench.Cluster.Changes));
    }

    [Fact]
    public async Task Patch_without_effect_says_so()
    {
        await bench.RunAsync(new KubernetesPatch { Resource = Shop, Patch = """{"spec":{"replicas":3}}""" });
        Assert.Equal("deployment.apps/shop patched (no change)", bench.Output.Out);
    }

    [Fact]
    public async Task Patch_that_cannot_be_read_is_refused_before_anything_is_asked() =>
        Assert.StartsWith("The patch cannot be read:", (await bench.RunAsync(new KubernetesPatch { Resource = Shop, Patch = "{\"spec\": [" })).Reason);

    [Fact]
    public async Task Delete_names_the_uid_and_waits_until_that_object_is_gone()
    {
        var deletion = bench.RunAsync(new KubernetesDelete { Resources = [new("pod", "shop-7-b")] });
        Assert.False(deletion.IsCompleted);
        Assert.Equal("DELETE /api/v1/namespaces/shop/pods/shop-7-b p-2  Background", Assert.Single(bench.Cluster.Changes));
        await bench.Cluster.Watched.Writer.WriteAsync(new(WatchEventType.Modified, Object("Pod", "shop-7-b")));
        await bench.Cluster.Watched.Writer.WriteAsync(new(WatchEventType.Deleted, Object("Pod", "shop-7-b")));
        Assert.Equal("deleted pod shop-7-b", (await deletion).Reason);
        Assert.Equal("pod \"shop-7-b\" deleted", bench.Output.Out);
    }

    [Fact]
    public async Task Delete_is_done_when_another_object_bears_the_name()
    {
        var deletion = bench.RunAsync(new KubernetesDelete { Resources = [new("pod", "shop-7-b")] });
        var successor = (JsonObject)Object("Pod", "shop-7-b").DeepClone();
        successor["metadata"]!["uid"] = "p-9";
        await bench.Cluster.Watched.Writer.WriteAsync(new(WatchEventType.Added, successor));
        Assert.True((await deletion).Succeeded);
    }

    [Fact]
    public async Task Delete_by_selector_announces_each_object_once()
    {
        var outcome = await bench.RunAsync(new KubernetesDelete { Resources = [new("pods")], LabelSelector = "app=shop", Wait = false });
        Assert.Equal([0, 1], bench.Announced);
        Assert.Equal("deleted pod shop-7-a, pod shop-7-b; its end was not waited for", outcome.Reason);
    }

    [Fact]
    public async Task Delete_without_names_selector_or_all_is_refused() => Assert.False((await bench.RunAsync(new KubernetesDelete { Resources = [new("pods")] })).Succeeded);

    [Fact]
    public async Task Delete_of_what_is_not_there_fails_unless_that_is_fine()
    {
        Assert.False((await bench.RunAsync(new KubernetesDelete { Resources = [new("pod", "gone")] })).Succeeded);
        Assert.True((await bench.RunAsync(new KubernetesDelete { Resources = [new("pod", "gone")], IgnoreNotFound = true })).Succeeded);
    }
}
