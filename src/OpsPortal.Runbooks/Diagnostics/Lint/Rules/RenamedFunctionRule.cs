using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Functions of PostgreSQL under names that they have no longer.</summary>
internal sealed partial class RenamedFunctionRule : ILintRule
{
    private static readonly Dictionary<string, (string Now, string Since)> Renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pg_start_backup"] = ("pg_backup_start", "15"),
        ["pg_stop_backup"] = ("pg_backup_stop", "15"),
        ["pg_current_xlog_location"] = ("pg_current_wal_lsn", "10"),
        ["pg_current_xlog_insert_location"] = ("pg_current_wal_insert_lsn", "10"),
        ["pg_last_xlog_receive_location"] = ("pg_last_wal_receive_lsn", "10"),
        ["pg_last_xlog_replay_location"] = ("pg_last_wal_replay_lsn", "10"),
        ["pg_xlog_location_diff"] = ("pg_wal_lsn_diff", "10"),
        ["pg_xlog_replay_pause"] = ("pg_wal_replay_pause", "10"),
        ["pg_xlog_replay_resume"] = ("pg_wal_replay_resume", "10"),
        ["pg_is_xlog_replay_paused"] = ("pg_is_wal_replay_paused", "10"),
        ["pg_switch_xlog"] = ("pg_switch_wal", "10"),
        ["pg_xlogfile_name"] = ("pg_walfile_name", "10"),
    };

    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Mentions("_backup") && !step.Mentions("xlog")) yield break;
        foreach (var sql in step.Sql)
            foreach (Match call in Call().Matches(sql.Code))
                if (Renamed.TryGetValue(call.Value, out var renamed))
                    yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.RenamedFunction,
                        $"PostgreSQL {renamed.Since} renamed {call.Value} to {renamed.Now}, so this call fails.{(call.Value.EndsWith("_backup", StringComparison.OrdinalIgnoreCase) ? " Beginning and end have to be called in one session; for a whole backup use pg_basebackup." : "")}",
                        sql.At(call.Index), call.Length, $"Write {renamed.Now}", renamed.Now);
    }

    [GeneratedRegex(@"(?<!\w)pg_\w*(?:_backup|xlog)\w*(?=\s*\()", RegexOptions.IgnoreCase)]
    private static partial Regex Call();
}
