using Xunit;

namespace OpsPortal.Tests.Sandbox.Kubectl;

/// <summary>Each test changes something of its own, so that their order does not matter.</summary>
public sealed class KubectlChangeTests(LivingCluster living) : IClassFixture<LivingCluster>
{
    private const string Image = "jsonpath={.spec.template.spec.containers[0].image}";
    private readonly Kubectl kubectl = living.Admin;

    [Fact]
    public async Task A_rollout_goes_out_is_listed_and_undone()
    {
        string[] at = ["deployment/platform-service", "-n", "platform"];
        var before = await kubectl.RunAsync(["get", .. at, "-o", Image]);
        var known = await kubectl.RunAsync(["rollout", "history", .. at]);

        Assert.Contains("restarted", await kubectl.RunAsync(["rollout", "restart", .. at]));
        Assert.Contains("successfully rolled out", await kubectl.RunAsync(["rollout", "status", .. at, "--timeout=90s"]));
        Assert.NotEqual(known, await kubectl.RunAsync(["rollout", "history", .. at]));

        Assert.Contains("image updated", await kubectl.RunAsync(["set", "image", .. at, "platform-service=registry.invalid/none:1"]));
        Assert.Contains("registry.invalid/none:1", await kubectl.RunAsync(["get", .. at, "-o", Image]));
        Assert.Contains("rolled back", await kubectl.RunAsync(["rollout", "undo", .. at]));
        Assert.Contains("successfully rolled out", await kubectl.RunAsync(["rollout", "status", .. at, "--timeout=90s"]));
        Assert.Equal(before, await kubectl.RunAsync(["get", .. at, "-o", Image]));
    }

    [Fact]
    public async Task Scaling_makes_and_takes_pods()
    {
        string[] at = ["deployment/unified-system", "-n", "discord"];
        Assert.Contains("scaled", await kubectl.RunAsync(["scale", .. at, "--replicas=4"]));
        await kubectl.RunAsync(["rollout", "status", .. at, "--timeout=60s"]);
        Assert.Equal("4", await kubectl.RunAsync(["get", .. at, "-o", "jsonpath={.status.readyReplicas}"]));
        await kubectl.RunAsync(["scale", .. at, "--current-replicas=4", "--replicas=2"]);
        await kubectl.RunAsync(["rollout", "status", .. at, "--timeout=60s"]);
        Assert.Equal("2", await kubectl.RunAsync(["get", .. at, "-o", "jsonpath={.status.replicas}"]));
        var (exit, _, error) = await kubectl.FailAsync(["scale", .. at, "--current-replicas=9", "--replicas=1"]);
        Assert.True(exit != 0 && error.Contains("Expected replicas to be 9, was 2"), error);
    }

    [Fact]
    public async Task A_deleted_pod_is_replaced()
    {
        var pod = (await kubectl.RunAsync("get", "pods", "-n", "production", "-l", "app=meta-prompt-evolution-hub", "-o", "name")).Split('\n')[0];
        Assert.Contains("deleted", await kubectl.RunAsync("delete", pod, "-n", "production"));
        await kubectl.RunAsync("rollout", "status", "deployment/meta-prompt-evolution-hub", "-n", "production", "--timeout=60s");
        Assert.DoesNotContain(pod, await kubectl.RunAsync("get", "pods", "-n", "production", "-o", "name"));
    }

    [Fact]
    public async Task What_is_applied_is_created_configured_previewed_and_deleted()
    {
        const string manifest = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: applied, namespace: default}
            spec:
              selector: {matchLabels: {app: applied}}
              template:
                metadata: {labels: {app: applied}}
                spec: {containers: [{name: web, image: "redis:7.2.5"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: applied, namespace: default}
            spec: {selector: {app: applied}, ports: [{port: 80}]}
            ---
            apiVersion: cert-manager.io/v1
            kind: Certificate
            metadata: {name: applied, namespace: default}
            spec: {secretName: applied, dnsNames: [applied.example], issuerRef: {name: letsencrypt-prod, kind: ClusterIssuer}}
            """;
        var changed = manifest.Replace("redis:7.2.5", "bitnami/redis:7.2");

        Assert.Contains("created (server dry run)", await kubectl.ApplyAsync(manifest, "--dry-run=server"));
        Assert.Contains("deployment.apps/applied created", await kubectl.ApplyAsync(manifest));
        Assert.Contains("deployment.apps/applied unchanged", await kubectl.ApplyAsync(manifest));
        Assert.Contains("deployment.apps/applied configured (server dry run)", await kubectl.ApplyAsync(changed, "--dry-run=server"));
        Assert.Equal("redis:7.2.5", await kubectl.RunAsync("get", "deployment", "applied", "-o", Image));
        Assert.Contains("deployment.apps/applied configured", await kubectl.ApplyAsync(changed));
        Assert.Contains("deployment.apps/applied serverside-applied", await kubectl.ApplyAsync(changed, "--server-side", "--force-conflicts"));
        Assert.Contains("condition met", await kubectl.RunAsync("wait", "certificate/applied", "--for=condition=Ready", "--timeout=60s"));
        Assert.Contains("condition met", await kubectl.RunAsync("wait", "deployment/applied", "--for=condition=Available", "--timeout=60s"));
        Assert.Contains("\"applied\" deleted", await kubectl.WithInputAsync(manifest, "delete", "-f", "-"));
    }

    [Theory]
    [InlineData("strategic", """{"spec":{"template":{"spec":{"containers":[{"name":"web","env":[{"name":"LEVEL","value":"debug"}]}]}}}}""", "{.spec.template.spec.containers[0].env[0].value}", "debug")]
    [InlineData("merge", """{"metadata":{"annotations":{"example.org/note":"kept"}}}""", @"{.metadata.annotations.example\.org/note}", "kept")]
    [InlineData("json", """[{"op":"replace","path":"/spec/replicas","value":0}]""", "{.spec.replicas}", "0")]
    public async Task Every_type_of_patch_is_taken(string type, string patch, string path, string expected)
    {
        var name = $"patched-{type}";
        await kubectl.RunAsync("create", "deployment", name, "--image=nginx:1.27");
        await kubectl.RunAsync("patch", "deployment", name, "--type=json", "-p", """[{"op":"replace","path":"/spec/template/spec/containers/0/name","value":"web"}]""");
        Assert.Contains("patched", await kubectl.RunAsync("patch", "deployment", name, $"--type={type}", "-p", patch));
        Assert.Equal(expected, await kubectl.RunAsync("get", "deployment", name, "-o", $"jsonpath={path}"));
    }

    [Fact]
    public async Task Labels_annotations_and_single_fields_are_set()
    {
        string[] at = ["deployment/redis", "-n", "platform"];
        Assert.Contains("labeled", await kubectl.RunAsync(["label", .. at, "owner=ops"]));
        Assert.Contains("annotated", await kubectl.RunAsync(["annotate", .. at, "example.org/checked=yes"]));
        Assert.Contains("env updated", await kubectl.RunAsync(["set", "env", .. at, "LEVEL=info"]));
        Assert.Contains("resource requirements updated", await kubectl.RunAsync(["set", "resources", .. at, "--limits=memory=201Mi"]));
        Assert.Contains("redis", await kubectl.RunAsync("get", "deployments", "-A", "-l", "owner=ops"));
    }

    [Fact]
    public async Task Small_objects_are_made_on_the_spot()
    {
        Assert.Contains("created", await kubectl.RunAsync("create", "namespace", "made"));
        Assert.Contains("created", await kubectl.RunAsync("create", "configmap", "settings", "-n", "made", "--from-literal=level=1"));
        Assert.Contains("created", await kubectl.RunAsync("create", "secret", "generic", "keys", "-n", "made", "--from-literal=key=value"));
        Assert.Contains("created", await kubectl.RunAsync("create", "deployment", "web", "--image=nginx:1.27", "-n", "made"));
        Assert.Contains("exposed", await kubectl.RunAsync("expose", "deployment", "web", "--port=80", "-n", "made"));
        Assert.Contains("autoscaled", await kubectl.RunAsync("autoscale", "deployment", "web", "--min=1", "--max=3", "--cpu-percent=70", "-n", "made"));
        Assert.Contains("created", await kubectl.RunAsync("create", "serviceaccount", "robot", "-n", "made"));
        Assert.Contains("created", await kubectl.RunAsync("create", "role", "reader", "--verb=get", "--resource=pods", "-n", "made"));
        Assert.Contains("created", await kubectl.RunAsync("create", "rolebinding", "reader", "--role=reader", "--serviceaccount=made:robot", "-n", "made"));
        Assert.Equal("yes\n", await kubectl.RunAsync("auth", "can-i", "get", "pods", "-n", "made", "--as=system:serviceaccount:made:robot"));
        Assert.Contains("namespace \"made\" deleted", await kubectl.RunAsync("delete", "namespace", "made"));
        Assert.Contains("NotFound", (await kubectl.FailAsync("get", "deployment", "web", "-n", "made")).Error);
    }

    [Fact]
    public async Task A_node_is_drained_and_taken_back()
    {
        // kubectl up to 1.20 says "evicted".
        Assert.Matches("node/sandbox-3 (drained|evicted)", await kubectl.RunAsync("drain", "sandbox-3", "--force", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=90s"));
        Assert.Contains("SchedulingDisabled", await kubectl.RunAsync("get", "node", "sandbox-3"));
        Assert.Contains("uncordoned", await kubectl.RunAsync("uncordon", "sandbox-3"));
    }

    [Fact]
    public async Task A_stateful_set_rolls_by_its_revisions()
    {
        string[] at = ["statefulset/redis", "-n", "production"];
        Assert.Contains("restarted", await kubectl.RunAsync(["rollout", "restart", .. at]));
        Assert.Contains("roll", await kubectl.RunAsync(["rollout", "status", .. at, "--timeout=90s"]));
        Assert.Contains("rolled back", await kubectl.RunAsync(["rollout", "undo", .. at]));
    }
}
