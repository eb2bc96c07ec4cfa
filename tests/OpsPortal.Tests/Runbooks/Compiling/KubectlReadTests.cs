using OpsPortal.Runbooks.Actions.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class KubectlReadTests
{
    [Theory]
    [InlineData("kubectl get pods -n shop -l app=web")]
    [InlineData("kubectl -n shop get pods -lapp=web")]
    [InlineData("kubectl get --namespace=shop pods --selector app=web")]
    [InlineData("kubectl get -n=shop -l=app=web pods")]
    [InlineData("oc get pods --selector=app=web --namespace shop")]
    public void Flags_may_stand_anywhere_and_in_any_form(string command)
    {
        var get = Compiled.Native<KubernetesGet>(command);
        Assert.Equal(("shop", "app=web"), (get.Namespace, get.LabelSelector));
        Assert.Equal([new("pods")], get.Resources);
    }

    [Theory]
    [InlineData("kubectl get pod,svc", "pod|svc")]
    [InlineData("kubectl get pod a b", "pod a|pod b")]
    [InlineData("kubectl get pod/a deployment/b", "pod a|deployment b")]
    [InlineData("kubectl get certificates.cert-manager.io", "certificates.cert-manager.io")]
    public void Get_names_its_resources_in_every_form(string command, string expected) =>
        Assert.Equal(expected.Split('|'), Compiled.Native<KubernetesGet>(command).Resources.Select(r => r.ToString()));

    [Fact]
    public void Get_takes_its_output_order_and_switches()
    {
        var get = Compiled.Native<KubernetesGet>("kubectl get po -Aw -ojsonpath='{.items[*].metadata.name}' --sort-by=.metadata.name --no-headers --show-labels --field-selector status.phase=Running");
        Assert.Equal((true, true, true, true), (get.AllNamespaces, get.Watch, get.NoHeaders, get.ShowLabels));
        Assert.Equal(("jsonpath={.items[*].metadata.name}", ".metadata.name", "status.phase=Running"), (get.Output, get.SortBy, get.FieldSelector));
        Assert.True(get.Live);
        Assert.False(Compiled.Native<KubernetesGet>("kubectl get po --watch=false").Watch);
    }

    [Fact]
    public void Logs_take_a_pod_an_owner_or_a_selector()
    {
        Assert.Equal(new("pod", "a"), Compiled.Native<KubernetesLogs>("kubectl logs a").Resource);
        Assert.Equal(new("deployment", "web"), Compiled.Native<KubernetesLogs>("kubectl logs -f deployment/web").Resource);
        Assert.Null(Compiled.Native<KubernetesLogs>("kubectl logs -l app=web").Resource);
        Assert.Equal("side", Compiled.Native<KubernetesLogs>("kubectl logs a side").Container);
    }

    [Fact]
    public void Logs_take_their_switches()
    {
        var logs = Compiled.Native<KubernetesLogs>("kubectl logs -fp a -c main --since=1h30m --tail 100 --timestamps --prefix --all-containers");
        Assert.Equal((true, true, "main", "1h30m", "100", true, true, true),
            (logs.Follow, logs.Previous, logs.Container, logs.Since, logs.Tail, logs.Timestamps, logs.Prefix, logs.AllContainers));
        Assert.Null(Compiled.Native<KubernetesLogs>("kubectl logs a --tail=-1").Tail);
    }

    [Theory]
    [InlineData("kubectl top pods -n shop --containers --sort-by=cpu", "pods", null)]
    [InlineData("kubectl top po web-1", "pods", "web-1")]
    [InlineData("kubectl top nodes", "nodes", null)]
    public void Top_shows_pods_or_nodes(string command, string kind, string? name)
    {
        var top = Compiled.Native<KubernetesTop>(command);
        Assert.Equal((kind, name), (top.Kind, top.ResourceName));
    }

    [Fact]
    public void Rollouts_are_watched_and_listed()
    {
        var status = Compiled.Native<KubernetesRolloutStatus>("kubectl rollout status deploy web --timeout=90s -w=false");
        Assert.Equal((new ResourceArgument("deploy", "web"), "90s", false), (status.Resource, status.Timeout, status.Watch));
        Assert.Equal("3", Compiled.Native<KubernetesRolloutHistory>("kubectl -n x rollout history deploy/web --revision 3").Revision);
        Assert.Equal([new("pod", "a")], Compiled.Native<KubernetesDescribe>("kubectl describe pod a").Resources);
    }

    [Theory]
    [InlineData("kubectl get pods --colour", "RB1101", "knows no flag --colour")]
    [InlineData("kubectl get pods -Z", "RB1101", "knows no flag -Z")]
    [InlineData("kubectl get pods -n", "RB1103", "-n has no value")]
    [InlineData("kubectl get pods -namespace=shop", "RB1104", "--namespace")]
    [InlineData("kubectl get pods –n shop", "RB1104", "word processor")]
    [InlineData("kubectl logs a --tail=many", "RB1105", "whole number")]
    [InlineData("kubectl logs a --since=yesterday", "RB1105", "duration")]
    [InlineData("kubectl logs pod a", "RB1106", "write pod/a")]
    [InlineData("kubectl logs", "RB1106", "selector")]
    [InlineData("kubectl top services", "RB1106", "pods or nodes")]
    [InlineData("kubectl get", "RB1106", "names no resource")]
    public void What_kubectl_would_refuse_or_we_do_not_know_is_manual_and_says_why(string command, string code, string reason)
    {
        var compiled = Compiled.Manual(command);
        Assert.Equal(code, Assert.Single(compiled.Diagnostics).Code);
        Assert.Contains(reason, compiled.ManualReason);
    }
}
