using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Tls;

/// <summary>What <c>openssl x509</c> prints of a certificate.</summary>
internal static class CertificateText
{
    public static IEnumerable<string> Lines(X509Certificate2 certificate, X509 print)
    {
        foreach (var what in print.Prints)
            foreach (var line in One(certificate, what, print)) yield return line;
    }

    /// <summary>Whether it ends within the time that <c>-checkend</c> asks for.</summary>
    public static bool WillExpire(X509Certificate2 certificate, long seconds, DateTimeOffset now) => certificate.NotAfter.ToUniversalTime() < now.UtcDateTime.AddSeconds(Math.Min(seconds, 100L * 366 * 86400));

    public static string Date(DateTime date)
    {
        var utc = date.ToUniversalTime();
        return $"{utc.ToString("MMM", CultureInfo.InvariantCulture)} {utc.Day,2} {utc.ToString("HH:mm:ss yyyy", CultureInfo.InvariantCulture)} GMT";
    }

    public static IEnumerable<string> Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem().Split('\n');

    public static string Serial(X509Certificate2 certificate)
    {
        var bytes = certificate.SerialNumberBytes.Span;
        while (bytes.Length > 1 && bytes[0] == 0) bytes = bytes[1..];
        return Convert.ToHexString(bytes);
    }

    private static IEnumerable<string> One(X509Certificate2 certificate, X509Print what, X509 print) => what switch
    {
        X509Print.StartDate => [$"notBefore={Date(certificate.NotBefore)}"],
        X509Print.EndDate => [$"notAfter={Date(certificate.NotAfter)}"],
        X509Print.Subject => [$"subject={NameText.Of(certificate.SubjectName)}"],
        X509Print.Issuer => [$"issuer={NameText.Of(certificate.IssuerName)}"],
        X509Print.Serial => [$"serial={Serial(certificate)}"],
        X509Print.Fingerprint => [$"{DigestName(print.Digest)} Fingerprint={Hex(Digest(certificate.RawData, print.Digest), 0, certificate.RawData.Length)}"],
        X509Print.Text => CertificateReport.Lines(certificate),
        _ => ExtensionText.Selected(certificate, print.Extensions),
    };

    // openssl 3 shows the digest that was asked for as it was written
    private static string DigestName(string digest) => digest == "sha1" ? "SHA1" : digest;

    private static byte[] Digest(byte[] bytes, string digest) => CryptographicOperations.HashData(new HashAlgorithmName(digest.ToUpperInvariant()), bytes);

    /// <summary>Bytes in pairs of capitals with colons between.</summary>
    private static string Hex(byte[] bytes, int from, int count) => string.Join(':', bytes.Skip(from).Take(count).Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
}
