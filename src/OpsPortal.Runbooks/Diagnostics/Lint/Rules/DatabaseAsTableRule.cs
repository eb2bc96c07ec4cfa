using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary><c>ANALYZE name</c> where other commands call the database so: it wants a table.</summary>
internal sealed partial class DatabaseAsTableRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("analyze") && !step.Mentions("vacuum")) yield break;
        foreach (var sql in step.Sql)
            foreach (var (code, start) in sql.Statements)
                if (Maintenance().Match(code) is { Success: true } match && step.Document.IsDatabase(match.Groups["name"].Value))
                {
                    var name = match.Groups["name"];
                    yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.DatabaseAsTable,
                        $"{name.Value} is the database in other commands of this runbook, and {match.Groups["verb"].Value.ToUpperInvariant()} wants a table. Leave the name out: it then takes all tables of the database that it is connected to.",
                        sql.At(start + match.Groups["gap"].Index), match.Groups["gap"].Length + name.Length, "Leave the name out", "");
                }
    }

    [GeneratedRegex(@"^(?<verb>ANALYZE|VACUUM)(?:\s+(?:ANALYZE|FULL|FREEZE|VERBOSE)|\s*\([^()]*\))*(?<gap>\s+)(?<name>[A-Za-z_]\w*)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Maintenance();
}
