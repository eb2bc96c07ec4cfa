using Npgsql;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>Who works there now.</summary>
internal static class Sessions
{
    private const string Columns = "a.pid, coalesce(a.usename, '?'), coalesce(a.state, '?'), date_trunc('second', now() - a.backend_start)::text, extract(epoch from a.backend_start)::text, left(a.query, 100)";

    /// <summary>Sessions that hold a lock on these tables.</summary>
    public static async Task<IReadOnlyList<string>> OnAsync(NpgsqlConnection connection, IReadOnlyList<TableFacts> tables, ActionContext context, CancellationToken cancellation)
    {
        if (tables.Count == 0) return [];
        var rows = await RowReader.ReadAsync(connection, $"""
            SELECT {Columns}, string_agg(DISTINCT l.mode, ', '), min(l.relation::regclass::text) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid() AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.relation IN ({string.Join(", ", tables.Select(t => t.Oid))}) GROUP BY a.pid, a.usename, a.state, a.backend_start, a.query ORDER BY a.pid LIMIT 20
            """, [], cancellation);
        return [.. (rows ?? []).Select(r => $"Session {r[0]} ({r[1]}, {r[2]}) holds {r[6]} on {r[7]}: {Head(r[5], context)}")];
    }

    /// <summary>Whom pg_terminate_backend and pg_cancel_backend hit: told where their argument can be read by itself.</summary>
    public static async Task<(IReadOnlyList<string> Effects, IReadOnlyList<Precondition> Facts)> EndedByAsync(NpgsqlConnection connection, SqlStatement statement, ActionContext context, CancellationToken cancellation)
    {
        if (Question(statement) is not { } question) return ([], []);
        await Run("SAVEPOINT opsportal_sessions");
        try
        {
            var rows = await RowReader.ReadAsync(connection, $"SELECT {Columns} FROM pg_stat_activity a WHERE a.pid IN ({question.Sql}) AND a.pid <> pg_backend_pid() ORDER BY a.pid", [], cancellation) ?? [];
            await Run("RELEASE SAVEPOINT opsportal_sessions");
            var does = question.Ends ? "Ends session" : "Cancels the statement of session";
            return (rows.Count == 0 ? [$"{statement.Verb} finds no session now"] : [.. rows.Select(r => $"{does} {r[0]} of {r[1]}, {r[2]}, connected for {r[3]}: {Head(r[5], context)}")],
                [.. rows.Select(r => new Precondition($"session {r[0]}", $"{r[1]}, connected for {r[3]}", $"{r[0]}@{r[4]}"))]);
        }
        catch (PostgresException) when (!cancellation.IsCancellationRequested)
        {
            // who is meant is then not told; that the statement is not tried is told anyway
            await Run("ROLLBACK TO SAVEPOINT opsportal_sessions");
            return ([], []);
        }

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>The statement with the argument in place of the call, where the call is the first that is selected.</summary>
    internal static (string Sql, bool Ends)? Question(SqlStatement statement)
    {
        var tokens = statement.Tokens;
        if (tokens.Count < 5 || !tokens[0].Is("SELECT")) return null;
        var at = 1;
        if (tokens[at].Is("pg_catalog") && tokens[at + 1].Text == ".") at += 2;
        var ends = tokens[at].Is("pg_terminate_backend");
        if ((!ends && !tokens[at].Is("pg_cancel_backend")) || tokens[at + 1].Text != "(") return null;
        var close = tokens.ToList().FindIndex(at + 2, t => t.Depth == 0 && t.Text == ")");
        if (close < 0) return null;
        // what else is selected does not matter, and may not be selected twice
        var comma = tokens.ToList().FindIndex(at + 2, t => t.Depth == 1 && t.Text == ",");
        var argument = statement.Text[tokens[at + 1].End..tokens[comma > 0 && comma < close ? comma : close].Start];
        var from = tokens.ToList().FindIndex(close, t => t.Depth == 0 && t.Is("FROM"));
        var sql = $"SELECT ({argument})::int {(from < 0 ? "" : statement.Text[tokens[from].Start..])}";
        return TrialRule.Refuses(SqlStatement.Of(sql)) is null && TrialRule.Reads(SqlStatement.Of(sql)) ? (sql, ends) : null;
    }

    private static string Head(string? query, ActionContext context) => string.IsNullOrWhiteSpace(query) ? "no statement" : Masked.Text(string.Join(' ', query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), context);
}
