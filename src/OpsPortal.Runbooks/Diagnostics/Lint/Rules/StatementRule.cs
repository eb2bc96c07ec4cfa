using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Statements that touch every row, or keep everybody else from the table meanwhile.</summary>
internal sealed partial class StatementRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("update") && !step.Mentions("delete") && !step.Mentions("vacuum") && !step.Mentions("index") && !step.Mentions("cluster")) yield break;
        foreach (var sql in step.Sql)
            foreach (var (code, start) in sql.Statements)
                if (EveryRow().Match(code) is { Success: true } rows && !Where().IsMatch(code))
                    yield return At(step, sql, start, rows, DiagnosticSeverity.Warning, DiagnosticCodes.NoWhere, $"There is no WHERE, so this {(rows.Value.StartsWith("u", StringComparison.OrdinalIgnoreCase) ? "changes" : "deletes")} every row of the table. Add one.");
                else if (FullLock().Match(code) is { Success: true } locks)
                    yield return At(step, sql, start, locks, DiagnosticSeverity.Warning, DiagnosticCodes.LocksTable, "This rewrites the whole table, and nobody can read or write it meanwhile. Use VACUUM without FULL, or plan a maintenance window.");
                else if (IndexBuild().Match(code) is { Success: true } index)
                    yield return At(step, sql, start, index, DiagnosticSeverity.Info, DiagnosticCodes.LocksForIndex, "While this index is built, nobody can write to the table. CREATE INDEX CONCURRENTLY takes longer and blocks nobody.");
    }

    private static Diagnostic At(LintStep step, SqlText sql, int start, Match match, DiagnosticSeverity severity, string code, string message) =>
        step.At(severity, code, message, sql.At(start + match.Index), match.Length);

    [GeneratedRegex(@"^(?:UPDATE\s+(?:ONLY\s+)?[\w"".]+(?=\s+(?:(?:AS\s+)?\w+\s+)?SET\s)|DELETE\s+FROM\s+(?:ONLY\s+)?[\w"".]+)", RegexOptions.IgnoreCase)]
    private static partial Regex EveryRow();

    [GeneratedRegex(@"\bWHERE\b|\bLIMIT\b", RegexOptions.IgnoreCase)]
    private static partial Regex Where();

    [GeneratedRegex(@"^(?:VACUUM\s+(?:\([^()]*\bFULL\b[^()]*\)|FULL\b)|CLUSTER\b(?!\s*=))", RegexOptions.IgnoreCase)]
    private static partial Regex FullLock();

    [GeneratedRegex(@"^CREATE\s+(?:UNIQUE\s+)?INDEX(?!\s+CONCURRENTLY)\b", RegexOptions.IgnoreCase)]
    private static partial Regex IndexBuild();
}
