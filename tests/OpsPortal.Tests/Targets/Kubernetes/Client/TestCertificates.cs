using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

/// <summary>A certificate authority of the test's own.</summary>
internal sealed class TestCertificates
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public X509Certificate2 Authority { get; } = MakeAuthority("CN=test-ca");

    public X509Certificate2Collection Authorities => [X509CertificateLoader.LoadCertificate(Authority.RawData)];

    /// <summary>For 127.0.0.1 and <c>api.test</c>, unless other names are given.</summary>
    public X509Certificate2 Server(DateTimeOffset? until = null, params string[] names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        if (names.Length == 0)
        {
            alternatives.AddIpAddress(IPAddress.Loopback);
            names = ["api.test"];
        }
        foreach (var name in names)
            alternatives.AddDnsName(name);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(alternatives.Build());
        using var issued = Issue(request, until ?? Now.AddDays(1));
        using var joined = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pfx), null);
    }

    /// <summary>PEM of a certificate and its key.</summary>
    public (string Certificate, string Key) Client(string name, string kind)
    {
        if (kind.StartsWith("EC", StringComparison.Ordinal))
        {
            using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var signed = Issue(new CertificateRequest($"CN={name}", curve, HashAlgorithmName.SHA256), Now.AddDays(1));
            return (signed.ExportCertificatePem(), kind == "EC" ? curve.ExportECPrivateKeyPem() : curve.ExportPkcs8PrivateKeyPem());
        }
        using var key = RSA.Create(2048);
        using var issued = Issue(new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), Now.AddDays(1));
        return (issued.ExportCertificatePem(), kind == "RSA" ? key.ExportRSAPrivateKeyPem() : key.ExportPkcs8PrivateKeyPem());
    }

    private X509Certificate2 Issue(CertificateRequest request, DateTimeOffset until) =>
        request.Create(Authority.SubjectName, X509SignatureGenerator.CreateForRSA(Authority.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1),
            until.AddDays(-30), until, RandomNumberGenerator.GetBytes(12));

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-365), Now.AddDays(365));
    }
}
