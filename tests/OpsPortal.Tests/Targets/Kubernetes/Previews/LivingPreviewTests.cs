using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Tests.Targets.Kubernetes.Verbs;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Previews;

/// <summary>Where a plan has more to say than one object: nodes, pods, programs, secrets, what others do meanwhile, and servers that refuse.</summary>
public sealed class LivingPreviewTests(SandboxPortal portal) : IClassFixture<SandboxPortal>
{
    [Fact]
    public async Task A_drain_is_planned_pod_by_pod_and_nothing_moves()
    {
        var trial = new Trial(portal.Api, "default");
        var before = await PodsOnAsync("sandbox-2");
        var preview = await trial.PreviewAsync(SandboxPortal.Action("kubectl drain sandbox-2 sandbox-3 --force --ignore-daemonsets --delete-emptydir-data --timeout=60s"));
        Assert.True(preview is { Refusal: null, Unavailable: null }, preview.Refusal);
        Assert.Contains("Node sandbox-2 takes no new pods; those on it stay", preview.Effects);
        Assert.Contains("Node sandbox-3 takes no new pods; those on it stay", preview.Effects);
        foreach (var pod in before) Assert.Contains(preview.Preconditions, p => p.Subject.StartsWith($"pod {pod} in ", StringComparison.Ordinal));
        Assert.Equal(before, await PodsOnAsync("sandbox-2"));
        Assert.Equal("", await portal.Kubectl.RunAsync("get", "node", "sandbox-2", "-o", "jsonpath={.spec.unschedulable}"));
        Assert.Contains(preview.Requests, r => r.Call.EndsWith($"/pods/{before[0]}/eviction?fieldManager=opsportal", StringComparison.Ordinal));
        Assert.StartsWith("unable to drain node \"sandbox-2\": ", (await trial.PreviewAsync(SandboxPortal.Action("kubectl drain sandbox-2"))).Refusal);
    }

    [Fact]
    public async Task A_cordon_and_a_taint_are_taken_back()
    {
        var trial = new Trial(portal.Api, "default");
        foreach (var (command, back) in new[] { ("kubectl cordon sandbox-1", "Uncordon node sandbox-1"), ("kubectl taint nodes sandbox-1 dedicated=db:PreferNoSchedule", "Put node sandbox-1 back as it was (spec.taints)") })
        {
            var before = await portal.Kubectl.RunAsync("get", "node", "sandbox-1", "-o", "jsonpath={.spec}");
            Assert.Null((await trial.PreviewAsync(SandboxPortal.Action(command))).Refusal);
            Assert.Equal(before, await portal.Kubectl.RunAsync("get", "node", "sandbox-1", "-o", "jsonpath={.spec}"));
            Assert.True((await trial.RunAsync(SandboxPortal.Action(command))).Succeeded);
            Assert.Equal(back, trial.Kept[^1].Revert!.Sentence);
            Assert.True((await trial.RunAsync(trial.Kept[^1].Revert!)).Succeeded);
            Assert.Equal(before, await portal.Kubectl.RunAsync("get", "node", "sandbox-1", "-o", "jsonpath={.spec}"));
        }
    }

    [Fact]
    public async Task A_program_in_a_pod_cannot_be_tried()
    {
        var trial = new Trial(portal.Api, "platform");
        var preview = await trial.PreviewAsync(SandboxPortal.Action("kubectl exec postgres-pod -- rm -rf /tmp/cache"));
        Assert.Equal("Runs `rm -rf /tmp/cache` in pod postgres-pod (container postgres) in platform", preview.Effects[0].Replace("(container postgresql)", "(container postgres)"));
        Assert.StartsWith("What `rm` does in pod postgres-pod", preview.Unavailable);
        Assert.Equal("may get pods/exec in platform", preview.Permission!.Sentence);
        Assert.False(preview.Reversal.Possible);
    }

    [Fact]
    public async Task A_webhook_that_cannot_be_tried_leaves_the_preview_unknown()
    {
        var place = await portal.NamespaceAsync();
        await portal.Kubectl.RunAsync("-n", place, "create", "configmap", "settings", "--from-literal=a=b");
        var trial = new Trial(portal.Api, place);
        var fault = portal.Cluster.Faults.Inject(new(FaultKind.WebhookWithoutDryRun, place));
        foreach (var command in new[] { "label configmap settings a=b", "create configmap other --from-literal=a=b", "delete configmap settings", "patch configmap settings -p '{\"data\":{\"a\":\"c\"}}'" })
        {
            var preview = await trial.PreviewAsync(SandboxPortal.Action($"kubectl -n {place} {command}"));
            Assert.StartsWith("Preview unavailable: admission webhook \"audit.sandbox.example\" does not support dry run", preview.Unavailable);
            Assert.Null(preview.Refusal);
            Assert.Single(preview.Requests);
        }
        portal.Cluster.Faults.Clear(fault.Id);
        Assert.Null((await trial.PreviewAsync(SandboxPortal.Action($"kubectl -n {place} label configmap settings a=b"))).Unavailable);
        Assert.Equal("b", await portal.Kubectl.RunAsync("-n", place, "get", "configmap", "settings", "-o", "jsonpath={.data.a}"));
    }

    [Fact]
    public async Task A_value_of_a_secret_is_seen_to_change_and_never_read()
    {
        var place = await portal.NamespaceAsync();
        await portal.Kubectl.RunAsync("-n", place, "create", "secret", "generic", "keys", "--from-literal=word=hidden");
        var trial = new Trial(portal.Api, place) { Files = new() { ["keys.yaml"] = "apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {word: secret}" } };
        var change = SandboxPortal.Action($"kubectl -n {place} apply -f keys.yaml");
        var preview = await trial.PreviewAsync(change);
        var shown = Assert.Single(preview.Changes);
        Assert.NotEqual(shown.Before, shown.After);
        Assert.Matches(@"word: '?••• \(sha [0-9a-f]{4}, 6 bytes\)", shown.Before);
        var all = string.Join("\n", [shown.Before!, shown.After!, .. preview.Effects, .. preview.Requests.Select(r => r.Call + r.Body), .. preview.Preconditions.Select(p => p.Fact + p.Value)]);
        foreach (var value in new[] { "hidden", "aGlkZGVu", "secret}", "c2VjcmV0", "\"secret\"" }) Assert.DoesNotContain(value, all);
        Assert.True((await trial.RunAsync(change)).Succeeded);
        Assert.DoesNotContain("c2VjcmV0", string.Join("\n", trial.Kept.SelectMany(k => k.Changes).Select(c => c.Before + c.After)));
        Assert.True((await trial.RunAsync(trial.Kept[^1].Revert!)).Succeeded);
        Assert.Equal("aGlkZGVu", await portal.Kubectl.RunAsync("-n", place, "get", "secret", "keys", "-o", "jsonpath={.data.word}"));
    }

    [Fact]
    public async Task What_others_changed_since_stays_and_their_fields_are_not_overwritten()
    {
        var place = await portal.NamespaceAsync();
        await portal.Kubectl.RunAsync("-n", place, "create", "deployment", "web", "--image=nginx:1.27", "--replicas=0");
        var trial = new Trial(portal.Api, place);
        Assert.True((await trial.RunAsync(SandboxPortal.Action($"kubectl -n {place} set image deployment/web nginx=nginx:1.28"))).Succeeded);
        var revert = trial.Kept[^1].Revert!;
        await portal.Kubectl.RunAsync("-n", place, "set", "env", "deployment/web", "LEVEL=debug");
        await portal.Kubectl.RunAsync("-n", place, "label", "deployment", "web", "by=somebody");
        Assert.True((await trial.RunAsync(revert)).Succeeded);
        Assert.Equal("nginx:1.27 LEVEL somebody", await portal.Kubectl.RunAsync("-n", place, "get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].env[0].name} {.metadata.labels.by}"));

        Assert.True((await trial.RunAsync(SandboxPortal.Action($"kubectl -n {place} set image deployment/web nginx=nginx:1.28"))).Succeeded);
        await portal.Kubectl.RunAsync("-n", place, "set", "image", "deployment/web", "nginx=nginx:1.29");
        const string sentence = "deployment web was changed by somebody else since (spec.template.spec.containers[nginx].image): look at it and decide what is to stand. Nothing was changed.";
        Assert.Equal(sentence, (await trial.PreviewAsync(trial.Kept[^1].Revert!)).Refusal);
        Assert.Equal(sentence, (await trial.RunAsync(trial.Kept[^1].Revert!)).Reason);
    }

    [Fact]
    public async Task What_is_lost_for_good_says_so()
    {
        var place = await portal.NamespaceAsync();
        await portal.Kubectl.RunAsync("-n", place, "create", "configmap", "settings", "--from-literal=a=b");
        await portal.Kubectl.ApplyAsync("apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}", "-n", place);
        var trial = new Trial(portal.Api, place);
        var preview = await trial.PreviewAsync(SandboxPortal.Action($"kubectl delete namespace {place}"));
        Assert.Contains("1 persistentvolumeclaim", preview.Effects[0]);
        Assert.Equal($"There is no way back. namespace {place}: a new namespace would be empty.", preview.Reversal.Sentence);
        var claim = await trial.PreviewAsync(SandboxPortal.Action($"kubectl -n {place} delete pvc data"));
        Assert.False(claim.Reversal.Possible);
        Assert.Contains("The data of persistentvolumeclaim data may be deleted with it, as the policy of its volume says", claim.Warnings);
        Assert.Equal("Active", await portal.Kubectl.RunAsync("get", "namespace", place, "-o", "jsonpath={.status.phase}"));
    }

    [Fact]
    public async Task A_switch_to_nobody_is_warned_of()
    {
        var trial = new Trial(portal.Api, "discord");
        var preview = await trial.PreviewAsync(SandboxPortal.Action("""kubectl -n discord patch service unified-system -p '{"spec":{"selector":{"version":"purple"}}}'"""));
        Assert.Contains("0 ready pods) instead of", preview.Effects[0]);
        Assert.Contains(preview.Warnings, w => w.Contains("service unified-system would answer nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_waits_or_follows_ends_where_the_trial_brings_nothing_about()
    {
        var place = await portal.NamespaceAsync();
        var trial = new Trial(portal.Api, place);
        var run = await trial.PreviewAsync(SandboxPortal.Action($"kubectl -n {place} run once --rm -i --restart=Never --image=registry.example.com/postgres:16.4 -- pg_isready"));
        Assert.True(run.Refusal is null, run.Refusal);
        Assert.Equal($"Pod once in {place} is made, and deleted when it has ended", run.Effects[0]);
        Assert.Equal("", await portal.Kubectl.RunAsync("-n", place, "get", "pods", "-o", "name"));

        var both = new Trial(portal.Api, place) { Files = new() { ["new.yaml"] = "apiVersion: v1\nkind: Namespace\nmetadata: {name: brand-new}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: brand-new}\ndata: {a: b}" } };
        var apply = await both.PreviewAsync(SandboxPortal.Action("kubectl apply -f new.yaml"));
        Assert.True(apply.Refusal is null, apply.Refusal);
        Assert.Equal("2 objects: 2 created", apply.Effects[0]);
        Assert.StartsWith("Can be put back: delete configmap c in brand-new, which this step made; delete namespace brand-new", apply.Reversal.Sentence);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_servers_words()
    {
        var trial = new Trial(portal.Api, "platform");
        Assert.Contains("Invalid value", (await trial.PreviewAsync(SandboxPortal.Action("""kubectl -n platform patch deployment platform-service -p '{"spec":{"replicas":-1}}'"""))).Refusal);
        Assert.Contains("already exists", (await trial.PreviewAsync(SandboxPortal.Action("kubectl -n platform create configmap platform-config --from-literal=a=b"))).Refusal);
        Assert.Contains("not found", (await trial.PreviewAsync(SandboxPortal.Action("kubectl -n nowhere create configmap x --from-literal=a=b"))).Refusal);
    }

    private async Task<string[]> PodsOnAsync(string node) =>
        (await portal.Kubectl.RunAsync("get", "pods", "-A", "--field-selector", $"spec.nodeName={node}", "-o", "jsonpath={.items[*].metadata.name}")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
