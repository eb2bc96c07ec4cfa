using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Targets.Tls;

/// <summary><c>openssl x509 -text</c>.</summary>
internal static class CertificateReport
{
    private static readonly Dictionary<string, string> Algorithms = new()
    {
        ["1.2.840.113549.1.1.11"] = "sha256WithRSAEncryption",
        ["1.2.840.113549.1.1.12"] = "sha384WithRSAEncryption",
        ["1.2.840.113549.1.1.13"] = "sha512WithRSAEncryption",
        ["1.2.840.113549.1.1.5"] = "sha1WithRSAEncryption",
        ["1.2.840.113549.1.1.10"] = "rsassaPss",
        ["1.2.840.10045.4.3.2"] = "ecdsa-with-SHA256",
        ["1.2.840.10045.4.3.3"] = "ecdsa-with-SHA384",
        ["1.2.840.10045.4.3.4"] = "ecdsa-with-SHA512",
        ["1.3.101.112"] = "ED25519",
        ["1.2.840.113549.1.1.1"] = "rsaEncryption",
        ["1.2.840.10045.2.1"] = "id-ecPublicKey",
    };

    private static readonly Dictionary<string, (string Curve, string Nist)> Curves = new()
    {
        ["1.2.840.10045.3.1.7"] = ("prime256v1", "P-256"),
        ["1.3.132.0.34"] = ("secp384r1", "P-384"),
        ["1.3.132.0.35"] = ("secp521r1", "P-521"),
    };

    public static string Algorithm(string? id) => Algorithms.GetValueOrDefault(id ?? "", id ?? "");

    public static IEnumerable<string> Lines(X509Certificate2 certificate)
    {
        var algorithm = Algorithm(certificate.SignatureAlgorithm.Value);
        List<string> lines =
        [
            "Certificate:", "    Data:", $"        Version: {certificate.Version} (0x{certificate.Version - 1:x})", .. SerialLines(certificate), $"        Signature Algorithm: {algorithm}",
            $"        Issuer: {NameText.Of(certificate.IssuerName)}", "        Validity", $"            Not Before: {CertificateText.Date(certificate.NotBefore)}",
            $"            Not After : {CertificateText.Date(certificate.NotAfter)}", $"        Subject: {NameText.Of(certificate.SubjectName)}", "        Subject Public Key Info:",
            $"            Public Key Algorithm: {Algorithm(certificate.PublicKey.Oid.Value)}", .. Key(certificate),
        ];
        if (certificate.Extensions.Count > 0) lines.AddRange(["        X509v3 extensions:", .. ExtensionText.All(certificate, "            ")]);
        lines.AddRange([$"    Signature Algorithm: {algorithm}", "    Signature Value:", .. Block(Signature(certificate), 18, "        ")]);
        return lines;
    }

    // small numbers are shown as such
    private static IEnumerable<string> SerialLines(X509Certificate2 certificate)
    {
        var serial = Convert.FromHexString(CertificateText.Serial(certificate));
        if (serial.Length > 8 || (serial.Length == 8 && serial[0] >= 0x80)) return ["        Serial Number:", $"            {Colons(serial)}"];
        var number = serial.Aggregate(0UL, (n, b) => (n << 8) | b);
        return [$"        Serial Number: {number} (0x{number:x})"];
    }

    private static List<string> Key(X509Certificate2 certificate)
    {
        if (certificate.GetRSAPublicKey() is { } rsa)
        {
            var parameters = rsa.ExportParameters(false);
            var exponent = parameters.Exponent!.Aggregate(0UL, (n, b) => (n << 8) | b);
            return [$"                Public-Key: ({rsa.KeySize} bit)", "                Modulus:", .. Block([.. parameters.Modulus![0] >= 0x80 ? new byte[] { 0 } : [], .. parameters.Modulus!], 15, "                    "),
                $"                Exponent: {exponent} (0x{exponent:x})"];
        }
        if (certificate.GetECDsaPublicKey() is { } curve)
        {
            var id = new AsnReader(certificate.PublicKey.EncodedParameters!.RawData, AsnEncodingRules.DER).ReadObjectIdentifier();
            var (name, nist) = Curves.GetValueOrDefault(id, (id, ""));
            List<string> lines = [$"                Public-Key: ({curve.KeySize} bit)", "                pub:", .. Block(certificate.PublicKey.EncodedKeyValue.RawData, 15, "                    "), $"                ASN1 OID: {name}"];
            if (nist.Length > 0) lines.Add($"                NIST CURVE: {nist}");
            return lines;
        }
        return [];
    }

    private static byte[] Signature(X509Certificate2 certificate)
    {
        var outer = new AsnReader(certificate.RawData, AsnEncodingRules.DER).ReadSequence();
        outer.ReadEncodedValue();
        outer.ReadEncodedValue();
        return outer.ReadBitString(out _);
    }

    /// <summary>Bytes in rows, every row but the last ending with a colon.</summary>
    private static IEnumerable<string> Block(byte[] bytes, int width, string indent)
    {
        for (var at = 0; at < bytes.Length; at += width)
            yield return indent + Colons(bytes.AsSpan(at, Math.Min(width, bytes.Length - at)).ToArray()) + (at + width < bytes.Length ? ":" : "");
    }

    private static string Colons(byte[] bytes) => string.Join(':', bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
}
