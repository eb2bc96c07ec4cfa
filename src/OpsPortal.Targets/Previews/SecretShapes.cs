using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Previews;

/// <summary>
/// What has the shape of a secret, whoever's it is. The one list for all that is shown: the output of steps, logs, previews and what is kept of
/// a change. The linter looks through runbooks with narrower shapes, because there a find is an error and a placeholder none.
/// </summary>
public static partial class SecretShapes
{
    public const string Mask = "•••";

    /// <summary>A line or a text of several; each secret becomes <see cref="Mask"/>, and what names it stays.</summary>
    public static string Redact(string text)
    {
        if (text.Contains("-----BEGIN", StringComparison.Ordinal)) text = PrivateKey().Replace(text, Mask);
        if (text.Contains("://", StringComparison.Ordinal)) text = UrlPassword().Replace(text, $"$1{Mask}@");
        if (text.Contains("eyJ", StringComparison.Ordinal)) text = JsonWebToken().Replace(text, Mask);
        if (text.Contains("LS0tLS1CRUdJTiB", StringComparison.Ordinal)) text = EncodedPrivateKey().Replace(text, Mask);
        if (text.Contains('\'')) text = SqlLiteral().Replace(text, $"$1'{Mask}'");
        text = Credential().Replace(text, $"$1{Mask}");
        return KnownPrefix().Replace(text, Mask);
    }

    /// <summary>Where a private key begins, for who reads line by line. RFC 7468 labels, also those of OpenSSH and PKCS#1.</summary>
    [GeneratedRegex("-----BEGIN [A-Z ]{0,40}PRIVATE KEY")]
    public static partial Regex PrivateKeyBegin();

    [GeneratedRegex("-----BEGIN [A-Z ]{0,40}PRIVATE KEY.*?(-----END [A-Z ]{0,40}PRIVATE KEY-----|$)", RegexOptions.Singleline)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(://[^\s:/@]{0,256}:)[^\s@/]{1,1024}@")]
    private static partial Regex UrlPassword();

    /// <summary>RFC 7519: header and payload are base64url of JSON objects.</summary>
    [GeneratedRegex(@"eyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?")]
    private static partial Regex JsonWebToken();

    /// <summary>Base64 of a PEM private key, as Secrets and kubeconfigs hold it: PRIVATE, RSA, EC, OPENSSH, ENCRYPTED, DSA.</summary>
    [GeneratedRegex("LS0tLS1CRUdJTiB(?:QUklW|SU0Eg|FQyBQ|PUEVO|FTkNS|EU0Eg)[A-Za-z0-9+/_-]*={0,2}")]
    private static partial Regex EncodedPrivateKey();

    /// <summary><c>ALTER ROLE app PASSWORD 'x'</c>, <c>SET api_token = 'x'</c>. A bare "token 'x'" is a parser that complains.</summary>
    [GeneratedRegex(@"((?:passw(?:or)?d\w{0,40}|(?:secret|token)_\w{1,40}|_(?:secret|token))\s{0,8}=?\s{0,8}|(?:secret|token)\s{0,8}=\s{0,8})'(?:[^']|''){1,1024}(?:'|$)", RegexOptions.IgnoreCase)]
    private static partial Regex SqlLiteral();

    /// <summary>After "Bearer", "Authorization: Basic", and names that say password, token or key; one-time codes in addresses.</summary>
    [GeneratedRegex(
        """(\bbearer\s+(?=\S{8})|authorization["']?\s*[:=]\s*["']?(?:basic|token)\s+|(?:password|passwd|pwd|passphrase|api[_-]?key|secret[_-]?key|access[_-]?key|account[_-]?key|private[_-]?token|vault[_-]?token|(?:access|refresh|auth|id)[_-]?token|client[_-]?secret)\\?["']?\s*[=:]\s*\\?["']?|[?&;](?:token|secret|key|sig|signature|code(?==[\w-]{16}))=)[^\s"'&;,\\]+""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Credential();

    /// <summary>Access keys of AWS, tokens of GitHub, GitLab, Slack, npm, Google, SendGrid and DigitalOcean, secret keys of Stripe and Anthropic.</summary>
    [GeneratedRegex(@"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{36,}|github_pat_\w{40,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{10,}|npm_\w{36}|AIza[\w-]{35}|[sr]k_live_\w{16,}|SG\.[\w-]{20,}\.[\w-]{20,}|sk-ant-[\w-]{20,}|dop_v1_[0-9a-f]{64})\b")]
    private static partial Regex KnownPrefix();
}
