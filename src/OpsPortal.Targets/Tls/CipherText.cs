using System.Net.Security;

namespace OpsPortal.Targets.Tls;

/// <summary>Cipher suites by openssl's names.</summary>
internal static class CipherText
{
    public static string OpensslName(TlsCipherSuite suite)
    {
        var name = suite.ToString();
        // those of TLS 1.3 have the same name everywhere
        var with = name.IndexOf("_WITH_", StringComparison.Ordinal);
        if (with < 0) return name;
        var exchange = name[4..with].Replace('_', '-');
        var rest = name[(with + 6)..].Replace("AES_", "AES", StringComparison.Ordinal).Replace("CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305", StringComparison.Ordinal).Replace('_', '-').Replace("-CBC", "", StringComparison.Ordinal);
        return exchange == "RSA" ? rest : $"{exchange}-{rest}";
    }
}
