using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>
/// Tries the statements of a psql in one transaction that is rolled back, with little patience for locks. What must not be tried is told by
/// what is known of it: its plan, the size of its tables, who would be hit.
/// </summary>
internal sealed class QueryTrial(NpgsqlConnection connection, PostgresQuery action, ServerBinding server, ActionContext context)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private const int LongestPlan = 4_000;
    private const int CountedRows = 100_000;
    private const int DigestedKeys = 10_000;

    private readonly UndoLedger ledger = new(action.Place, context);
    private readonly List<string> effects = [], warnings = [], untried = [];
    private readonly List<PlannedRequest> requests = [];
    private readonly List<Precondition> preconditions = [];
    private readonly List<PostgresNotice> notices = [];
    private string? refusal;

    /// <param name="why">Why it cannot be put back whatever its statements are; null leaves it to them.</param>
    /// <param name="also">Why the script is not known as a whole.</param>
    public async Task<ActionPreview> RunAsync(IReadOnlyList<string> statements, string? why, IEnumerable<string> also, CancellationToken cancellation)
    {
        connection.Notice += (_, e) => notices.Add(e.Notice);
        untried.AddRange(also);
        if (why is not null) ledger.Rule(why);
        await SendAsync("BEGIN", cancellation);
        await SendAsync("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '60s'", cancellation);
        var began = context.Time.GetTimestamp();
        foreach (var text in statements)
        {
            if (refusal is not null) break;
            var late = context.Time.GetElapsedTime(began) > Longest;
            await StatementAsync(SqlStatement.Of(text), late, cancellation);
        }
        await SendAsync("ROLLBACK", cancellation);
        return new()
        {
            Effects = effects,
            Warnings = [.. warnings.Distinct()],
            Changes = ledger.Changes(),
            Requests = requests,
            Preconditions = [.. preconditions.DistinctBy(p => (p.Subject, p.Fact))],
            Refusal = refusal,
            Unavailable = untried.Count == 0 ? null : string.Join(" ", untried.Distinct().Select(u => $"{u}.")),
            Reversal = ledger.Reversal,
        };
    }

    private async Task StatementAsync(SqlStatement statement, bool late, CancellationToken cancellation)
    {
        if (statement.Verb.Length == 0) return;
        var shown = Masked.Text(statement.Text, context);
        if (Scripts.QueryEnding.ControlsTransaction(statement.Text) || statement.Verb is "SAVEPOINT" or "RELEASE")
        {
            requests.Add(new(server.Name, shown));
            ledger.Rule("it begins and ends its transactions itself");
            if (statement.Verb is "ROLLBACK" or "ABORT") untried.Add("ROLLBACK is left out: all is tried as one transaction, so that more may be told than would stay");
            return;
        }
        List<TableFacts> tables = [];
        foreach (var name in statement.Tables)
            if (await TableFacts.ReadAsync(connection, name, cancellation) is { } table) tables.Add(table);
        if (TrialRule.Reads(statement))
        {
            requests.Add(new(server.Name, shown));
            return;
        }
        var why = TrialRule.Refuses(statement) ?? TrialRule.Refuses(statement, tables)
            ?? (statement.Verb == "DO" ? await FunctionReach.BlockAsync(connection, statement, cancellation) : null)
            ?? await FunctionReach.RefusesAsync(connection, SqlTokens.Calls(statement.Tokens).Concat(tables.SelectMany(t => t.TriggerFunctions)), cancellation)
            ?? (late ? $"{statement.Shown} is not tried: what stands before it took {Longest.TotalSeconds:0} seconds" : null);
        var plan = statement.IsDml ? await PlanAsync(statement, cancellation) : null;
        requests.Add(new(server.Name, shown, plan));
        await TellAsync(statement, tables, cancellation);
        var undo = new StatementUndo(connection, statement, trial: true);
        var keys = await KeysAsync(statement, tables, cancellation);
        if (why is not null)
        {
            untried.Add(why);
            if (plan is not null && EstimateOf(plan) is { } rows) effects.Add($"{statement.Shown}: {(PlainValues(statement) ? "" : "about ")}{Counted.Of(rows, "row")} by the plan");
            await undo.BeforeAsync(locks: false, cancellation);
            if (undo.Why is null && statement.IsDml) ledger.Rule(statement.Verb == "INSERT" ? "that is known only when it has run: where it adds few rows to a table with a primary key, they are taken out again" : "that is known only when it has run");
            else if (undo.Why is null) await undo.AfterAsync(0, null, cancellation);
            ledger.Add(undo);
            return;
        }
        await TryAsync(statement, undo, keys, cancellation);
    }

    private async Task TryAsync(SqlStatement statement, StatementUndo undo, Precondition? keys, CancellationToken cancellation)
    {
        await SendAsync("SAVEPOINT opsportal_trial", cancellation);
        try
        {
            notices.Clear();
            await undo.BeforeAsync(locks: true, cancellation);
            var (count, returned) = await RunAsync(statement, undo.Returning, cancellation);
            await undo.AfterAsync(count, returned, cancellation);
            // what is checked only at the end of a transaction
            await SendAsync("SET CONSTRAINTS ALL IMMEDIATE", cancellation);
            ledger.Add(undo);
            effects.Add(Told(statement, count));
            foreach (var notice in notices.Where(n => n.MessageText.Contains("cascade", StringComparison.OrdinalIgnoreCase)))
                warnings.Add($"{notice.MessageText}{(notice.Detail is { Length: > 0 } detail ? $": {detail.ReplaceLineEndings(", ")}" : "")}");
            if (statement.IsDml && statement.Tables is [var table]) preconditions.Add(keys ?? new(table, Counted.Of(count, "row"), $"{count}"));
            await SendAsync("SET CONSTRAINTS ALL DEFERRED", cancellation);
            await SendAsync("RELEASE SAVEPOINT opsportal_trial", cancellation);
        }
        catch (PostgresException refused) when (!cancellation.IsCancellationRequested)
        {
            await SendAsync("ROLLBACK TO SAVEPOINT opsportal_trial", cancellation);
            ledger.Rule("what it would do is not known");
            switch (refused.SqlState)
            {
                case PostgresErrorCodes.LockNotAvailable:
                    untried.Add($"{statement.Shown} was not tried to its end: others hold what it needs, and it would wait for them");
                    break;
                case PostgresErrorCodes.QueryCanceled:
                    untried.Add($"{statement.Shown} was not tried to its end: it takes longer than 5 seconds, so that only its plan is known");
                    break;
                case "2D000" or "25001":
                    untried.Add($"{statement.Shown} cannot be tried: it ends transactions itself");
                    break;
                default:
                    var sentence = $"{refused.Severity}: {Masked.Text(refused.MessageText, context)}{(refused.Detail is { Length: > 0 } detail ? $" ({Masked.Text(detail, context).ReplaceLineEndings("; ")})" : "")}";
                    // what stands before it and could not be tried may be what it needs
                    if (untried.Count == 0) refusal = sentence;
                    else warnings.Add($"{statement.Shown}, tried by itself: {sentence}");
                    break;
            }
        }
    }

    private async Task<(long Count, List<string?[]>? Returned)> RunAsync(SqlStatement statement, string? returning, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement.Text + returning, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<string?[]>? rows = returning is null ? null : await RowReader.TakeAsync(reader, RowReader.MostRows, cancellation);
        while (await reader.ReadAsync(cancellation)) { }
        while (await reader.NextResultAsync(cancellation)) { }
        return (Math.Max(0, reader.RecordsAffected), rows);
    }

    private async Task<string?> PlanAsync(SqlStatement statement, CancellationToken cancellation)
    {
        await SendAsync("SAVEPOINT opsportal_plan", cancellation);
        try
        {
            var lines = await RowReader.ReadAsync(connection, $"EXPLAIN {statement.Text}", [], cancellation);
            await SendAsync("RELEASE SAVEPOINT opsportal_plan", cancellation);
            var plan = Masked.Text(string.Join('\n', (lines ?? []).Select(l => l[0])), context);
            return plan.Length > LongestPlan ? plan[..LongestPlan] + "…" : plan;
        }
        catch (PostgresException) when (!cancellation.IsCancellationRequested)
        {
            // the trial says what is wrong with it
            await SendAsync("ROLLBACK TO SAVEPOINT opsportal_plan", cancellation);
            return null;
        }
    }

    /// <summary>Which rows it is about, by their primary keys.</summary>
    private async Task<Precondition?> KeysAsync(SqlStatement statement, List<TableFacts> tables, CancellationToken cancellation)
    {
        if (statement.Verb is not ("UPDATE" or "DELETE") || RowChange.Of(statement) is not { } change || tables is not [{ Key.Count: > 0 } table]) return null;
        var select = change.Select(table.Key, DigestedKeys + 1, locks: false);
        if (Runbooks.Risks.SqlRisk.Of(select) != Runbooks.Risks.Risk.Read) return null;
        await SendAsync("SAVEPOINT opsportal_keys", cancellation);
        try
        {
            var rows = await RowReader.ReadAsync(connection, select, [], cancellation, DigestedKeys);
            await SendAsync("RELEASE SAVEPOINT opsportal_keys", cancellation);
            if (rows is null) return null;
            var keys = rows.Select(StatementUndo.KeyText).Distinct().Order(StringComparer.Ordinal).ToList();
            return new(table.Name, Counted.Of(keys.Count, "row"), $"{keys.Count}:{Digest.Of(string.Join('\u001e', keys))}");
        }
        catch (PostgresException) when (!cancellation.IsCancellationRequested)
        {
            // the trial says what is wrong with it
            await SendAsync("ROLLBACK TO SAVEPOINT opsportal_keys", cancellation);
            return null;
        }
    }

    /// <summary>What is known without trying.</summary>
    private async Task TellAsync(SqlStatement statement, List<TableFacts> tables, CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            if (statement.IsDml && table.Triggers.Count > 0) warnings.Add($"{table.Name} has triggers that may do more: {string.Join(", ", table.Triggers)}");
            if (statement.Verb == "DELETE" && table.DeletedWith.Count > 0) warnings.Add($"Rows of {string.Join(", ", table.DeletedWith)} that refer to {table.Name} go with it, or lose what they refer to");
            if (statement.IsDml) continue;
            var rows = table.Rows;
            if (statement.Verb is "TRUNCATE" or "DROP TABLE" && table.Kind is "r" or "p" && table.Estimate < CountedRows && await RowReader.ReadAsync(connection, $"SELECT count(*) FROM {table.Name}", [], cancellation) is [[{ } exact]])
                rows = Counted.Of(long.Parse(exact), "row");
            var what = table.Kind is "i" or "I" ? Counted.Bytes(table.Bytes) : $"{rows}, {Counted.Bytes(table.Bytes)}";
            if (statement.Verb is "TRUNCATE" or "DROP TABLE" or "DROP INDEX") effects.Add($"{table.Name} loses {what}");
            else effects.Add($"{table.Name} has {what}");
            preconditions.Add(new(table.Name, statement.Verb is "TRUNCATE" or "DROP TABLE" ? rows : SizeClass(table.Bytes), statement.Verb is "TRUNCATE" or "DROP TABLE" ? rows : SizeClass(table.Bytes)));
        }
        if (TrialRule.Lock(statement) is { } held) effects.Add($"{statement.Shown} {held}");
        if (!statement.IsDml) warnings.AddRange(await Sessions.OnAsync(connection, tables, context, cancellation));
        var (hit, facts) = await Sessions.EndedByAsync(connection, statement, context, cancellation);
        effects.AddRange(hit);
        preconditions.AddRange(facts);
    }

    private static string Told(SqlStatement statement, long count) => statement.Verb switch
    {
        "UPDATE" or "MERGE" => $"{statement.Shown}: {Counted.Of(count, "row")} would change",
        "DELETE" => $"{statement.Shown}: {Counted.Of(count, "row")} would be removed",
        "INSERT" => $"{statement.Shown}: {Counted.Of(count, "row")} would be added",
        _ => $"{statement.Shown}: the server would do it (tried, and rolled back)",
    };

    /// <summary>A power of two: what grows a little is no other size.</summary>
    private static string SizeClass(long bytes) => bytes < 1 << 20 ? "below 1 MiB" : $"about {Counted.Bytes((long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)bytes))}";

    /// <summary>Of what feeds the topmost node: a statement without RETURNING itself gives no rows.</summary>
    private static long? EstimateOf(string plan) =>
        plan.Split('\n').Select(l => System.Text.RegularExpressions.Regex.Match(l, @"\brows=(\d+)")).Where(m => m.Success).Select(m => long.Parse(m.Groups[1].Value)).Cast<long?>().FirstOrDefault(r => r > 0);

    private static bool PlainValues(SqlStatement statement) => statement.Verb == "INSERT" && statement.Has("VALUES") && !statement.Has("CONFLICT");

    private async Task SendAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
