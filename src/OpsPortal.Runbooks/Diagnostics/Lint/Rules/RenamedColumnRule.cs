using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Columns of PostgreSQL's statistics views under names that they have no longer.</summary>
internal sealed partial class RenamedColumnRule : ILintRule
{
    private static readonly (string View, string Since, Dictionary<string, string> Columns, string? Unless)[] Renamed =
    [
        ("pg_stat_statements", "PostgreSQL 13", new() { ["mean_time"] = "mean_exec_time", ["total_time"] = "total_exec_time", ["min_time"] = "min_exec_time", ["max_time"] = "max_exec_time", ["stddev_time"] = "stddev_exec_time" }, null),
        ("pg_stat_user_indexes", "PostgreSQL", new() { ["tablename"] = "relname", ["indexname"] = "indexrelname" }, "pg_indexes"),
        ("pg_stat_all_indexes", "PostgreSQL", new() { ["tablename"] = "relname", ["indexname"] = "indexrelname" }, "pg_indexes"),
        ("pg_statio_user_indexes", "PostgreSQL", new() { ["tablename"] = "relname", ["indexname"] = "indexrelname" }, "pg_indexes"),
        ("pg_stat_user_tables", "PostgreSQL", new() { ["tablename"] = "relname" }, "pg_tables"),
        ("pg_stat_all_tables", "PostgreSQL", new() { ["tablename"] = "relname" }, "pg_tables"),
        ("pg_statio_user_tables", "PostgreSQL", new() { ["tablename"] = "relname" }, "pg_tables"),
        ("pg_stat_activity", "PostgreSQL 9.2", new() { ["procpid"] = "pid", ["current_query"] = "query" }, null),
        ("pg_stat_replication", "PostgreSQL 10", new() { ["sent_location"] = "sent_lsn", ["write_location"] = "write_lsn", ["flush_location"] = "flush_lsn", ["replay_location"] = "replay_lsn" }, null),
    ];

    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("pg_stat")) yield break;
        foreach (var sql in step.Sql)
            foreach (var (code, start) in sql.Statements)
                foreach (var (view, since, columns, unless) in Renamed)
                {
                    if (!Mentions(code, view) || (unless is not null && Mentions(code, unless))) continue;
                    foreach (Match name in Name().Matches(code))
                        if (columns.TryGetValue(name.Value.ToLowerInvariant(), out var now) && !NamedSo(code, name.Value))
                            yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RenamedColumn,
                                since == "PostgreSQL" ? $"{view} has no column {name.Value}; it is called {now} there." : $"{since} renamed {name.Value} of {view} to {now}, so this query fails.",
                                sql.At(start + name.Index), name.Length, $"Write {now}", now);
                }
        foreach (var sql in step.Sql)
            if (Mentions(sql.Code, "pg_stat_activity") && Waiting().Match(sql.Code) is { Success: true } waiting)
                yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RenamedColumn, "PostgreSQL 9.6 removed the column waiting of pg_stat_activity. Ask for wait_event IS NOT NULL.", sql.At(waiting.Index), waiting.Length);
    }

    private static bool Mentions(string code, string name)
    {
        for (var at = code.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = code.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
            if ((at == 0 || !IsName(code[at - 1])) && (at + name.Length == code.Length || !IsName(code[at + name.Length]))) return true;
        return false;
    }

    /// <summary>Whether the query gives that name itself: "mean_exec_time AS mean_time".</summary>
    private static bool NamedSo(string code, string name) => Alias().Matches(code).Any(a => a.Groups[1].Value.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c == '_';

    [GeneratedRegex(@"(?<!\w)(?:mean|total|min|max|stddev)_time(?!\w|\s*\()|(?<!\w)(?:tablename|indexname|procpid|current_query|(?:sent|write|flush|replay)_location)(?!\w|\s*\()", RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    [GeneratedRegex(@"\bas\s+""?(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Alias();

    [GeneratedRegex(@"(?<![\w'])waiting(?!\w|\s*\()", RegexOptions.IgnoreCase)]
    private static partial Regex Waiting();
}
