using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Previews;

/// <summary>Text for a preview, without what is secret: values that the environment holds as such, and what has the shape of a secret.</summary>
public static partial class Masked
{
    public const string Mask = "•••";

    /// <summary>Shorter values would take out ordinary words.</summary>
    private const int ShortestSecret = 4;

    public static string Text(string text, ActionContext context)
    {
        foreach (var secret in Known(context.Targets)) text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return Text(text);
    }

    /// <summary>By the shape alone.</summary>
    public static string Text(string text)
    {
        text = PrivateKey().Replace(text, Mask);
        text = UrlPassword().Replace(text, $"$1{Mask}@");
        text = JsonWebToken().Replace(text, Mask);
        text = SqlPassword().Replace(text, $"$1'{Mask}'");
        return KnownPrefix().Replace(Credential().Replace(text, $"$1{Mask}"), Mask);
    }

    /// <summary>A value of something that is called so: a column, a header, a variable.</summary>
    public static string Value(string name, string value, ActionContext context) => SecretName().IsMatch(name) ? Mask : Text(value, context);

    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    private static IEnumerable<string> Known(TargetSettings targets) => targets.Host.Variables.Values
        .Concat(targets.Databases.Concat(targets.Redis).Select(s => Password().Match(s.ConnectionString)).Where(m => m.Success).Select(m => m.Groups[1].Value))
        .Select(v => v.Trim()).Where(v => v.Length >= ShortestSecret).OrderByDescending(v => v.Length);

    [GeneratedRegex(@"password\s*=\s*([^;,]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("passw|pass$|pwd|auth$|secret|token|api[_-]?key|private[_-]?key|credential|authorization|cookie|hash$|salt", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    /// <summary>RFC 7468 labels, also those of OpenSSH and PKCS#1.</summary>
    [GeneratedRegex("-----BEGIN [A-Z ]{0,40}PRIVATE KEY.*?(-----END [A-Z ]{0,40}PRIVATE KEY-----|$)", RegexOptions.Singleline)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(://[^\s:/@]{0,256}:)[^\s@/]{1,1024}@")]
    private static partial Regex UrlPassword();

    /// <summary>RFC 7519: header and payload are base64url of JSON objects.</summary>
    [GeneratedRegex(@"eyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?")]
    private static partial Regex JsonWebToken();

    /// <summary><c>ALTER ROLE app PASSWORD 'x'</c>, <c>SET password = 'x'</c>.</summary>
    [GeneratedRegex(@"(\w*(?:password|secret|token)\w*\s*=?\s*)'(?:[^']|'')*'", RegexOptions.IgnoreCase)]
    private static partial Regex SqlPassword();

    [GeneratedRegex(
        """(\b(?:bearer|basic)\s+(?=\S{8})|(?:password|passwd|pwd|passphrase|api[_-]?key|secret[_-]?key|access[_-]?key|(?:access|refresh|auth|id)[_-]?token|client[_-]?secret)\\?["']?\s*[=:]\s*\\?["']?|[?&;](?:token|secret|key|sig|signature)=)[^\s"'&;,\\]+""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Credential();

    /// <summary>Access keys of AWS, tokens of GitHub, GitLab and Slack, secret keys of Stripe.</summary>
    [GeneratedRegex(@"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{36,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,})\b")]
    private static partial Regex KnownPrefix();
}
