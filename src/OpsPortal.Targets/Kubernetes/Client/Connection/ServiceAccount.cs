using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>The cluster that this process runs in, by the files and variables that every pod is given.</summary>
internal static class ServiceAccount
{
    public static ClusterConnection Connection(string folder, Func<string, string?> environment)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
            throw new KubeconfigException("the portal does not run inside a cluster (KUBERNETES_SERVICE_HOST and "
                + "KUBERNETES_SERVICE_PORT are not set); give the environment a kubeconfig");
        var token = Path.Combine(folder, "token");
        if (!File.Exists(token))
            throw new KubeconfigException($"the pod has no service-account token in {folder}; set automountServiceAccountToken, or give "
                + "the environment a kubeconfig");
        var place = Path.Combine(folder, "namespace");
        return new ClusterConnection
        {
            Server = new Uri($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}"),
            CertificateAuthorities = Authorities(Path.Combine(folder, "ca.crt")),
            Credential = new ClusterCredential.TokenFile(token),
            DefaultNamespace = File.Exists(place) ? File.ReadAllText(place).Trim() : "default",
            UseSystemProxy = false,
        };
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KubeconfigException($"the cluster's certificate authority in {file} cannot be read: {e.Message}");
        }
    }
}
