using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Risks;

/// <summary>Python on a command line: known modules, Django's management commands, and code that only imports and prints.</summary>
internal static partial class PythonRisk
{
    private static readonly HashSet<string> ReadingModules = ["safety", "bandit", "json.tool", "pip_audit", "pyflakes", "flake8", "mypy", "platform", "site", "timeit", "py_compile", "sysconfig"];

    private static readonly HashSet<string> ReadingCommands =
        ["showmigrations", "check", "sqlmigrate", "diffsettings", "inspectdb", "dumpdata", "version", "help", "sqlflush", "findstatic", "makemessages", "showurls", "show_urls", "health_check"];

    // Several short alternatives without nested repetition: linear on any text.
    [GeneratedRegex(@"^(?:#.*|import\s+[\w., ]+|from\s+[\w.]+\s+import\s+[\w., *]+|print\(\s*(?:'[^'{}()]*'|""[^""{}()]*""|[\w.]+\.(?:__version__|version|VERSION))?\s*\)|pass)?$")]
    private static partial Regex Harmless();

    public static Risk Of(string[] words) => words switch
    {
        ["-c", var code, ..] => code.Split((char[])['\n', ';']).All(line => Harmless().IsMatch(line.Trim())) ? Risk.Read : CodeRisk.Of([code]),
        ["-m", "pip" or "pip3", .. var pip] => SubcommandRisk.Of("pip", pip, _ => Risk.Change) ?? Risk.Change,
        ["-m", var module, ..] => ReadingModules.Contains(module) ? Risk.Read : Risk.Change,
        [var script, .. var rest] when script.EndsWith("manage.py", StringComparison.Ordinal) => Django(rest),
        [var script, .. var rest] when !script.StartsWith('-') => ScriptRisk.Of(script, rest),
        _ => Risk.Change,
    };

    public static Risk Django(string[] words) => words switch
    {
        ["flush" or "reset_db" or "sqlreset" or "clearsessions" or "remove_stale_contenttypes", ..] => Risk.Destructive,
        ["migrate", .., "zero"] => Risk.Destructive,
        ["migrate", .. var rest] when rest.Any(w => w is "--plan" or "--check") => Risk.Read,
        ["makemigrations", .. var rest] when rest.Any(w => w is "--check" or "--dry-run") => Risk.Read,
        [var command, ..] => ReadingCommands.Contains(command) ? Risk.Read : Risk.Change,
        [] => Risk.Read,
    };
}
