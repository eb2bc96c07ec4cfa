using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class FactoryTests
{
    private const string Kubeconfig = """
        contexts: [{name: a, context: {cluster: c}}, {name: b, context: {cluster: c}}]
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
        current-context: a
        """;

    [Fact]
    public void OneClientServesAKubeconfigAndContext()
    {
        using var factory = new KubernetesClientFactory(TimeProvider.System, KubeconfigPolicy.Pasted);

        Assert.Same(factory.For(Kubeconfig), factory.For(Kubeconfig));
        Assert.NotSame(factory.For(Kubeconfig, "a"), factory.For(Kubeconfig, "b"));
    }

    [Fact]
    public async Task AForgottenKubeconfigGetsANewClientAndTheOldOneEnds()
    {
        using var factory = new KubernetesClientFactory(TimeProvider.System, KubeconfigPolicy.Pasted);
        var old = factory.For(Kubeconfig);

        factory.Forget(Kubeconfig);

        Assert.NotSame(old, factory.For(Kubeconfig));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => old.VersionAsync(default));
    }

    [Fact]
    public void AKubeconfigThatCannotBeUsedIsNotKept()
    {
        using var factory = new KubernetesClientFactory(TimeProvider.System, KubeconfigPolicy.Pasted);

        Assert.Throws<KubeconfigException>(() => factory.For(Kubeconfig, "none"));
        Assert.Throws<KubeconfigException>(() => factory.For(Kubeconfig, "none"));
    }

    [Fact]
    public void AnEndedFactoryGivesNoClients()
    {
        var factory = new KubernetesClientFactory(TimeProvider.System, KubeconfigPolicy.Pasted);
        factory.Dispose();

        Assert.Throws<ObjectDisposedException>(() => factory.For(Kubeconfig));
    }
}
