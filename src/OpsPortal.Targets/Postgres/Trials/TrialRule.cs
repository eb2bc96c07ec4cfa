using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>Which statements may be tried in a transaction that is rolled back.</summary>
internal static class TrialRule
{
    private const long LargestForTrial = 64 << 20;

    /// <summary>What these do is not taken back by a rollback, or reaches beyond the database.</summary>
    private static readonly HashSet<string> Outside = new(StringComparer.Ordinal)
    {
        "pg_terminate_backend", "pg_cancel_backend", "pg_reload_conf", "pg_rotate_logfile", "pg_switch_wal", "pg_create_restore_point", "pg_promote", "pg_wal_replay_pause", "pg_wal_replay_resume",
        "pg_backup_start", "pg_backup_stop", "pg_start_backup", "pg_stop_backup", "pg_stat_reset", "pg_stat_statements_reset", "pg_stat_reset_shared", "pg_stat_reset_single_table_counters",
        "pg_create_physical_replication_slot", "pg_create_logical_replication_slot", "pg_drop_replication_slot", "pg_replication_slot_advance", "pg_logical_emit_message", "pg_notify",
        "nextval", "setval", "lo_import", "lo_export", "lo_from_bytea", "pg_read_file", "pg_file_write", "pg_file_unlink", "pg_file_rename", "pg_sleep", "pg_sleep_for", "pg_sleep_until",
        "query_to_xml", "http_get", "http_post", "http", "net_http_post", "set_config", "pg_log_backend_memory_contexts", "pg_prewarm",
    };

    private static readonly string[] OutsidePrefixes = ["dblink", "pg_advisory", "pg_try_advisory", "pg_replication_origin", "cron_", "pg_logical_slot_get"];

    public static bool IsOutside(string function) => Outside.Contains(function) || OutsidePrefixes.Any(p => function.StartsWith(p, StringComparison.Ordinal));

    /// <summary>Why PostgreSQL takes it only outside of a transaction; null where it takes it in one.</summary>
    public static string? NotInTransaction(SqlStatement s)
    {
        if (s.Verb is "VACUUM" or "CREATE DATABASE" or "DROP DATABASE" or "CREATE TABLESPACE" or "DROP TABLESPACE" or "ALTER SYSTEM" or "CREATE SUBSCRIPTION" or "DROP SUBSCRIPTION" or "REINDEX DATABASE" or "REINDEX SYSTEM" or "REINDEX SCHEMA" or "CHECKPOINT")
            return $"{s.Verb} cannot be tried: PostgreSQL does it outside of transactions, so that it cannot be rolled back";
        if (s.Has("CONCURRENTLY") && s.Verb is "CREATE INDEX" or "DROP INDEX" or "REINDEX TABLE" or "REINDEX INDEX" or "REINDEX") return $"{s.Verb} CONCURRENTLY cannot be tried: PostgreSQL does it outside of transactions, so that it cannot be rolled back";
        return null;
    }

    /// <summary>Why it is not tried, by its text alone; null where it may be.</summary>
    public static string? Refuses(SqlStatement s)
    {
        if (NotInTransaction(s) is { } outside) return outside;
        if (s.Verb is "NOTIFY" or "LISTEN" or "LOAD" or "LOCK" or "DISCARD" or "PREPARE" or "EXECUTE" or "IMPORT" or "CREATE SERVER" or "CREATE EXTENSION" or "ALTER EXTENSION" or "CLUSTER" or "REFRESH" or "REFRESH VIEW") return $"{s.Verb} is not tried: what it does reaches beyond what a rollback takes back, or holds others up";
        if (s.Verb.StartsWith("REINDEX", StringComparison.Ordinal)) return "REINDEX is not tried: it would keep writers away while it builds";
        if (s.Verb == "ANALYZE") return "ANALYZE is not tried: it only counts anew";
        if (s.Verb == "COPY") return "COPY is not tried: its data or its file would have to be sent to the server";
        if (s.Verb == "CREATE INDEX" && s.Tables.Count == 0) return "CREATE INDEX is not tried: which table it is for is not understood";
        if (s.Verb is "" or "SET" or "RESET") return null;
        return SqlTokens.Calls(s.Tokens).FirstOrDefault(IsOutside) is { } function ? $"{s.Verb} is not tried: {function}() does something that a rollback does not take back" : null;
    }

    /// <summary>Why it is not tried with these tables; null where it may be.</summary>
    public static string? Refuses(SqlStatement s, IReadOnlyList<TableFacts> tables)
    {
        if (tables.FirstOrDefault(t => t.Kind == "f") is { } foreign) return $"{s.Shown} is not tried: {foreign.Name} lies on another server";
        if (s.IsDml && tables.FirstOrDefault(t => t.Kind is "v" or "m") is { } view) return $"{s.Shown} is not tried: {view.Name} is a view, and what lies behind it may do more";
        if (s.Verb is "CREATE INDEX" or "ALTER TABLE" && tables.FirstOrDefault(t => t.Bytes > LargestForTrial) is { } large)
            return $"{s.Shown} is not tried: {large.Name} has {Previews.Counted.Bytes(large.Bytes)}, and others would be kept away from it meanwhile";
        if (s.Verb is "INSERT" or "MERGE" && tables.FirstOrDefault(t => t.Sequenced.Count > 0) is { } numbered && !Gives(s, numbered.Sequenced))
            return $"{s.Shown} is not tried, only planned: trying would use up a number of {numbered.Name}.{numbered.Sequenced[0]}, and a rollback does not give it back";
        return null;
    }

    /// <summary>Whether a statement changes nothing.</summary>
    public static bool Reads(SqlStatement s) => SqlRisk.Of(s.Text) == Risk.Read && s.Verb is not ("SET" or "RESET");

    /// <summary>The lock that it takes on its tables, and whom that keeps away; null where it keeps nobody.</summary>
    public static string? Lock(SqlStatement s) => s.Verb switch
    {
        "TRUNCATE" or "DROP TABLE" or "ALTER TABLE" or "CLUSTER" => "takes ACCESS EXCLUSIVE: readers and writers wait",
        "VACUUM" when s.Tokens.Any(t => t.Is("FULL")) => "takes ACCESS EXCLUSIVE and writes the table anew: readers and writers wait",
        "VACUUM" or "ANALYZE" => "takes SHARE UPDATE EXCLUSIVE: readers and writers go on",
        "DROP INDEX" when !s.Has("CONCURRENTLY") => "takes ACCESS EXCLUSIVE on its table: readers and writers wait",
        "CREATE INDEX" or "REINDEX TABLE" or "REINDEX INDEX" when !s.Has("CONCURRENTLY") => "takes SHARE: writers wait until it is built",
        "CREATE INDEX" or "REINDEX TABLE" or "REINDEX INDEX" => "takes SHARE UPDATE EXCLUSIVE: readers and writers go on",
        "LOCK" => "holds its lock until the transaction ends",
        _ => null,
    };

    private static bool Gives(SqlStatement s, IReadOnlyList<string> columns)
    {
        var open = s.Tokens.ToList().FindIndex(t => t.Depth == 0 && t.Text == "(");
        if (open < 0 || s.Tokens.Take(open).Any(t => t.Is("VALUES") || t.Is("SELECT") || t.Is("ON"))) return false;
        var listed = s.Tokens.Skip(open + 1).TakeWhile(t => t.Depth > 0).Where(t => t.IsIdentifier).Select(t => SqlTokens.Plain(t.Text)).ToHashSet();
        return columns.All(listed.Contains) && !s.Tokens.Any(t => t.Is("DEFAULT"));
    }
}
