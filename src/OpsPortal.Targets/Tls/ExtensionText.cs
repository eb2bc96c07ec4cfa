using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsPortal.Targets.Tls;

/// <summary>Extensions of a certificate as openssl prints them: the usual ones in words, others in hexadecimal.</summary>
internal static class ExtensionText
{
    private static readonly Dictionary<string, (string Name, string Title)> Known = new()
    {
        ["2.5.29.17"] = ("subjectAltName", "X509v3 Subject Alternative Name"),
        ["2.5.29.18"] = ("issuerAltName", "X509v3 Issuer Alternative Name"),
        ["2.5.29.19"] = ("basicConstraints", "X509v3 Basic Constraints"),
        ["2.5.29.15"] = ("keyUsage", "X509v3 Key Usage"),
        ["2.5.29.37"] = ("extendedKeyUsage", "X509v3 Extended Key Usage"),
        ["2.5.29.14"] = ("subjectKeyIdentifier", "X509v3 Subject Key Identifier"),
        ["2.5.29.35"] = ("authorityKeyIdentifier", "X509v3 Authority Key Identifier"),
        ["2.5.29.31"] = ("crlDistributionPoints", "X509v3 CRL Distribution Points"),
        ["2.5.29.32"] = ("certificatePolicies", "X509v3 Certificate Policies"),
        ["1.3.6.1.5.5.7.1.1"] = ("authorityInfoAccess", "Authority Information Access"),
    };

    private static readonly string[] Usages =
        ["Digital Signature", "Non Repudiation", "Key Encipherment", "Data Encipherment", "Key Agreement", "Certificate Sign", "CRL Sign", "Encipher Only", "Decipher Only"];

    private static readonly Dictionary<string, string> Purposes = new()
    {
        ["1.3.6.1.5.5.7.3.1"] = "TLS Web Server Authentication",
        ["1.3.6.1.5.5.7.3.2"] = "TLS Web Client Authentication",
        ["1.3.6.1.5.5.7.3.3"] = "Code Signing",
        ["1.3.6.1.5.5.7.3.4"] = "E-mail Protection",
        ["1.3.6.1.5.5.7.3.8"] = "Time Stamping",
        ["1.3.6.1.5.5.7.3.9"] = "OCSP Signing",
    };

    public static IEnumerable<string> Selected(X509Certificate2 certificate, IReadOnlyList<string> names) =>
        certificate.Extensions.Where(e => Known.TryGetValue(e.Oid?.Value ?? "", out var known) && names.Contains(known.Name)).SelectMany(e => One(e, ""));

    public static IEnumerable<string> All(X509Certificate2 certificate, string indent) => certificate.Extensions.SelectMany(e => One(e, indent));

    private static IEnumerable<string> One(X509Extension extension, string indent)
    {
        var id = extension.Oid?.Value ?? "";
        var title = Known.TryGetValue(id, out var known) ? known.Title : id;
        yield return $"{indent}{title}: {(extension.Critical ? "critical" : "")}";
        foreach (var line in Body(id, extension)) yield return $"{indent}    {line}";
    }

    private static IEnumerable<string> Body(string id, X509Extension extension)
    {
        try
        {
            return id switch
            {
                "2.5.29.17" or "2.5.29.18" => [string.Join(", ", Names(new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence()))],
                "2.5.29.19" => [Constraints(extension)],
                "2.5.29.15" => [Usage(extension)],
                "2.5.29.37" => [string.Join(", ", ((X509EnhancedKeyUsageExtension)extension).EnhancedKeyUsages.Cast<Oid>().Select(o => Purposes.GetValueOrDefault(o.Value ?? "", o.Value ?? "")))],
                "2.5.29.14" => [Hex(new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadOctetString())],
                "2.5.29.35" when ((X509AuthorityKeyIdentifierExtension)extension) is { KeyIdentifier: { } key, NamedIssuer: null } => [Hex(key.ToArray())],
                _ => [Hex(extension.RawData)],
            };
        }
        catch (Exception wrong) when (wrong is AsnContentException or InvalidCastException or CryptographicException)
        {
            return [Hex(extension.RawData)];
        }
    }

    private static IEnumerable<string> Names(AsnReader names)
    {
        while (names.HasData)
        {
            var tag = names.PeekTag();
            yield return tag.TagValue switch
            {
                1 => $"email:{names.ReadCharacterString(UniversalTagNumber.IA5String, tag)}",
                2 => $"DNS:{names.ReadCharacterString(UniversalTagNumber.IA5String, tag)}",
                6 => $"URI:{names.ReadCharacterString(UniversalTagNumber.IA5String, tag)}",
                7 => $"IP Address:{Address(names.ReadOctetString(tag))}",
                8 => $"Registered ID:{names.ReadObjectIdentifier(tag)}",
                4 => $"DirName:{NameText.Of(new X500DistinguishedName(names.ReadSequence(tag).ReadEncodedValue().Span))}",
                _ => Other(names),
            };
        }
    }

    private static string Other(AsnReader names)
    {
        names.ReadEncodedValue();
        return "othername:<unsupported>";
    }

    // openssl prints every group of a version 6 address, in capitals and without leading zeros
    private static string Address(byte[] bytes) => bytes.Length switch
    {
        4 => new IPAddress(bytes).ToString(),
        16 => string.Join(':', Enumerable.Range(0, 8).Select(i => ((bytes[2 * i] << 8) | bytes[(2 * i) + 1]).ToString("X", CultureInfo.InvariantCulture))),
        _ => "<invalid>",
    };

    private static string Constraints(X509Extension extension)
    {
        var constraints = (X509BasicConstraintsExtension)extension;
        return $"CA:{(constraints.CertificateAuthority ? "TRUE" : "FALSE")}{(constraints.HasPathLengthConstraint ? $", pathlen:{constraints.PathLengthConstraint}" : "")}";
    }

    private static string Usage(X509Extension extension)
    {
        var bits = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadBitString(out _);
        return string.Join(", ", Usages.Where((_, i) => i / 8 < bits.Length && (bits[i / 8] & (0x80 >> (i % 8))) != 0));
    }

    private static string Hex(byte[] bytes) => string.Join(':', bytes.Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
}
