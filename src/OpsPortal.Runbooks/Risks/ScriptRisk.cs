namespace OpsPortal.Runbooks.Risks;

/// <summary>
/// Somebody's own script, of which nothing is known but its name and its flags: a change at least, unless they say that it only looks.
/// Names are read word by word (<c>health_check.sh</c>, <c>db:reset</c>, <c>verifyBackup.js</c>).
/// </summary>
internal static class ScriptRisk
{
    private static readonly HashSet<string> Looking =
        ["status", "check", "checks", "verify", "verification", "validate", "health", "healthcheck", "healthz", "list", "show", "info", "report", "diagnose", "diagnostics", "inspect", "lint", "audit", "describe", "version", "get", "preflight"];

    private static readonly HashSet<string> Destroying =
        ["delete", "destroy", "drop", "purge", "wipe", "erase", "nuke", "teardown", "truncate", "restore", "uninstall", "decommission", "flush"];

    private static readonly HashSet<string> LookingFlags =
        ["--dry-run", "--dryrun", "--check", "--check-only", "--verify", "--verify-only", "--validate", "--status", "--list", "--plan", "--diff", "--show", "--help", "-h", "--version", "--read-only", "--readonly", "--noop", "--no-op", "--whatif"];

    private static readonly HashSet<string> DestroyingFlags = ["--delete", "--destroy", "--drop", "--purge", "--wipe", "--prune", "--reset-data"];

    /// <param name="name">Of the script, with or without its path.</param>
    public static Risk Of(string name, IEnumerable<string> arguments)
    {
        var flags = arguments.Select(a => a.Split('=')[0]).ToList();
        if (flags.Any(LookingFlags.Contains)) return Risk.Read;
        var words = Words(name[(name.LastIndexOf('/') + 1)..]).ToList();
        if (Destroys(words) || flags.Any(DestroyingFlags.Contains) || flags is [var first, ..] && Destroying.Contains(first)) return Risk.Destructive;
        return words.Any(Looking.Contains) || flags is [var verb, ..] && Looking.Contains(verb) ? Risk.Read : Risk.Change;
    }

    /// <summary>Whether a name says that something is taken away: <c>db:drop</c>, <c>migrate:fresh</c>.</summary>
    public static bool Destroys(string name) => Destroys([.. Words(name)]);

    private static bool Destroys(List<string> words) =>
        words.Any(Destroying.Contains) || (words.Any(w => w is "reset" or "fresh") && words.Any(w => w is "db" or "database" or "migrate" or "schema"));

    /// <summary>Whether a program is somebody's own script rather than something that everybody has.</summary>
    public static bool Is(string program) =>
        program.StartsWith("./", StringComparison.Ordinal) || program.StartsWith("../", StringComparison.Ordinal) || program.EndsWith(".sh", StringComparison.Ordinal) || program.EndsWith(".py", StringComparison.Ordinal)
        || program.EndsWith(".rb", StringComparison.Ordinal) || program.EndsWith(".pl", StringComparison.Ordinal) || program.EndsWith(".js", StringComparison.Ordinal) || program.EndsWith(".ts", StringComparison.Ordinal)
        || (program.Contains('/') && !program.StartsWith('/'));

    private static IEnumerable<string> Words(string name)
    {
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
            if (i == name.Length || !char.IsAsciiLetterOrDigit(name[i]) || (char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1])))
            {
                if (i > start) yield return name[start..i].ToLowerInvariant();
                start = i < name.Length && !char.IsAsciiLetterOrDigit(name[i]) ? i + 1 : i;
            }
    }
}
