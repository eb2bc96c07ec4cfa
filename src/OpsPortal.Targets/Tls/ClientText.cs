using System.Security.Cryptography.X509Certificates;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Tls;

/// <summary>What a handshake showed, in the shape of <c>openssl s_client</c>.</summary>
internal static class ClientText
{
    public static IEnumerable<string> Errors(Shown shown)
    {
        var last = -1;
        foreach (var (depth, code, text) in shown.Verdict.Findings)
        {
            if (depth != last) yield return $"depth={depth} {NameText.Of(shown.Chain[Math.Min(depth, shown.Chain.Count - 1)].SubjectName)}";
            last = depth;
            yield return $"verify error:num={code}:{text}";
            yield return "verify return:1";
        }
        for (var depth = last < 0 ? shown.Chain.Count - 1 : last - 1; depth >= 0; depth--)
        {
            yield return $"depth={depth} {NameText.Of(shown.Chain[depth].SubjectName)}";
            yield return "verify return:1";
        }
    }

    public static IEnumerable<string> Lines(Shown shown, TlsInspect inspect)
    {
        List<string> lines = ["CONNECTED(00000003)", "---", "Certificate chain"];
        for (var i = 0; i < shown.Chain.Count; i++)
        {
            var certificate = shown.Chain[i];
            lines.AddRange([
                $"{i,2} s:{NameText.Of(certificate.SubjectName)}", $"   i:{NameText.Of(certificate.IssuerName)}", $"   a:PKEY: {Key(certificate)}; sigalg: {Signature(certificate)}",
                $"   v:NotBefore: {CertificateText.Date(certificate.NotBefore)}; NotAfter: {CertificateText.Date(certificate.NotAfter)}"]);
            if (inspect.ShowCertificates) lines.AddRange(CertificateText.Pem(certificate));
        }
        var own = shown.Chain[0];
        lines.AddRange(["---", "Server certificate"]);
        if (!inspect.ShowCertificates) lines.AddRange(CertificateText.Pem(own));
        lines.AddRange([$"subject={NameText.Of(own.SubjectName)}", $"issuer={NameText.Of(own.IssuerName)}", "---", $"SSL handshake has read {shown.Read} bytes and written {shown.Written} bytes"]);
        lines.Add(shown.Verdict.IsTrusted ? "Verification: OK" : $"Verification error: {shown.Verdict.Text}");
        lines.AddRange(["---", $"New, {shown.Protocol}, Cipher is {shown.Cipher}", $"Server public key is {Bits(own)} bit", $"Verify return code: {shown.Verdict.Code} ({shown.Verdict.Text})", "---"]);
        return lines;
    }

    private static string Key(X509Certificate2 certificate) => $"{CertificateReport.Algorithm(certificate.PublicKey.Oid.Value)}, {Bits(certificate)} (bit)";

    private static int Bits(X509Certificate2 certificate) => certificate.GetRSAPublicKey()?.KeySize ?? certificate.GetECDsaPublicKey()?.KeySize ?? 0;

    private static string Signature(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.11" => "RSA-SHA256",
        "1.2.840.113549.1.1.12" => "RSA-SHA384",
        "1.2.840.113549.1.1.13" => "RSA-SHA512",
        "1.2.840.113549.1.1.5" => "RSA-SHA1",
        var id => CertificateReport.Algorithm(id),
    };
}
