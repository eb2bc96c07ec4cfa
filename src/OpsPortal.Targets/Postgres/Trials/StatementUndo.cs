using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>
/// The way back of one statement, found in the transaction that does it: what stood there before, and what it left. A preview does the same in
/// a transaction that it rolls back, so that both say the same.
/// </summary>
/// <param name="trial">All is rolled back behind a savepoint, so that rows do not carry the transaction's own number.</param>
internal sealed class StatementUndo(NpgsqlConnection connection, SqlStatement statement, bool trial = false)
{
    private readonly RowChange? change = RowChange.Of(statement);
    private TableFacts? table;
    private List<string?[]>? before;
    private List<Grant>? grants;
    private string? inverse;
    private SchemaUndo? schema;

    /// <summary>The rows that were changed; null where there are none to put back.</summary>
    public KeptRows? Kept { get; private set; }

    /// <summary>The statement that does the reverse.</summary>
    public string? Inverse { get; private set; }

    /// <summary><see cref="Inverse"/> for people.</summary>
    public string? Spoken => schema?.Spoken ?? Inverse;

    /// <summary>Why there is no way back; null where there is one, or nothing was changed.</summary>
    public string? Why { get; private set; }

    /// <summary>Rows that the statement wrote to be read with it, in the columns of <see cref="Returning"/>.</summary>
    public string? Returning => statement.Verb == "INSERT" && Why is null && table is not null ? $"\nRETURNING {RowReader.Names(table.Columns)}" : null;

    public IReadOnlyList<string> Columns => table?.Columns ?? [];

    /// <summary>Whether its way back can be found only in the transaction that does it.</summary>
    public static bool WantsTransaction(SqlStatement statement) =>
        statement.Verb is "INSERT" or "UPDATE" or "DELETE" or "GRANT" or "REVOKE" or "CREATE INDEX" or "DROP INDEX" && TrialRule.NotInTransaction(statement) is null
        || SchemaUndo.Concerns(statement) && TrialRule.NotInTransaction(statement) is null;

    /// <summary>To be asked before the statement is done, in its transaction where it has one.</summary>
    public async Task BeforeAsync(bool locks, CancellationToken cancellation)
    {
        if (TrialRule.Reads(statement) || statement.Verb is "SET" or "RESET") return;
        // a trial is one transaction, whatever the statement wants
        var guarded = trial || locks && TrialRule.NotInTransaction(statement) is null;
        try
        {
            if (guarded) await SendAsync("SAVEPOINT opsportal_before", cancellation);
            Why = statement.Verb switch
            {
                "INSERT" or "UPDATE" or "DELETE" => await RowsBeforeAsync(locks, cancellation),
                "GRANT" or "REVOKE" => await GrantsBeforeAsync(cancellation),
                "CREATE INDEX" or "DROP INDEX" => await IndexBeforeAsync(cancellation),
                _ when SchemaUndo.Concerns(statement) => await (schema = new(connection, statement)).BeforeAsync(cancellation),
                "TRUNCATE" or "DROP TABLE" => "what it removes is not kept. A backup can bring it back",
                _ => $"{(statement.Verb.Length == 0 ? "this statement" : statement.Verb)} has no certain reverse",
            };
            if (guarded) await SendAsync("RELEASE SAVEPOINT opsportal_before", cancellation);
        }
        catch (PostgresException refused) when (!cancellation.IsCancellationRequested)
        {
            if (guarded) await SendAsync("ROLLBACK TO SAVEPOINT opsportal_before", cancellation);
            Why = $"what stands there could not be read before ({refused.MessageText})";
        }
    }

    /// <param name="count">Rows that the statement says it touched.</param>
    /// <param name="returned">Of <see cref="Returning"/>; null where they were too many.</param>
    public async Task AfterAsync(long count, IReadOnlyList<string?[]>? returned, CancellationToken cancellation)
    {
        if (Why is not null || statement.Verb.Length == 0) return;
        if (grants is not null) GrantsAfter(await Grant.ReadAsync(connection, statement.Tables, cancellation));
        else if (schema is not null) (Why, Inverse) = (await schema.AfterAsync(cancellation), schema.Inverse);
        else if (inverse is not null) Inverse = inverse;
        else if (table is not null) Why = await RowsAfterAsync(count, returned, cancellation);
    }

    private async Task<string?> RowsBeforeAsync(bool locks, CancellationToken cancellation)
    {
        if (change is null) return "which rows it touches is not understood: it is put together of several parts";
        table = await TableFacts.ReadAsync(connection, statement.Tables[0], cancellation);
        if (table is null) return $"there is no table {statement.Tables[0]}";
        if (table.Kind is not ("r" or "p")) return $"{table.Name} is no table";
        if (table.Key.Count == 0) return $"{table.Name} has no primary key, so that its rows cannot be told apart";
        if (table.HasChildren) return $"other tables inherit from {table.Name}, so that its rows cannot be told apart";
        if (change.Verb == "INSERT") return change.Returns ? "it returns rows itself, and which ones it added is not kept" : change.OnConflictUpdates ? "it may change rows that were there (ON CONFLICT DO UPDATE)" : null;
        if (change.Verb == "DELETE" && table.DeletedWith.Count > 0) return $"rows of {string.Join(", ", table.DeletedWith)} may go with those of {table.Name}, and are not kept";
        if (change.Verb == "UPDATE" && table.UpdatedWith.Count > 0) return $"rows of {string.Join(", ", table.UpdatedWith)} may follow those of {table.Name}, and are not kept";
        var select = change.Select(table.Columns, RowReader.MostRows + 1, locks);
        if (SqlRisk.Of(select) != Risk.Read) return "its condition calls a function that may change something itself";
        before = await RowReader.ReadAsync(connection, select, [], cancellation);
        if (before is null) return $"it touches more than {RowReader.MostRows:N0} rows, or more than 1 MiB of them, which are not kept";
        // a join may find a row twice
        before = [.. before.DistinctBy(r => KeyText(KeyOf(r)))];
        return null;
    }

    private async Task<string?> RowsAfterAsync(long count, IReadOnlyList<string?[]>? returned, CancellationToken cancellation)
    {
        if (change!.Verb == "INSERT")
        {
            if (returned is null) return $"it added more than {RowReader.MostRows:N0} rows, or more than 1 MiB of them, which are not kept";
            Keep([.. returned.Select(r => new KeptRow(null, r))]);
            return null;
        }
        if (count != before!.Count) return "other rows were touched than were found right before";
        if (count == 0) return null;
        var after = await RowReader.ByKeyAsync(connection, table!.Name, table.Columns, table.Key, [.. before.Select(KeyOf)], locks: false, cancellation) ?? [];
        if (change.Verb == "DELETE")
        {
            if (after.Count > 0) return "other rows were touched than were found right before";
            Keep([.. before.Select(r => new KeptRow(r, null))]);
            return null;
        }
        if (after.Count != before.Count) return "it changes the primary key itself, so that the rows cannot be found again";
        if (!trial && after.Any(r => r[^1] != "t")) return "other rows were touched than were found right before";
        var byKey = after.ToDictionary(r => KeyText(KeyOf(r)), r => r[..^1]);
        Keep([.. before.Select(r => new KeptRow(r, byKey[KeyText(KeyOf(r))]))]);
        return null;
    }

    private void Keep(IReadOnlyList<KeptRow> rows)
    {
        if (rows.Count > 0) Kept = new(table!.Name, table.Columns, table.Key, rows);
    }

    private async Task<string?> GrantsBeforeAsync(CancellationToken cancellation)
    {
        if (statement.Tables.Count == 0) return $"{statement.Verb} of anything but tables has no certain reverse";
        grants = await Grant.ReadAsync(connection, statement.Tables, cancellation);
        return null;
    }

    private void GrantsAfter(List<Grant> now)
    {
        var (added, gone) = (now.Except(grants!).ToList(), grants!.Except(now).ToList());
        if (added.Concat(gone).GroupBy(g => g with { Grantable = false }).Any(g => g.Count() > 1)) Why = "it changes who may pass a right on, which has no certain reverse";
        else if (added.Count + gone.Count > 0)
            Inverse = string.Join("; ", added.Select(g => $"REVOKE {g.Privilege} ON {g.Table} FROM {g.Grantee}").Concat(gone.Select(g => $"GRANT {g.Privilege} ON {g.Table} TO {g.Grantee}{(g.Grantable ? " WITH GRANT OPTION" : "")}")));
    }

    private async Task<string?> IndexBeforeAsync(CancellationToken cancellation)
    {
        var concurrently = statement.Has("CONCURRENTLY") ? "CONCURRENTLY " : "";
        if (statement.Verb == "CREATE INDEX")
        {
            var top = statement.Tokens.Where(t => t.Depth == 0).ToList();
            var at = top.FindIndex(t => t.Is("INDEX")) + 1;
            while (at < top.Count && (top[at].Is("CONCURRENTLY") || top[at].Is("IF") || top[at].Is("NOT") || top[at].Is("EXISTS"))) at++;
            if (at >= top.Count || top[at].Is("ON")) return "the index has no name yet";
            var of = await TableFacts.ReadAsync(connection, statement.Tables[0], cancellation);
            var schema = of?.Name.Contains('.') == true ? of.Name[..(of.Name.LastIndexOf('.') + 1)] : "";
            if (await TableFacts.ReadAsync(connection, schema + top[at].Text, cancellation) is not null) return $"an index {top[at].Text} is there already";
            inverse = $"DROP INDEX {concurrently}{schema}{top[at].Text}";
            return null;
        }
        if (statement.Tables.Count != 1 || await TableFacts.ReadAsync(connection, statement.Tables[0], cancellation) is not { } index) return "which index it drops is not understood";
        var definition = await RowReader.ReadAsync(connection, $"SELECT pg_get_indexdef({index.Oid}), obj_description({index.Oid}, 'pg_class'), indisunique OR indisprimary OR indisexclusion FROM pg_index WHERE indexrelid = {index.Oid}", [], cancellation);
        if (definition is not [[{ } create, null, _]]) return "the index carries more than its definition says";
        inverse = concurrently.Length > 0 ? create.Replace(" INDEX ", " INDEX CONCURRENTLY ", StringComparison.Ordinal) : create;
        return null;
    }

    private string?[] KeyOf(string?[] row) => [.. table!.Key.Select(k => row[table.Columns.ToList().IndexOf(k)])];

    public static string KeyText(IEnumerable<string?> key) => string.Join("\u001f", key.Select(k => k ?? "\u0000"));

    private async Task SendAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>A right on a table, as its access list has it.</summary>
internal sealed record Grant(string Table, string Grantee, string Privilege, bool Grantable)
{
    public static async Task<List<Grant>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> tables, CancellationToken cancellation)
    {
        var rows = await RowReader.ReadAsync(connection, """
            SELECT c.oid::regclass::text, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, a.privilege_type, a.is_grantable
            FROM pg_class c CROSS JOIN aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))) a
            WHERE c.oid IN (SELECT to_regclass(t) FROM unnest($1::text[]) t)
            """, [$"{{{string.Join(',', tables.Select(t => $"\"{t.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""))}}}"], cancellation);
        return [.. (rows ?? []).Select(r => new Grant(r[0]!, r[1]!, r[2]!, r[3] == "t"))];
    }
}
