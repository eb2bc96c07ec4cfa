using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>How to reach one API server, and as whom. Data only; files and programs it names are used when requests are made.</summary>
public sealed record ClusterConnection
{
    /// <summary>May hold a path, under which the API then lies.</summary>
    public required Uri Server { get; init; }

    /// <summary>The name that the server's certificate must be for, where it is not the server's address.</summary>
    public string? TlsServerName { get; init; }

    public bool SkipTlsVerification { get; init; }

    /// <summary>Who may vouch for the server; null means whom the machine trusts.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    public ClientCertificate? ClientCertificate { get; init; }
    public ClusterCredential Credential { get; init; } = new ClusterCredential.None();

    /// <summary><c>http</c>, <c>https</c> or <c>socks5</c>; null leaves it to <see cref="UseSystemProxy"/>.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Whether HTTPS_PROXY and its kind count. They never do for a loopback address.</summary>
    public bool UseSystemProxy { get; init; } = true;

    /// <summary>What the kubeconfig calls it; null where there is none.</summary>
    public string? Context { get; init; }
    public string? ClusterName { get; init; }
    public string? UserName { get; init; }

    public string DefaultNamespace { get; init; } = "default";
    public Impersonation? Impersonate { get; init; }

    /// <summary>The cluster that this process runs in, with its pod's service account.</summary>
    /// <param name="folder">Where the pod finds <c>token</c>, <c>ca.crt</c> and <c>namespace</c>.</param>
    /// <exception cref="KubeconfigException">This process does not run in a pod with a service account.</exception>
    public static ClusterConnection InCluster(
        string folder = "/var/run/secrets/kubernetes.io/serviceaccount", Func<string, string?>? environment = null) =>
        ServiceAccount.Connection(folder, environment ?? Environment.GetEnvironmentVariable);

    /// <summary>The address as messages name it: without path and credentials.</summary>
    public override string ToString() => $"{Server.Scheme}://{Server.Authority}";
}
