using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Host;

namespace OpsPortal.Runbooks.Actions.Files;

/// <summary>
/// Which words of a program's command line name a file that it reads. What its options mean nobody knows here, so only words count that
/// end as files of a runbook do and do not stand where a program is told what to write.
/// </summary>
internal static partial class HostWords
{
    public static IEnumerable<string> Files(HostRun run)
    {
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            if (run.Patterns.Any(p => p.Argument == i)) continue;
            var word = run.Arguments[i];
            if (word.StartsWith('-'))
            {
                var equals = word.IndexOf('=');
                if (equals > 0 && !Writes().IsMatch(word[..equals]) && Named().IsMatch(word[(equals + 1)..])) yield return word[(equals + 1)..];
            }
            else if (Named().IsMatch(word) && !(i > 0 && Writes().IsMatch(run.Arguments[i - 1]))) yield return word;
        }
    }

    [GeneratedRegex(@"^[\w./\uE000\uE001-]*[\w\uE001]\.(?:js|mjs|cjs|ts|py|rb|pl|php|lua|go|sh|bash|sql|ya?ml|json|toml|ini|cfg|conf|properties|env|xml|csv|tsv|txt|md|html?|jmx|tf|tfvars|hcl|pem|crt|cer|key|p12|jks|gz|tgz|zip|tar|bz2|xz|zst|dump|bak)$", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"^--?(?:o|O|w|out\w*|[\w-]*(?:output|export|report|summary|log|html|csv|save|dest|write)[\w-]*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Writes();
}
