using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Risks;

/// <summary>Code of a programming language on a command line, of which only the calls are known by their names. What is not known is a change.</summary>
internal static partial class CodeRisk
{
    [GeneratedRegex(@"\b(?:drop|dropDatabase|dropIndex|dropIndexes|deleteMany|deleteOne|delete_many|delete_all|destroy|destroy_all|remove|rmtree|rmdir|rmdirSync|rm_rf|rm_r|rmSync|unlink|unlinkSync|truncate|flushall|flushdb|purge)\s*\(|\bunlink\b|\brm\s+-?\S|\brm\b\s*""", RegexOptions.IgnoreCase)]
    private static partial Regex Destroys();

    // system(…), "… | "sh"" and "getline" from a command: awk is no mere filter then
    [GeneratedRegex(@"\bsystem\s*\(|\|\s*""|""\s*\|\s*getline|>\s*""/(?!dev/(?:stderr|stdout|null))")]
    private static partial Regex Runs();

    public static bool RunsPrograms(string code) => Runs().IsMatch(code);

    /// <param name="words">Arguments of a program, some of which are code.</param>
    public static Risk Of(IEnumerable<string> words) => words.Any(w => Destroys().IsMatch(w)) ? Risk.Destructive : Risk.Change;
}
