using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>A real X.509 certificate with its key, as PEM, signed by the authority of the sandbox.</summary>
internal sealed record CertificatePair(string Certificate, string Key)
{
    public static CertificatePair Issue(SandboxAuthority authority, IReadOnlyList<string> names, DateTimeOffset from, DateTimeOffset until, ulong serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        using var signed = authority.Sign(request, from, until, serial);
        return new(signed.ExportCertificatePem() + "\n", key.ExportECPrivateKeyPem() + "\n");
    }
}
