using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>The authority that signs the TLS certificates of a sandbox; it lives and dies with its cluster.</summary>
internal sealed class SandboxAuthority
{
    private static readonly TimeSpan Before = TimeSpan.FromDays(400), After = TimeSpan.FromDays(3650);
    private static readonly X500DistinguishedName Subject = new("CN=Sandbox CA, O=OpsPortal");
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509SubjectKeyIdentifierExtension identifier;

    public SandboxAuthority(DateTimeOffset now)
    {
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        identifier = new(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var own = request.CreateSelfSigned(now - Before, now + After);
        Pem = own.ExportCertificatePem() + "\n";
    }

    public string Pem { get; }

    public X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset until, ulong serial)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        return request.Create(Subject, X509SignatureGenerator.CreateForECDsa(key), from, until, BitConverter.GetBytes(serial >> 1));
    }
}
