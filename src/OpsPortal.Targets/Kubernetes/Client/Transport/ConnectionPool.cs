using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Connections to one server, kept apart by the client certificate that they were opened with.</summary>
internal sealed class ConnectionPool(ClusterConnection connection, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<HttpMessageInvoker> _open = [];
    private ClientCertificate? _certificate;

    /// <summary>A plug-in that renews its certificate gets new connections; running streams keep their old ones.</summary>
    public HttpMessageInvoker For(ClientCertificate? certificate)
    {
        lock (_gate)
        {
            if (_open.Count == 0 || !ReferenceEquals(_certificate, certificate))
            {
                _open.Add(new HttpMessageInvoker(Handler(certificate)));
                _certificate = certificate;
            }
            return _open[^1];
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _open.ForEach(invoker => invoker.Dispose());
    }

    private SocketsHttpHandler Handler(ClientCertificate? certificate) => new()
    {
        // A redirect would carry the credentials to a place that nobody named.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        // Names of users may hold any letter.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        UseProxy = connection.Proxy is not null || (connection.UseSystemProxy && !connection.Server.IsLoopback),
        Proxy = connection.Proxy is { } proxy ? new WebProxy(proxy) { Credentials = ProxyCredentials(proxy) } : null,
        SslOptions = Tls(certificate),
    };

    private SslClientAuthenticationOptions Tls(ClientCertificate? certificate)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (connection.CertificateAuthorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }
        return new()
        {
            CertificateChainPolicy = policy,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate.Certificate, certificate.Chain, offline: true),
            RemoteCertificateValidationCallback = (_, shown, chain, errors) => ServerCertificate.Accept(connection, shown, chain, errors, time.GetUtcNow()),
        };
    }

    private static NetworkCredential? ProxyCredentials(Uri proxy) =>
        proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]
            ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
            : null;
}
