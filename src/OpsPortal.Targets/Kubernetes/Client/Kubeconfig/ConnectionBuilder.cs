using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>One context of a kubeconfig → <see cref="ClusterConnection"/>, within the policy.</summary>
internal sealed class ConnectionBuilder(KubeconfigPolicy policy)
{
    private readonly KubeconfigFiles _files = new(policy);

    public ClusterConnection Build(KubeconfigContext context, KubeconfigCluster cluster, KubeconfigUser user)
    {
        var authorities = _files.Pem(cluster.AuthorityData, cluster.AuthorityFile, "certificate-authority");
        if (authorities is not null && cluster.InsecureSkipTlsVerify)
            throw new KubeconfigException($"the cluster {cluster.Name} has a certificate authority and insecure-skip-tls-verify; remove "
                + "one of them");
        return new ClusterConnection
        {
            Server = Server(cluster),
            TlsServerName = cluster.TlsServerName,
            SkipTlsVerification = cluster.InsecureSkipTlsVerify,
            CertificateAuthorities = authorities is null ? null : Authorities(authorities, cluster.Name),
            ClientCertificate = Certificate(user),
            Credential = Credential(user, cluster, authorities),
            Proxy = Proxy(cluster),
            Context = context.Name,
            ClusterName = cluster.Name,
            UserName = user.Name,
            DefaultNamespace = context.Namespace ?? "default",
            Impersonate = user.Impersonate,
        };
    }

    private static Uri Server(KubeconfigCluster cluster)
    {
        var text = cluster.Server ?? throw new KubeconfigException($"the cluster {cluster.Name} has no server; give it an address such "
            + "as https://10.0.0.1:6443");
        // As kubectl has it: an address without a scheme means http.
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            ? uri
            : throw new KubeconfigException($"the server \"{text}\" of the cluster {cluster.Name} is not an address such as "
                + "https://10.0.0.1:6443");
    }

    private static Uri? Proxy(KubeconfigCluster cluster) =>
        cluster.ProxyUrl is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5" ? uri
        : throw new KubeconfigException($"the proxy-url \"{text}\" of the cluster {cluster.Name} is not an http, https or socks5 address");

    private static X509Certificate2Collection Authorities(string pem, string cluster)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new KubeconfigException($"the certificate authority of the cluster {cluster} cannot be read: {e.Message}");
        }
        return authorities.Count > 0 ? authorities : throw new KubeconfigException($"the certificate authority of the cluster {cluster} "
            + "holds no certificate; it must be PEM");
    }

    private ClientCertificate? Certificate(KubeconfigUser user)
    {
        var certificate = _files.Pem(user.CertificateData, user.CertificateFile, "client-certificate");
        var key = _files.Pem(user.KeyData, user.KeyFile, "client-key");
        return (certificate, key) switch
        {
            (null, null) => null,
            (not null, not null) => ClientCertificate.FromPem(certificate, key),
            (null, _) => throw new KubeconfigException($"the user {user.Name} has a client key but no client certificate"),
            (_, null) => throw new KubeconfigException($"the user {user.Name} has a client certificate but no client key"),
        };
    }

    private ClusterCredential Credential(KubeconfigUser user, KubeconfigCluster cluster, string? authorities)
    {
        if (user.AuthProvider is { } provider)
            throw new KubeconfigException($"the user {user.Name} uses the auth-provider {provider}, which Kubernetes removed in 1.26; "
                + "use an exec plug-in or a service-account token instead");
        if (user.Exec is { } exec)
            return new ClusterCredential.Plugin(Plugin(user.Name, exec, cluster, authorities));
        if (user.TokenFile is { } file)
            return new ClusterCredential.TokenFile(_files.Locate(file, "tokenFile", "token"));
        if (user.Token is { } token)
            return new ClusterCredential.Token(token.Trim());
        return user.Username is { } name ? new ClusterCredential.Password(name, user.Password ?? "") : new ClusterCredential.None();
    }

    private ExecPlugin Plugin(string user, KubeconfigExec exec, KubeconfigCluster cluster, string? authorities)
    {
        var command = exec.Command ?? throw new KubeconfigException($"the exec plug-in of the user {user} has no command");
        if (!policy.AllowExec)
            throw new KubeconfigException($"the user {user} gets its credentials by running {command}, which this portal does not do "
                + "for a pasted kubeconfig; use a service-account token, or allow exec plug-ins in the portal's configuration");
        if (exec.ApiVersion is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
            throw new KubeconfigException($"the exec plug-in of the user {user} speaks {exec.ApiVersion ?? "no apiVersion"}; it must be "
                + "client.authentication.k8s.io/v1 or v1beta1");
        if (exec.InteractiveMode == "Always")
            throw new KubeconfigException($"the exec plug-in {command} of the user {user} wants a terminal (interactiveMode: Always), "
                + "which the portal has not; use one that works unattended");
        return new ExecPlugin(exec.ApiVersion, command, exec.Arguments)
        {
            Environment = exec.Environment,
            InstallHint = exec.InstallHint,
            Directory = policy.Directory,
            Cluster = exec.ProvideClusterInfo ? Described(cluster, authorities) : null,
        };
    }

    /// <summary><c>spec.cluster</c> of an ExecCredential.</summary>
    private static JsonObject Described(KubeconfigCluster cluster, string? authorities)
    {
        var told = new JsonObject { ["server"] = cluster.Server, ["config"] = null };
        if (cluster.TlsServerName is { } name)
            told["tls-server-name"] = name;
        if (cluster.InsecureSkipTlsVerify)
            told["insecure-skip-tls-verify"] = true;
        if (authorities is not null)
            told["certificate-authority-data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authorities));
        if (cluster.ProxyUrl is { } proxy)
            told["proxy-url"] = proxy;
        return told;
    }
}
