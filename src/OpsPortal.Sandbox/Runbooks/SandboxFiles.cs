using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Runbooks;

/// <summary>A file that a sandbox runbook works with.</summary>
/// <param name="System">Slug of the system, which is the name of its runbook too.</param>
/// <param name="Path">As the runbook writes it: <c>k8s/hpa.yaml</c>.</param>
public sealed record SandboxFile(string System, string Path, byte[] Bytes);

/// <summary>The files beside the sandbox runbooks: manifests, settings and scripts that their steps apply.</summary>
public static class SandboxFiles
{
    private const string Folder = "Runbooks/";
    private const string Middle = "/files/";

    /// <summary>
    /// All of them, in order. The key pair of <c>path/to/tls.crt</c> and <c>path/to/tls.key</c> is made anew each time:
    /// no private key lies in the repository.
    /// </summary>
    /// <param name="cluster">Its authority signs the certificate, and its clock says from when it is valid, for 90 days.</param>
    public static IReadOnlyList<SandboxFile> All(SandboxCluster cluster)
    {
        var assembly = typeof(SandboxFiles).Assembly;
        List<SandboxFile> files = [];
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            var name = resource.Replace('\\', '/');
            var middle = name.IndexOf(Middle, StringComparison.Ordinal);
            if (!name.StartsWith(Folder, StringComparison.Ordinal) || middle < 0) continue;
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files.Add(new(name[Folder.Length..middle], name[(middle + Middle.Length)..], bytes));
        }
        return [.. files, .. Pair("platform-service", ["platform.example.com", "platform-service"], cluster)];
    }

    private static IEnumerable<SandboxFile> Pair(string system, string[] hosts, SandboxCluster cluster)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hosts[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts) names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = cluster.Store.Time.GetUtcNow();
        using var certificate = cluster.Inside.Authority.Sign(request, now.AddMinutes(-5), now.AddDays(90), (ulong)now.UtcTicks);
        yield return new(system, "path/to/tls.crt", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"));
        yield return new(system, "path/to/tls.key", Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
    }
}
