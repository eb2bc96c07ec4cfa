using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Sandbox.Runbooks;
using OpsPortal.Targets.Suggestions;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Verbs;

/// <summary>What the side-by-side comparison cannot show: files of the runbooks, editing, draining, waiting, one-off pods, secrets.</summary>
public sealed class SandboxVerbTests(SandboxPortal portal) : IClassFixture<SandboxPortal>
{
    private StepFiles Of(string system)
    {
        var files = new StepFiles();
        foreach (var file in SandboxFiles.All(portal.Cluster).Where(f => f.System == system)) files.Content[file.Path] = file.Bytes;
        return files;
    }

    [Fact]
    public async Task Green_is_created_beside_blue_and_becomes_available()
    {
        var files = Of("discord-intelligence-bot");
        Assert.Equal("deployment.apps/unified-system-green created", await OutAsync("kubectl apply -f deployments/unified-system-green.yaml", "discord", files));
        Assert.Equal("deployment.apps/unified-system-green condition met", await OutAsync("kubectl wait --for=condition=available deployment/unified-system-green", "discord"));
        Assert.Equal("service/unified-system patched", await OutAsync("""kubectl patch service unified-system -p '{"spec":{"selector":{"version":"green"}}}'""", "discord"));
        Assert.Equal("service/unified-system patched", await OutAsync("""kubectl patch service unified-system -p '{"spec":{"selector":{"version":"blue"}}}'""", "discord"));
        Assert.Equal("deployment.apps \"unified-system-green\" deleted", await OutAsync("kubectl delete deployment unified-system-green", "discord"));
    }

    [Fact]
    public async Task The_files_of_the_runbooks_apply()
    {
        var (bot, platform) = (Of("discord-intelligence-bot"), Of("platform-service"));
        Assert.Contains("configmap/unified-system-config", await OutAsync("kubectl apply -f config/unified-system-config.yaml", "discord", bot));
        Assert.Contains("certificate.cert-manager.io/unified-system-tls", await OutAsync("kubectl apply -f certificates/unified-system-tls.yaml", "discord", bot));
        Assert.Equal("configmap/system-backup created", await OutAsync("kubectl create configmap system-backup --from-file=backup.sh", "discord", bot));
        Assert.Equal("job.batch/system-backup created", await OutAsync("kubectl apply -f backup-job.yaml", "discord", bot));
        Assert.Equal("job.batch/system-backup condition met", await OutAsync("kubectl wait --for=condition=complete job/system-backup --timeout=60s", "discord"));
        Assert.Equal("horizontalpodautoscaler.autoscaling \"platform-service\" deleted", await OutAsync("kubectl delete hpa platform-service", "platform"));
        Assert.Equal("horizontalpodautoscaler.autoscaling/platform-service created", await OutAsync("kubectl apply -f k8s/hpa.yaml", "platform", platform));
        Assert.Equal("secret/platform-secrets configured", await OutAsync("kubectl apply -f k8s/secrets.yaml", "platform", platform));
        Assert.Equal("secret/platform-secrets-new created", await OutAsync("kubectl create secret generic platform-secrets-new --from-env-file=.env.production", "platform", platform));
        Assert.Equal("secret/tls-cert-new created", await OutAsync("kubectl create secret tls tls-cert-new --cert=path/to/tls.crt --key=path/to/tls.key", "platform", platform));
        Assert.StartsWith("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", await OutAsync("""kubectl get secret tls-cert-new -o jsonpath='{.data.tls\.crt}'""", "platform"));
        Assert.StartsWith("<masked", await OutAsync("""kubectl get secret tls-cert-new -o jsonpath='{.data.tls\.key}'""", "platform"));
    }

    [Fact]
    public async Task Secrets_are_masked_before_eyes_and_whole_in_a_pipe()
    {
        var place = await portal.NamespaceAsync();
        const string make = "kubectl create secret generic keys --from-literal=word=hidden --dry-run=client -o yaml";
        Assert.DoesNotContain("aGlkZGVu", await OutAsync(make, place));
        var (made, output) = await portal.RunAsync(make, place, piped: true);
        Assert.True(made.Succeeded && output.Out.Contains("word: aGlkZGVu"), output.Out);
        var (applied, told) = await portal.RunAsync("kubectl apply -f -", place, input: output.Out.Split('\n'));
        Assert.Equal((true, "secret/keys created"), (applied.Succeeded, told.Out));
        Assert.Equal("aGlkZGVu", (await portal.RunAsync("kubectl get secret keys -o jsonpath={.data.word}", place, piped: true)).Output.Out);
        Assert.Contains("masked", await OutAsync("kubectl get secret keys -o jsonpath={.data.word}", place));
        Assert.StartsWith("<masked", await OutAsync("kubectl create token default --duration=10m", "platform"));
    }

    [Fact]
    public async Task A_missing_file_says_which_and_what_to_do()
    {
        var (outcome, _) = await portal.RunAsync("kubectl apply -f k8s/none.yaml", "platform", new());
        Assert.False(outcome.Succeeded);
        Assert.Contains("There is no file k8s/none.yaml beside this runbook. Attach it", outcome.Reason);
        Assert.Contains("nothing is", (await portal.RunAsync("kubectl apply -f -", "platform")).Outcome.Reason);
    }

    [Fact]
    public async Task An_object_is_edited_unless_somebody_was_faster()
    {
        var place = await portal.NamespaceAsync();
        await portal.Kubectl.RunAsync("create", "configmap", "settings", "-n", place, "--from-literal=level=info");
        var edit = (KubernetesEdit)SandboxPortal.Action($"kubectl edit configmap settings");
        var source = new SuggestionSource(TimeProvider.System);
        var text = (await source.LoadAsync(edit, place, portal.Api, default))!;
        Assert.DoesNotContain("managedFields", text);

        Assert.Contains("left as it is", (await RunAsync(edit, text, place)).Reason);
        Assert.Contains("edited configmap settings", (await RunAsync(edit, text.Replace("level: info", "level: debug"), place)).Reason);
        Assert.Equal("debug", await portal.Kubectl.RunAsync("get", "configmap", "settings", "-n", place, "-o", "jsonpath={.data.level}"));
        Assert.Contains("Somebody else has changed", (await RunAsync(edit, text.Replace("level: info", "level: trace"), place)).Reason);
        Assert.Contains("is of configmap other", (await RunAsync(edit, text.Replace("name: settings", "name: other"), place)).Reason);
        Assert.Contains("cannot be read", (await RunAsync(edit, "a: [", place)).Reason);
    }

    [Fact]
    public async Task A_node_is_drained_as_far_as_it_may_be()
    {
        var refused = (await portal.RunAsync("kubectl drain sandbox-2 --delete-emptydir-data", "default")).Outcome;
        Assert.Contains("cannot delete Pods that declare no controller (use --force to override)", refused.Reason);
        var (outcome, output) = await portal.RunAsync("kubectl drain sandbox-2 --force --ignore-daemonsets --delete-emptydir-data --timeout=80s", "default");
        Assert.True(outcome.Succeeded, outcome.Reason + output.Errors);
        Assert.StartsWith("node/sandbox-2 already cordoned", output.Out);
        Assert.EndsWith("node/sandbox-2 drained", output.Out);
        Assert.Equal("node/sandbox-2 uncordoned", await OutAsync("kubectl uncordon sandbox-2", "default"));
        Assert.Equal("node/sandbox-2 already uncordoned", await OutAsync("kubectl uncordon sandbox-2", "default"));
    }

    [Fact]
    public async Task A_node_is_tainted_and_cleared()
    {
        Assert.Equal("node/sandbox-1 tainted", await OutAsync("kubectl taint nodes sandbox-1 dedicated=db:PreferNoSchedule", "default"));
        Assert.Contains("--overwrite is false", (await portal.RunAsync("kubectl taint nodes sandbox-1 dedicated=x:PreferNoSchedule", "default")).Outcome.Reason);
        Assert.Equal("node/sandbox-1 untainted", await OutAsync("kubectl taint nodes sandbox-1 dedicated-", "default"));
        Assert.Contains("not found on node sandbox-1", (await portal.RunAsync("kubectl taint nodes sandbox-1 dedicated-", "default")).Outcome.Reason);
    }

    [Fact]
    public async Task A_one_off_pod_is_followed_and_removed()
    {
        var place = await portal.NamespaceAsync();
        var (outcome, output) = await portal.RunAsync("kubectl run once --rm -i --restart=Never --image=registry.example.com/postgres:16.4 -- pg_isready -h postgres", place);
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.EndsWith("pod \"once\" deleted", output.Out);
        var (stuck, _) = await portal.RunAsync("kubectl run twice --rm -i --restart=Never --image=nowhere.example/none:1 -- date", place);
        Assert.Contains("does not start: ", stuck.Reason);
        Assert.Equal("", await portal.Kubectl.RunAsync("get", "pods", "-n", place, "-o", "name"));
    }

    [Fact]
    public async Task Waiting_ends_with_its_time_limit()
    {
        var (outcome, _) = await portal.RunAsync("kubectl wait --for=condition=Frozen deployment/platform-service --timeout=50ms", "platform");
        Assert.Contains("timed out waiting for the condition on deployments/platform-service", outcome.Reason);
        Assert.Contains("no matching resources", (await portal.RunAsync("kubectl wait --for=condition=ready pod -l app=none", "platform")).Outcome.Reason);
    }

    [Fact]
    public async Task The_environment_keeps_its_context()
    {
        var own = portal.Api.Identity.Context!;
        Assert.Equal(own, await OutAsync("kubectl config current-context", "platform"));
        Assert.True((await portal.RunAsync($"kubectl config use-context {own}", "platform")).Outcome.Succeeded);
        Assert.Contains("uses the context", (await portal.RunAsync("kubectl config use-context elsewhere", "platform")).Outcome.Reason);
        Assert.True((await portal.RunAsync($"kubectl get pods --context {own}", "platform")).Outcome.Succeeded);
        Assert.Contains("names the context elsewhere", (await portal.RunAsync("kubectl delete pod --all --context elsewhere", "platform")).Outcome.Reason);
        Assert.True((await portal.RunAsync("oc project platform", "platform")).Outcome.Succeeded);
        Assert.DoesNotContain("token", await OutAsync("kubectl config view", "platform"));
        Assert.Contains("is running at https://", await OutAsync("kubectl cluster-info", "platform"));
    }

    [Fact]
    public async Task A_port_is_checked_where_a_forward_would_be_opened()
    {
        Assert.Contains("port 80 is port", await OutAsync("kubectl port-forward svc/platform-service 8080:80", "platform"));
        Assert.Contains("does not have a service port 81", (await portal.RunAsync("kubectl port-forward svc/platform-service 8080:81", "platform")).Outcome.Reason);
        Assert.Contains("pod/postgres-pod: port 5432", await OutAsync("kubectl port-forward postgres-pod 5432", "platform"));
    }

    [Fact]
    public async Task Events_and_kinds_are_listed()
    {
        Assert.StartsWith("NAMESPACE", await OutAsync("kubectl events -A --types=Normal", "platform"));
        Assert.Contains("deployments", await OutAsync("kubectl api-resources --api-group=apps", "platform"));
        Assert.Contains("not read by path", (await portal.RunAsync("kubectl get --raw /api/v1/namespaces/platform/secrets", "platform")).Outcome.Reason);
    }

    private async Task<string> OutAsync(string command, string place, StepFiles? files = null)
    {
        var (outcome, output) = await portal.RunAsync(command, place, files);
        Assert.True(outcome.Succeeded, $"{command}: {outcome.Reason}\n{output.Errors}");
        return output.Out;
    }

    private Task<OpsPortal.Targets.ActionOutcome> RunAsync(KubernetesEdit edit, string text, string place) =>
        portal.RunAsync(edit.Bind(new Dictionary<string, string> { [edit.ParameterNames()[0]] = text }), place);
}
