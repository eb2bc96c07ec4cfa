using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class KubectlChangeTests
{
    [Theory]
    [InlineData("kubectl scale deployment web --replicas=5 -n shop")]
    [InlineData("kubectl scale --replicas 5 deployment/web --namespace shop")]
    public void Scale_takes_replicas(string command)
    {
        var scale = Compiled.Native<KubernetesScale>(command);
        Assert.Equal(("5", "shop"), (scale.Replicas, scale.Namespace));
        Assert.Equal([new("deployment", "web")], scale.Resources);
    }

    [Fact]
    public void Rollouts_are_restarted_and_undone()
    {
        Assert.Equal([new("deployment", "a"), new("deployment", "b")], Compiled.Native<KubernetesRolloutRestart>("kubectl rollout restart deployment a b").Resources);
        Assert.Null(Compiled.Native<KubernetesRolloutUndo>("kubectl rollout undo deployment/a").ToRevision);
        Assert.Equal("2", Compiled.Native<KubernetesRolloutUndo>("kubectl rollout undo deployment/a --to-revision=2").ToRevision);
    }

    [Fact]
    public void Images_are_set_per_container()
    {
        var set = Compiled.Native<KubernetesSetImage>("kubectl set image deployment/web -n shop web=repo/web:1.2 side=repo/side@sha256:0a --record");
        Assert.Equal([new("deployment", "web")], set.Resources);
        Assert.Equal([new("web", "repo/web:1.2"), new("side", "repo/side@sha256:0a")], set.Images);
    }

    [Theory]
    [InlineData("kubectl patch svc web -p '{\"spec\":{}}'", PatchType.Strategic)]
    [InlineData("kubectl patch svc/web --type=merge --patch '{\"spec\":{}}'", PatchType.Merge)]
    [InlineData("kubectl patch svc web --type json -p='{\"spec\":{}}'", PatchType.Json)]
    public void Patches_keep_their_text(string command, PatchType type)
    {
        var patch = Compiled.Native<KubernetesPatch>(command);
        Assert.Equal((new ResourceArgument("svc", "web"), type, "{\"spec\":{}}"), (patch.Resource, patch.Type, patch.Patch));
    }

    [Theory]
    [InlineData("kubectl delete pod a", Risk.Change)]
    [InlineData("kubectl delete pods -l app=web", Risk.Change)]
    [InlineData("kubectl delete pod --all", Risk.Destructive)]
    [InlineData("kubectl delete pvc data", Risk.Destructive)]
    [InlineData("kubectl delete pod/a configmap/b", Risk.Destructive)]
    [InlineData("kubectl delete ns shop --wait=false", Risk.Destructive)]
    public void Delete_destroys_what_nothing_makes_again(string command, Risk risk)
    {
        Compiled.Native<KubernetesDelete>(command);
        Assert.Equal(risk, Compiled.Of(command).Risk);
    }

    [Fact]
    public void Delete_takes_its_switches()
    {
        var delete = Compiled.Native<KubernetesDelete>("kubectl delete pod a --force --grace-period=0 --ignore-not-found --wait=false --cascade=orphan");
        Assert.Equal((true, "0", true, false, "orphan"), (delete.Force, delete.GracePeriod, delete.IgnoreNotFound, delete.Wait, delete.Cascade));
        Assert.Equal("1", Compiled.Native<KubernetesDelete>("kubectl delete pod a --now").GracePeriod);
    }

    [Theory]
    [InlineData("kubectl scale deployment web", "wants --replicas", Risk.Change)]
    [InlineData("kubectl scale deployment web --replicas=many", "whole number", Risk.Change)]
    [InlineData("kubectl delete pod", "names no object", Risk.Change)]
    [InlineData("kubectl patch svc web", "wants -p", Risk.Change)]
    [InlineData("kubectl frobnicate web", "kubectl frobnicate is not yet understood", Risk.Change)]
    public void Forms_that_are_not_understood_stay_manual_with_their_risk(string command, string reason, Risk risk)
    {
        var compiled = Compiled.Manual(command);
        Assert.Contains(reason, compiled.ManualReason);
        Assert.Equal(risk, compiled.Risk);
    }
}
