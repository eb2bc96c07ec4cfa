using System.Buffers;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics;

/// <summary>Finds secrets by their well-known shapes. The messages never repeat what was found.</summary>
internal static partial class SecretScan
{
    /// <summary>What each shape begins with; the text is searched for all of them at once.</summary>
    private static readonly SearchValues<string> Beginnings = SearchValues.Create(
        ["AKIA", "ASIA", "ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "sk_live_", "rk_live_", "AIza", "-----BEGIN ", "://", "password=", "passwd=", "access_token=", "npm_", "SG.", "sk-ant-", "dop_v1_"],
        StringComparison.Ordinal);

    public static IEnumerable<Diagnostic> Of(string text)
    {
        int line = 1, lineStart = 0, at = 0;
        while (true)
        {
            var step = text.AsSpan(at).IndexOfAny(Beginnings);
            if (step < 0) yield break;
            var passed = text.AsSpan(at, step);
            line += passed.Count('\n');
            if (passed.LastIndexOf('\n') is >= 0 and var newline) lineStart = at + newline + 1;
            at += step;
            if (At(text, at) is var (code, severity, message, length))
            {
                yield return new(severity, code, message, line, at - lineStart + 1);
                at += length;
            }
            else at++;
        }
    }

    private static (string Code, DiagnosticSeverity Severity, string Message, int Length)? At(string text, int at)
    {
        // nothing that is looked for is longer
        var span = text.AsSpan(at, Math.Min(300, text.Length - at));
        if (!Key().IsMatch(span) && !Pem().IsMatch(span) && !Password().IsMatch(span)) return null;
        var window = span.ToString();
        if (Key().Match(window) is { Success: true } key)
            return Documented().IsMatch(key.Value) ? null : (DiagnosticCodes.AccessKey, DiagnosticSeverity.Error,
                "This looks like a real access key. Take it out of the runbook, revoke it, and let the environment bring it as a secret.", key.Length);
        if (Pem().Match(window) is { Success: true } pem)
            return (DiagnosticCodes.PrivateKey, DiagnosticSeverity.Error,
                "A private key stands in this runbook. Take it out and replace it: whoever could read the runbook could read the key.", pem.Length);
        if (Password().Match(window) is { Success: true } password)
            return IsExample(password.Groups["value"].Value) ? null : (DiagnosticCodes.PasswordInAddress, DiagnosticSeverity.Warning,
                "A password stands in this address. Write a variable such as $DATABASE_URL instead; the environment brings its value as a secret.", password.Length);
        return null;
    }

    private static bool IsExample(string value) =>
        value[0] is '<' or '$' or '{' or '[' or '%' || Documented().IsMatch(value) || Placeholder().IsMatch(value);

    [GeneratedRegex(@"^(?:(?:AKIA|ASIA)[A-Z0-9]{16}\b|gh[posu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,}|glpat-[\w-]{20,}|xox[bpa]-[\w-]{20,}|[sr]k_live_[A-Za-z0-9]{20,}|AIza[\w-]{35}|npm_[A-Za-z0-9]{36}|SG\.[\w-]{20,}\.[\w-]{20,}|sk-ant-[\w-]{20,}|dop_v1_[0-9a-f]{64})")]
    private static partial Regex Key();

    [GeneratedRegex("^-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----")]
    private static partial Regex Pem();

    [GeneratedRegex(@"^(?:://[^\s:/@'""`]{1,60}:(?<value>[^\s/@'""`]{1,100})@|(?:password|passwd|access_token)=(?<value>[^\s&'""`;)]{1,100}))")]
    private static partial Regex Password();

    [GeneratedRegex("EXAMPLE|x{4,}|X{4,}|0{8,}|1234567")]
    private static partial Regex Documented();

    // a word in capitals is a place to fill in, and so is what says so
    [GeneratedRegex(@"^(?:x{3,}|\*{2,}|\.{3}|…|[A-Z][A-Z_]*|(?i:(?:your|my|the)[-_].*|pass(?:word|wd)?|pwd|secret|changeme|token|user))$")]
    private static partial Regex Placeholder();
}
