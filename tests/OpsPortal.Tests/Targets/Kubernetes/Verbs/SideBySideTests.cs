using System.Text.RegularExpressions;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Verbs;

/// <summary>
/// The same command lines typed into the real kubectl and run by the portal, each in a namespace of its own on the sandbox
/// cluster: what they print has to be the same.
/// </summary>
public sealed partial class SideBySideTests(SandboxPortal portal) : IClassFixture<SandboxPortal>
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          labels: {app: web}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: redis:7.2.5
                ports: [{containerPort: 8080, name: http}]
                env: [{name: LEVEL, value: info}]
                resources: {requests: {cpu: 10m}}
              volumes:
              - {name: scratch, emptyDir: {}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
        """;

    private static readonly string Changed = Web.Replace("redis:7.2.5", "redis:7").Replace("env: [{name: LEVEL, value: info}]", "env: [{name: OTHER, value: x}]");

    private static readonly StepFiles Files = new()
    {
        ["web.yaml"] = Web,
        ["changed.yaml"] = Changed,
        ["folder/a.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}",
        ["folder/b.yml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {k: v}",
        ["folder/notes.txt"] = "nothing",
        ["list.json"] = """{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one"}},{"apiVersion":"v1","kind":"Secret","metadata":{"name":"two"},"stringData":{"a":"b"}}]}""",
        ["app.env"] = "# settings\nLEVEL=info\nURL=http://x/?a=b\n\nEMPTY=\n",
        ["app.conf"] = "first\nsecond\n",
        ["bad.yaml"] = "apiVersion: v1\nkind: Gadget\nmetadata: {name: x}",
    };

    [Theory]
    [InlineData("diff -f web.yaml", "apply -f web.yaml", "apply -f web.yaml", "apply -f changed.yaml", "get deployment web -o jsonpath={.spec.template.spec.containers[0].env[*].name}", "get deployment web -o jsonpath={.spec}", "diff -f web.yaml", "apply -f web.yaml", "delete -f web.yaml")]
    [InlineData("apply -f web.yaml --dry-run=client", "apply -f web.yaml --dry-run=server", "apply -f web.yaml -o name", "apply -f changed.yaml --dry-run=client", "apply -f changed.yaml --dry-run=server", "apply -f changed.yaml --server-side --force-conflicts")]
    [InlineData("apply -f folder", "apply -f folder/", "get cm -o name", "apply -f folder -l x=y")]
    [InlineData("create -f list.json", "create -f list.json", "get cm one -o yaml", "replace -f list.json", "delete -f list.json --ignore-not-found", "delete -f list.json --ignore-not-found")]
    [InlineData("apply -f bad.yaml")]
    [InlineData("create configmap c --from-literal=message='Scheduled maintenance in progress' --from-literal=a=1", "get cm c -o yaml", "create configmap c --from-literal=a=1", "delete configmap c")]
    [InlineData("create configmap c --from-file=app.conf --from-file=other=app.conf", "create cm d --from-env-file=app.env", "get cm c d -o jsonpath={.items[*].data}")]
    [InlineData("create configmap c --from-literal=a=1 --dry-run=client -o yaml", "create configmap c --from-file=app.conf --dry-run=client -o name", "create namespace n --dry-run=client -o yaml", "create sa robot --dry-run=client -o yaml")]
    [InlineData("create deployment web --image=nginx:1.27 --replicas=2 --port=80 --dry-run=client -o yaml", "create job j --image=busybox:1.36 --dry-run=client -o yaml -- echo hi", "create cronjob c --image=busybox:1.36 --schedule='*/5 * * * *' --dry-run=client -o yaml -- date")]
    [InlineData("create role r --verb=get,list --resource=pods,deployments --dry-run=client -o yaml", "create rolebinding b --role=r --serviceaccount=x:robot --user=ann --dry-run=client -o yaml", "create clusterrole r --verb=get --resource=nodes --dry-run=client -o yaml", "create clusterrolebinding b --clusterrole=view --group=ops --dry-run=client -o yaml")]
    [InlineData("create quota q --hard=cpu=1,pods=2 --dry-run=client -o yaml", "create pdb p --selector=app=web --min-available=1 --dry-run=client -o yaml", "create pdb p --selector=app=web --max-unavailable=50% --dry-run=client -o yaml", "create priorityclass high --value=1000 --description=x --dry-run=client -o yaml")]
    [InlineData("create service clusterip s --tcp=80:8080 --dry-run=client -o yaml", "create service nodeport s --tcp=80 --dry-run=client -o yaml", "create ingress i --rule=shop.example/api*=web:80,tls=cert --dry-run=client -o yaml")]
    [InlineData("create secret generic s --from-literal=password=p", "create secret docker-registry r --docker-username=u --docker-password=p --docker-server=reg.example", "get secrets -o name", "get secret r -o jsonpath={.type}")]
    [InlineData("create deployment web --image=nginx:1.27", "label deployment web tier=front", "label deployment web tier=front", "label deployment web tier=back", "label deployment web tier=back --overwrite", "label deployment web tier-", "label deployment web tier-", "annotate deployment web note=x", "annotate deployment web note-", "label deployments --all a=b")]
    [InlineData("create deployment web --image=nginx:1.27", "set env deployment/web LEVEL=debug OTHER=x", "set env deployment/web --list", "set env deployment/web OTHER-", "set env deployment/web LEVEL=debug", "set resources deployment web --limits=cpu=200m,memory=512Mi --requests=cpu=100m", "get deployment web -o jsonpath={.spec.template.spec.containers[0].resources}", "set image deployment/web nginx=nginx:1.28 --dry-run=client", "set serviceaccount deployment web default")]
    [InlineData("create configmap c --from-literal=log.level=1", "create deployment web --image=nginx:1.27", "set env deployment/web --from=configmap/c --prefix=APP_", "get deployment web -o jsonpath={.spec.template.spec.containers[0].env}")]
    [InlineData("create deployment web --image=nginx:1.27", "rollout pause deployment/web", "rollout pause deployment/web", "rollout resume deployment/web", "rollout restart deployment/web", "scale deployment/web --replicas=2 --dry-run=client", "scale deployment/web --replicas=2", "autoscale deployment web --min=1 --max=3 --cpu-percent=70", "get hpa web -o jsonpath={.spec}", "expose deployment web --port=80 --target-port=8080", "get svc web -o jsonpath={.spec.selector}{.spec.ports}", "expose deployment web --port=80")]
    [InlineData("create deployment web --image=nginx:1.27", "patch deployment web -p '{\"spec\":{\"replicas\":2}}' --dry-run=server -o jsonpath={.spec.replicas}", "patch deployment web -p '{\"spec\":{\"replicas\":2}}'", "patch deployment web -p '{\"spec\":{\"replicas\":2}}'", "delete deployment web --dry-run=client", "delete deployment web --dry-run=server", "delete deployment web -o name")]
    [InlineData("apply -f web.yaml", "wait --for=condition=Available deployment/web --timeout=60s", "wait --for=jsonpath={.status.readyReplicas}=1 deployment/web --timeout=60s", "wait --for=condition=ready pod -l app=nothing", "wait --for=delete pod/none", "wait --for=condition=available deployment/web", "get deployments -L app", "get deployments --show-kind --no-headers -o name")]
    [InlineData("run one --image=nginx:1.27 --dry-run=client -o yaml", "run one --image=busybox:1.36 --env=A=b --labels=x=y --restart=Never --dry-run=client -o yaml --command -- sleep 5", "run one --image=nginx:1.27 --port=80", "get pod one -o jsonpath={.spec.containers[0].ports[0].containerPort}")]
    [InlineData("auth can-i get pods", "auth can-i '*' '*'", "auth can-i get pods --as=somebody", "auth can-i list nodes --quiet", "auth whoami", "api-versions", "config current-context")]
    [InlineData("get --raw /version", "get --raw /readyz", "get deployment none", "get psp,netpol")]
    public async Task Prints_the_same(params string[] commands)
    {
        var (real, ours) = (await portal.NamespaceAsync(), await portal.NamespaceAsync());
        var folder = Directory.CreateTempSubdirectory("side-by-side-");
        foreach (var (name, bytes) in Files.Content)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.FullName, name))!);
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), bytes);
        }
        try
        {
            foreach (var command in commands)
            {
                var (exit, output, error) = await portal.Kubectl.FailAsync(["-n", real, .. Words(command).Select(w => Located(w, folder.FullName))]);
                var (outcome, recorded) = await portal.RunAsync($"kubectl -n {ours} {command}", ours, Files);
                var (expected, actual) = (Plain(output, real, folder.FullName), Plain(recorded.Out, ours, folder.FullName));
                Assert.True(expected == actual, $"kubectl {command}\n--- real ({exit}) {error}\n{expected}\n--- ours {outcome} {recorded.Errors}\n{actual}");
                // a difference is exit code 1 of diff, and an answer here
                if (!command.StartsWith("diff", StringComparison.Ordinal)) Assert.True(exit == 0 == outcome.Succeeded, $"kubectl {command}\n--- real ({exit})\n{output}{error}\n--- ours {outcome}\n{recorded.Out}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What may differ: who asked, where the files are, when it was, and what the server draws.</summary>
    private static string Plain(string text, string @namespace, string folder)
    {
        var plain = text.Replace(@namespace, "NAMESPACE").Replace(folder + "/", "");
        plain = Volatile().Replace(plain, m => $"{m.Groups["key"].Value}…");
        plain = ClusterAddress().Replace(plain, "IP");
        plain = DiffPlaces().Replace(plain, m => $"{m.Groups["mark"].Value} …");
        plain = NullTime().Replace(plain, "");
        return plain.TrimEnd('\n');
    }

    private static string Located(string word, string folder) =>
        word.Split('=') is [.., var last] && Files.Content.Keys.Any(k => k == last || k.StartsWith(last.TrimEnd('/') + "/", StringComparison.Ordinal)) && last.Length > 0
            ? word[..^last.Length] + Path.Combine(folder, last) : word;

    private static IEnumerable<string> Words(string command) => WordForm().Matches(command).Select(m => m.Value.Replace("'", ""));

    [GeneratedRegex(@"(?:'[^']*'|[^ '])+")]
    private static partial Regex WordForm();

    [GeneratedRegex(@"(?<key>\b(?:uid|resourceVersion|creationTimestamp|lastTransitionTime|lastUpdateTime|generation|observedGeneration)""?: *)""?[^,\n}]+")]
    private static partial Regex Volatile();

    [GeneratedRegex(@"\b\d+\.\d+\.\d+\.\d+\b")]
    private static partial Regex ClusterAddress();

    [GeneratedRegex(@"^(?<mark>diff -u -N|---|\+\+\+) .*$", RegexOptions.Multiline)]
    private static partial Regex DiffPlaces();

    // kubectl before 1.34 writes a time that is not there
    [GeneratedRegex(@"^\s*""?creationTimestamp""?: null,?\n|^\s*""?creationTimestamp""?: …\n", RegexOptions.Multiline)]
    private static partial Regex NullTime();
}
