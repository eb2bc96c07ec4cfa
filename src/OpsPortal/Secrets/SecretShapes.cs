using System.Text.RegularExpressions;

namespace OpsPortal.Secrets;

/// <summary>What has the shape of a secret, whoever's it is.</summary>
internal static partial class SecretShapes
{
    public const string Mask = "•••";

    public static string Redact(string line)
    {
        if (line.Contains("://", StringComparison.Ordinal)) line = UrlPassword().Replace(line, $"$1{Mask}@");
        if (line.Contains("eyJ", StringComparison.Ordinal)) line = JsonWebToken().Replace(line, Mask);
        if (line.Contains("LS0tLS1CRUdJTiB", StringComparison.Ordinal)) line = EncodedPrivateKey().Replace(line, Mask);
        line = Credential().Replace(line, $"$1{Mask}");
        return KnownPrefix().Replace(line, Mask);
    }

    /// <summary>RFC 7468 labels, also those of OpenSSH and PKCS#1.</summary>
    [GeneratedRegex("-----BEGIN [A-Z ]{0,40}PRIVATE KEY")]
    public static partial Regex PrivateKey();

    [GeneratedRegex(@"(://[^\s:/@]{0,256}:)[^\s@/]{1,1024}@")]
    private static partial Regex UrlPassword();

    /// <summary>RFC 7519: header and payload are base64url of JSON objects.</summary>
    [GeneratedRegex(@"eyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?")]
    private static partial Regex JsonWebToken();

    /// <summary>Base64 of a PEM private key, as Secrets and kubeconfigs hold it: PRIVATE, RSA, EC, OPENSSH, ENCRYPTED, DSA.</summary>
    [GeneratedRegex("LS0tLS1CRUdJTiB(?:QUklW|SU0Eg|FQyBQ|PUEVO|FTkNS|EU0Eg)[A-Za-z0-9+/_-]*={0,2}")]
    private static partial Regex EncodedPrivateKey();

    /// <summary>After "Bearer", "Authorization: Basic", and names that say password, token or key; one-time codes in addresses.</summary>
    [GeneratedRegex(
        """(\bbearer\s+(?=\S{8})|authorization["']?\s*[:=]\s*["']?(?:basic|token)\s+|(?:password|passwd|pwd|passphrase|api[_-]?key|secret[_-]?key|access[_-]?key|account[_-]?key|private[_-]?token|vault[_-]?token|(?:access|refresh|auth|id)[_-]?token|client[_-]?secret)\\?["']?\s*[=:]\s*\\?["']?|[?&;](?:token|secret|key|sig|signature|code(?==[\w-]{16}))=)[^\s"'&;,\\]+""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Credential();

    /// <summary>Access keys of AWS, tokens of GitHub, GitLab, Slack, npm and Google, secret keys of Stripe.</summary>
    [GeneratedRegex(@"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{36,}|github_pat_\w{40,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{10,}|npm_\w{36}|AIza[\w-]{35}|[sr]k_live_\w{16,})\b")]
    private static partial Regex KnownPrefix();
}
