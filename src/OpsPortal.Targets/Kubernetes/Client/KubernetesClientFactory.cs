using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>One client per kubeconfig and context, kept until it is forgotten or the factory ends.</summary>
public sealed class KubernetesClientFactory(TimeProvider time, KubeconfigPolicy policy) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Hash, string? Context), KubernetesClient> _clients = [];
    private bool _disposed;

    /// <param name="context">Null means the kubeconfig's current one.</param>
    /// <exception cref="KubeconfigException">The kubeconfig cannot be used; the message says why.</exception>
    public KubernetesClient For(string kubeconfig, string? context = null) =>
        Kept((Hash(kubeconfig), context), () => Kubeconfig.Parse(kubeconfig, policy).Connection(context));

    /// <summary>The cluster that the portal runs in.</summary>
    /// <exception cref="KubeconfigException">It does not run in one.</exception>
    public KubernetesClient InCluster() => Kept(("", null), () => ClusterConnection.InCluster());

    /// <summary>For a kubeconfig that is no longer in use; requests that still run on its clients are broken off.</summary>
    public void Forget(string kubeconfig)
    {
        var hash = Hash(kubeconfig);
        lock (_gate)
            foreach (var key in _clients.Keys.Where(key => key.Hash == hash).ToList())
            {
                _clients.Remove(key, out var client);
                client!.Dispose();
            }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }

    private KubernetesClient Kept((string, string?) key, Func<ClusterConnection> connection)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _clients.TryGetValue(key, out var kept) ? kept : _clients[key] = new KubernetesClient(connection(), time);
        }
    }

    private static string Hash(string kubeconfig) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(kubeconfig)));
}
