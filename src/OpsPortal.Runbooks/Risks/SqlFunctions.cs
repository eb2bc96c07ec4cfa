namespace OpsPortal.Runbooks.Risks;

/// <summary>What the functions do that a statement calls.</summary>
internal static class SqlFunctions
{
    private static readonly HashSet<string> Reading = Set("""
        count sum avg min max array_agg string_agg bool_and bool_or every stddev variance percentile_cont percentile_disc mode corr first_value last_value nth_value lag lead rank dense_rank
        row_number ntile cume_dist percent_rank coalesce nullif greatest least abs ceil ceiling floor round trunc mod power sqrt random sign log ln exp width_bucket
        length char_length octet_length bit_length lower upper initcap trim ltrim rtrim btrim substr substring left right lpad rpad replace translate position strpos split_part concat concat_ws
        repeat reverse format quote_ident quote_literal md5 sha256 encode decode ascii chr starts_with overlay
        now age date_trunc date_part extract to_char to_date to_timestamp to_number make_interval make_date justify_interval clock_timestamp statement_timestamp transaction_timestamp
        current_setting current_database current_schema current_schemas current_user session_user version inet_server_addr inet_client_addr txid_current_if_assigned
        obj_description col_description format_type generate_series generate_subscripts unnest cardinality row_to_json to_json to_jsonb json_agg jsonb_agg json_object_agg
        pg_size_pretty pg_database_size pg_relation_size pg_total_relation_size pg_table_size pg_indexes_size pg_tablespace_size pg_column_size pg_backend_pid pg_blocking_pids pg_is_in_recovery
        pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_current_wal_lsn pg_wal_lsn_diff pg_postmaster_start_time pg_conf_load_time pg_table_is_visible
        pg_encoding_to_char pg_typeof pg_xact_commit_timestamp pg_walfile_name pg_lsn pg_control_checkpoint pg_control_system pg_is_wal_replay_paused pg_ls_waldir pg_ls_dir pg_ls_logdir
        if ifnull isnull iif datediff date_add date_sub timestampdiff unix_timestamp from_unixtime group_concat date year month day hour minute second curdate curtime sysdate
        pgstattuple pgstatindex hashtext cast convert
        """);

    private static readonly string[] ReadingPrefixes = ["PG_STAT_GET_", "PG_GET_", "HAS_", "JSON_", "JSONB_", "ARRAY_", "REGEXP_", "DATE_", "TO_", "ST_AS", "PG_SHOW_", "PG_CATALOG."];

    // Words that may stand before a parenthesis and call nothing.
    private static readonly HashSet<string> Keywords = Set("""
        select from where and or not in any all some exists over filter as on using values by within group case when then else with distinct having union intersect except join lateral set
        limit offset between like ilike is order partition window rows range interval numeric decimal varchar char character bit time timestamp timestamptz float recursive materialized row array
        only table returning into conflict explain analyze verbose buffers costs timing format show
        """);

    /// <param name="words">The statement's words in upper case, with its opening parentheses.</param>
    public static Risk Risk(List<string> words)
    {
        var risk = Risks.Risk.Read;
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i] != "(" || words[i - 1] == "(" || Keywords.Contains(words[i - 1]) || Calls(words[i - 1])) continue;
            // "WITH recent (id) AS" and "FROM t AS x (a)" name columns
            if (i > 1 && words[i - 2] is "WITH" or "AS" or "INTO" or "RECURSIVE") continue;
            if (words[i - 1].StartsWith("PG_DROP_", StringComparison.Ordinal)) return Risks.Risk.Destructive;
            risk = Risks.Risk.Change;
        }
        return risk;
    }

    private static bool Calls(string name) => Reading.Contains(name) || ReadingPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal) && (p != "PG_CATALOG." || Reading.Contains(name[p.Length..])));

    private static HashSet<string> Set(string words) => new(words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
}
