using Xunit;

namespace OpsPortal.Tests.Sandbox.Kubectl;

public sealed class KubectlReadTests(LivingCluster living) : IClassFixture<LivingCluster>
{
    [Theory]
    [InlineData("version", @"Server Version: .*v1\.3\d")]
    [InlineData("api-resources", @"deployments +deploy +apps/v1 +true +Deployment")]
    [InlineData("api-versions", @"(?m)^cert-manager\.io/v1$")]
    [InlineData("get namespaces", @"production +Active")]
    [InlineData("get nodes -o wide", @"sandbox-1 +Ready .*containerd")]
    [InlineData("get pods -n platform", @"NAME +READY +STATUS +RESTARTS +AGE\n(.*\n)*platform-service-\S+ +1/1 +Running +0 ")]
    [InlineData("get pods -n platform -o wide", @"IP +NODE +NOMINATED NODE +READINESS GATES")]
    [InlineData("get po -A -l app=platform-service --no-headers", @"platform +platform-service-\S+ +1/1")]
    [InlineData("get pods -A --field-selector status.phase!=Running", @"^$")]
    [InlineData("get pods -n platform -o name", @"(?m)^pod/postgres-pod$")]
    [InlineData("get deploy platform-service -n platform -o yaml", @"kind: Deployment\nmetadata:\n(.*\n)*  name: platform-service\n(.*\n)*status:\n(.*\n)*  readyReplicas: 3")]
    [InlineData("get deploy platform-service -n platform -o jsonpath={.spec.template.spec.containers[0].name}", @"^platform-service$")]
    [InlineData("get deploy -n platform -o custom-columns=N:.metadata.name,R:.status.readyReplicas", @"platform-service +3")]
    [InlineData("get pods -n platform --sort-by=.metadata.creationTimestamp", @"platform-service-")]
    [InlineData("get all -n platform", @"service/platform-service +ClusterIP(.*\n)+.*deployment.apps/platform-service(.*\n)+.*replicaset.apps/platform-service-(.*\n)+.*horizontalpodautoscaler.autoscaling/platform-service")]
    [InlineData("get endpoints -n platform platform-service", @":3000")]
    [InlineData("get hpa -n platform", @"Deployment/platform-service +cpu: \d+%/70% +2 +10")]
    [InlineData("get networkpolicies -A", @"POD-SELECTOR(.*\n)+production +\S+ +app=postgres")]
    [InlineData("get certificates -n platform", @"tls-cert +True +tls-cert")]
    [InlineData("get pv", @"RWO +Delete +Bound +platform/postgres-data")]
    [InlineData("get ingress -A", @"platform-ingress +nginx +platform.example.com")]
    [InlineData("get secret platform-secrets -n platform -o jsonpath={.data.DB_PASSWORD}", @"^[A-Za-z0-9+/=]+$")]
    [InlineData("get events.events.k8s.io -n platform", @"LAST SEEN +TYPE +REASON")]
    [InlineData("describe pod -n platform -l app=platform-service", @"Controlled By: +ReplicaSet/platform-service-(.*\n)+.*Ready +True")]
    [InlineData("describe deployment platform-service -n platform", @"Replicas: +3 desired \| 3 updated \| 3 total \| 3 available \| 0 unavailable")]
    [InlineData("describe service platform-service -n platform", @"Endpoints: +10\.\S+:3000")]
    [InlineData("describe hpa -n platform", @"resource cpu on pods|Target CPU utilization: +70%")]
    [InlineData("describe ingress platform-ingress -n platform", @"platform-service:http \(10\.")]
    [InlineData("describe networkpolicy -n production", @"To Port: 5432/TCP")]
    [InlineData("describe node sandbox-1", @"Non-terminated Pods:")]
    [InlineData("describe secret platform-secrets -n platform", @"DB_PASSWORD: +\d+ bytes")]
    [InlineData("logs deployment/platform-service -n platform --tail=3", @"^(.+\n){3}$")]
    [InlineData("logs -l app=platform-service -n platform --tail=2 --prefix", @"\[pod/platform-service-\S+/platform-service\]")]
    [InlineData("logs postgres-pod -n platform --since=10m --timestamps --tail=1", @"^\d{4}-\d\d-\d\dT\S+Z ")]
    [InlineData("top pods -n platform", @"platform-service-\S+ +\d+m +\d+Mi")]
    [InlineData("top nodes", @"sandbox-1 +\d+m +\d+%")]
    [InlineData("exec deployment/platform-service -n platform -- echo it works", @"^it works\n$")]
    [InlineData("auth can-i delete pods", @"^yes\n$")]
    [InlineData("rollout history deployment/platform-service -n platform", @"REVISION +CHANGE-CAUSE\n1 ")]
    [InlineData("rollout status deployment/platform-service -n platform", @"successfully rolled out")]
    public async Task Kubectl_reads(string command, string expected) => Assert.Matches(expected, await living.Admin.RunAsync(command.Split(' ')));

    [Theory]
    [InlineData("get pods gone -n platform", "Error from server (NotFound): pods \"gone\" not found")]
    [InlineData("get nothings", "error: the server doesn't have a resource type \"nothings\"")]
    [InlineData("exec deployment/platform-service -n platform -- sh -c \"exit 3\"", "command terminated with exit code 3")]
    [InlineData("logs postgres-pod -n platform --previous", "previous terminated container \"postgres\" in pod \"postgres-pod\" not found")]
    public async Task Kubectl_tells_what_is_wrong(string command, string expected)
    {
        string[] arguments = command.Contains('"') ? [.. command[..command.IndexOf('"')].TrimEnd().Split(' '), command.Split('"')[1]] : command.Split(' ');
        var (exit, _, error) = await living.Admin.FailAsync(arguments);
        Assert.NotEqual(0, exit);
        Assert.Contains(expected, error);
    }

    [Theory]
    [InlineData("get secrets -n platform", "secrets is forbidden: User \"viewer\" cannot list resource \"secrets\" in API group \"\" in the namespace \"platform\"")]
    [InlineData("delete pod postgres-pod -n platform", "pods \"postgres-pod\" is forbidden: User \"viewer\" cannot delete resource \"pods\" in API group \"\" in the namespace \"platform\"")]
    [InlineData("rollout restart deployment/platform-service -n platform", "cannot patch resource \"deployments\" in API group \"apps\" in the namespace \"platform\"")]
    public async Task A_viewer_is_told_what_it_may_not(string command, string expected)
    {
        var (exit, _, error) = await living.Viewer.FailAsync(command.Split(' '));
        Assert.NotEqual(0, exit);
        Assert.Contains(expected, error);
    }

    [Fact]
    public async Task A_log_is_followed() =>
        Assert.Equal(3, (await living.Admin.FollowAsync(3, null, "logs", "-f", "deployment/platform-service", "-n", "platform", "--tail=1")).Count);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Input_reaches_the_program_and_comes_back_whole(bool overSpdy)
    {
        var text = string.Concat(Enumerable.Repeat("0123456789abcde\n", 5000));
        var kubectl = overSpdy ? living.AdminOverSpdy : living.Admin;
        Assert.Equal(text, await kubectl.WithInputAsync(text, "exec", "-i", "deployment/platform-service", "-n", "platform", "--", "cat"));
    }

    [Fact]
    public async Task An_exit_code_comes_over_SPDY_too()
    {
        var (exit, output, error) = await living.AdminOverSpdy.FailAsync("exec", "deployment/platform-service", "-n", "platform", "--", "sh", "-c", "echo out; exit 3");
        Assert.Equal((3, "out\n", "command terminated with exit code 3\n"), (exit, output, error));
    }

    [Fact]
    public async Task A_watch_shows_rows_as_they_come()
    {
        var rows = await living.Admin.FollowAsync(3, () => living.Admin.RunAsync("create", "configmap", "seen", "-n", "discord", "--from-literal=a=b"),
            "get", "configmaps", "-n", "discord", "-w", "--no-headers");
        Assert.Contains(rows, row => row.StartsWith("seen", StringComparison.Ordinal));
    }
}
