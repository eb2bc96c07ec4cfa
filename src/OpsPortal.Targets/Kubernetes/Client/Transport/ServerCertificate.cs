using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>The server's certificate is not accepted; the message says why and what to do.</summary>
internal sealed class CertificateRefusedException(string message) : AuthenticationException(message);

/// <summary>Why a server's certificate is not accepted, for a person.</summary>
internal static class ServerCertificate
{
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    public static bool Accept(
        ClusterConnection connection, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors, DateTimeOffset now) =>
        connection.SkipTlsVerification || errors == SslPolicyErrors.None || Refusal(connection, shown as X509Certificate2, chain, errors, now) is not { } refusal
            ? true
            : throw new CertificateRefusedException(refusal);

    private static string? Refusal(
        ClusterConnection connection, X509Certificate2? shown, X509Chain? chain, SslPolicyErrors errors, DateTimeOffset now)
    {
        if (shown is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the server showed no certificate; check that the address is an API server's";
        List<string> found = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            found.AddRange(ChainErrors(connection, chain, now));
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            found.Add(WrongName(connection, shown));
        return found.Count == 0 ? null : string.Join("; also, ", found);
    }

    private static IEnumerable<string> ChainErrors(ClusterConnection connection, X509Chain? chain, DateTimeOffset now)
    {
        if (chain is null || chain.ChainElements.Count == 0)
        {
            yield return "the server's certificate could not be checked";
            yield break;
        }
        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        var top = chain.ChainElements[^1].Certificate;
        // An intermediate authority that the kubeconfig names is trusted as it stands, as other clients have it.
        var anchored = connection.CertificateAuthorities?.Any(a => a.RawDataMemory.Span.SequenceEqual(top.RawDataMemory.Span)) ?? false;
        // An authority that was made anew under its old name shows as a signature that does not fit.
        if ((flags & Untrusted) != 0 && !anchored || flags.HasFlag(X509ChainStatusFlags.NotSignatureValid))
            yield return Unknown(connection, top);
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
            yield return Outdated(chain, now);
        var other = flags & ~(Untrusted | X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.NotTimeValid);
        if (other != X509ChainStatusFlags.NoError)
            yield return $"the server's certificate is not valid ({other}); have it issued anew";
    }

    private static string Unknown(ClusterConnection connection, X509Certificate2 top) =>
        $"the server's certificate is vouched for by \"{top.IssuerName.Name}\", which "
        + (connection.CertificateAuthorities is null
            ? "this machine does not know; put that authority into certificate-authority-data"
            : "is not the certificate authority of the kubeconfig; take the current one from the cluster, and make sure that this is "
                + "the right server");

    private static string Outdated(X509Chain chain, DateTimeOffset now)
    {
        var element = chain.ChainElements.FirstOrDefault(e => e.ChainElementStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid))) ?? chain.ChainElements[0];
        var whose = ReferenceEquals(element, chain.ChainElements[0]) ? "the server's certificate" : $"the certificate authority "
            + "\"{element.Certificate.SubjectName.Name}\"";
        return element.Certificate.NotBefore.ToUniversalTime() > now.UtcDateTime
            ? $"{whose} is valid only from {element.Certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; check the clocks of "
                + "both machines"
            : $"{whose} expired on {element.Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}; renew it (kubeadm certs renew all, or "
                + "as the cluster's provider says)";
    }

    private static string WrongName(ClusterConnection connection, X509Certificate2 shown)
    {
        var names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(ip => ip.ToString()))).ToList();
        return $"the server's certificate is for {(names.Count > 0 ? string.Join(", ", names.Take(8)) : shown.SubjectName.Name)}, not "
            + $"for {connection.TlsServerName ?? connection.Server.Host}; use one of its names as the server, or set tls-server-name";
    }
}
