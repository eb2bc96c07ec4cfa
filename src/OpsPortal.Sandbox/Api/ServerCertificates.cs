using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Sandbox.Api;

/// <summary>An authority and a server certificate for the loopback address, made at start and kept in memory.</summary>
internal sealed class ServerCertificates : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    private ServerCertificates(X509Certificate2 authority, X509Certificate2 server)
    {
        AuthorityPem = authority.ExportCertificatePem();
        Server = server;
    }

    public string AuthorityPem { get; }
    public X509Certificate2 Server { get; }

    public static ServerCertificates Create(DateTimeOffset now)
    {
        var (from, until) = (now.AddHours(-1), now + Validity);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=opsportal-sandbox-ca", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=opsportal-sandbox", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var issued = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(12));
        using var withKey = issued.CopyWithPrivateKey(serverKey);
        // A key that exists only in memory has to be imported once more before every TLS stack takes it.
        return new(authority, X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null));
    }

    public void Dispose() => Server.Dispose();
}
