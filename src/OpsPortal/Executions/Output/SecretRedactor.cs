using System.Text.RegularExpressions;

namespace OpsPortal.Executions.Output;

/// <summary>Takes out values known to be secret, and what has the shape of a secret.</summary>
internal sealed partial class SecretRedactor : IRedactor
{
    private const string Mask = "•••";

    /// <summary>Shorter values would take out ordinary words.</summary>
    private const int ShortestSecret = 4;

    public IRedaction Open(IEnumerable<string> secrets) => new Redaction(
        [.. secrets.SelectMany(s => s.Split('\n')).Select(s => s.Trim()).Where(s => s.Length >= ShortestSecret).Distinct().OrderByDescending(s => s.Length)]);

    private sealed class Redaction(IReadOnlyList<string> secrets) : IRedaction
    {
        private bool inPrivateKey;

        public string Redact(string line)
        {
            if (inPrivateKey)
            {
                inPrivateKey = !line.Contains("-----END", StringComparison.Ordinal);
                return Mask;
            }
            if (line.Contains("-----BEGIN", StringComparison.Ordinal) && PrivateKey().Match(line) is { Success: true } key)
            {
                inPrivateKey = line.IndexOf("-----END", key.Index, StringComparison.Ordinal) < 0;
                return line[..key.Index] + Mask;
            }
            foreach (var secret in secrets) line = line.Replace(secret, Mask, StringComparison.Ordinal);
            return Shapes(line);
        }
    }

    private static string Shapes(string line)
    {
        if (line.Contains("://", StringComparison.Ordinal)) line = UrlPassword().Replace(line, $"$1{Mask}@");
        if (line.Contains("eyJ", StringComparison.Ordinal)) line = JsonWebToken().Replace(line, Mask);
        line = Credential().Replace(line, $"$1{Mask}");
        return KnownPrefix().Replace(line, Mask);
    }

    /// <summary>RFC 7468 labels, also those of OpenSSH and PKCS#1.</summary>
    [GeneratedRegex("-----BEGIN [A-Z ]{0,40}PRIVATE KEY")]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(://[^\s:/@]{0,256}:)[^\s@/]{1,1024}@")]
    private static partial Regex UrlPassword();

    /// <summary>RFC 7519: header and payload are base64url of JSON objects.</summary>
    [GeneratedRegex(@"eyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?")]
    private static partial Regex JsonWebToken();

    /// <summary>After "Bearer", "Authorization: Basic", and names that say password, token or key.</summary>
    [GeneratedRegex(
        """(\bbearer\s+(?=\S{8})|authorization["']?\s*[:=]\s*["']?basic\s+|(?:password|passwd|pwd|passphrase|api[_-]?key|secret[_-]?key|access[_-]?key|(?:access|refresh|auth|id)[_-]?token|client[_-]?secret)\\?["']?\s*[=:]\s*\\?["']?|[?&;](?:token|secret|key|sig|signature)=)[^\s"'&;,\\]+""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Credential();

    /// <summary>Access keys of AWS, tokens of GitHub, GitLab and Slack, secret keys of Stripe.</summary>
    [GeneratedRegex(@"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{36,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,})\b")]
    private static partial Regex KnownPrefix();
}
