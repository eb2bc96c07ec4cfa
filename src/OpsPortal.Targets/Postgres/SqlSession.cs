using System.Text.RegularExpressions;
using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Postgres.Printing;
using OpsPortal.Targets.Postgres.Scripts;

namespace OpsPortal.Targets.Postgres;

/// <summary>
/// Runs statements on one connection and prints what psql would. A session that may only read keeps every statement in a read-only
/// transaction that has begun to look: from then on the server itself refuses to make it a writing one.
/// </summary>
internal sealed partial class SqlSession(NpgsqlConnection first, bool readOnly, ActionContext context, QueryFormat format)
{
    private readonly NoticeQueue notices = new();
    private NpgsqlConnection connection = first;
    private bool inTransaction;

    /// <summary>Rows of the last statement, for the sentence at the end.</summary>
    public string? Last { get; private set; }
    public int Failed { get; private set; }

    /// <summary>Rows that the last statement says it touched, and those that it was told to return besides; null where they were too many.</summary>
    public long Touched { get; private set; }
    public IReadOnlyList<string?[]>? Returned { get; private set; }
    public int Done { get; private set; }
    public QueryFormat Format { get; set; } = format;

    /// <summary>Before messages, in scripts: <c>psql:file.sql:7: </c>.</summary>
    public string Prefix { get; set; } = "";

    public NpgsqlConnection Connection => connection;

    [GeneratedRegex(@"^(?:\s+|--[^\n]*(?:\n|$)|/\*(?:[^*]|\*(?!/))*\*/)*(?<w>[A-Za-z]+)", RegexOptions.Singleline)]
    private static partial Regex FirstWords();

    [GeneratedRegex(@"\bINTO\b", RegexOptions.IgnoreCase)]
    private static partial Regex Into();

    [GeneratedRegex(@"\bBEGIN\s+ATOMIC\b", RegexOptions.IgnoreCase)]
    private static partial Regex BodyInSql();

    public void Attach() => connection.Notice += (_, e) => notices.Add(e.Notice);

    /// <summary>Goes on with another connection.</summary>
    public async Task MoveAsync(NpgsqlConnection other)
    {
        await connection.DisposeAsync();
        connection = other;
        Attach();
    }

    /// <summary>True where it went well; what the server refuses is printed.</summary>
    /// <param name="query">The text that positions count in.</param>
    /// <param name="offset">Of the statement in that text, in characters.</param>
    /// <param name="returning">A clause behind the statement, whose rows are kept in <see cref="Returned"/> and not printed.</param>
    public async Task<bool> RunAsync(string sql, string query, int offset, CancellationToken cancellation, string? returning = null)
    {
        try
        {
            if (readOnly && !await GuardAsync(sql, cancellation)) return true;
            if (Patterns.CopyToOutput().IsMatch(sql)) await CopyOutAsync(sql, cancellation);
            else await PrintAsync(sql, returning, cancellation);
            Done++;
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState != PostgresErrorCodes.QueryCanceled || !cancellation.IsCancellationRequested)
        {
            await RefusedAsync(refused, query, offset, cancellation);
            return false;
        }
    }

    /// <summary>Ends the transaction; false where something that is checked only then is not as it should be, and all is taken back.</summary>
    public async Task<bool> CommitAsync(CancellationToken cancellation)
    {
        try
        {
            await SendAsync("commit", cancellation);
            return true;
        }
        catch (PostgresException refused) when (!cancellation.IsCancellationRequested)
        {
            await RefusedAsync(refused, "commit", 0, cancellation);
            return false;
        }
    }

    private async Task RefusedAsync(PostgresException refused, string query, int offset, CancellationToken cancellation)
    {
        Failed++;
        await SayNoticesAsync(cancellation);
        await SayAsync(ErrorText.Lines(refused, query, offset), cancellation);
        Last = $"{refused.Severity}: {refused.MessageText}";
    }

    /// <summary>Sends data lines behind a COPY … FROM STDIN.</summary>
    public async Task<bool> CopyInAsync(string sql, CopyData lines, CancellationToken cancellation)
    {
        var rows = 0UL;
        try
        {
            await using (var writer = await connection.BeginTextImportAsync(sql, cancellation))
                while (await lines.NextAsync() is { } line)
                {
                    await writer.WriteAsync(line.AsMemory(), cancellation);
                    await writer.WriteAsync("\n".AsMemory(), cancellation);
                    rows++;
                }
            Done++;
            await TagAsync($"COPY {rows}", cancellation);
            return true;
        }
        catch (PostgresException refused)
        {
            Failed++;
            // the rest of the data is no SQL
            while (await lines.NextAsync() is not null) { }
            await SayAsync(ErrorText.Lines(refused, sql), cancellation);
            Last = $"{refused.Severity}: {refused.MessageText}";
            return false;
        }
    }

    /// <summary>A statement without result, e.g. BEGIN.</summary>
    public async Task SendAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task PrintTableAsync(ResultTable table, CancellationToken cancellation)
    {
        foreach (var line in TableText.Lines(table, Format)) await context.Output.OutAsync(line, cancellation);
    }

    /// <summary>False where the statement is one that a read leaves out: the transaction is there already.</summary>
    private async Task<bool> GuardAsync(string sql, CancellationToken cancellation)
    {
        var first = FirstWord(sql);
        if (first is "BEGIN" or "START" or "COMMIT" or "END" or "ROLLBACK" or "ABORT")
        {
            if (first is not ("BEGIN" or "START")) await EndReadAsync(cancellation);
            await TagAsync(CommandTag.Of(sql, StatementType.Other, 0), cancellation);
            return false;
        }
        if (inTransaction) return true;
        await SendAsync("set default_transaction_read_only = on", cancellation);
        await SendAsync("begin transaction read only", cancellation);
        await SendAsync($"set local statement_timeout = {(int)PostgresLimits.ReadTimeout.TotalMilliseconds}", cancellation);
        // a transaction that has looked cannot be made a writing one
        await SendAsync("select 1", cancellation);
        inTransaction = true;
        return true;
    }

    /// <summary>Ends a read's transaction, so that an error in one command leaves the next alone.</summary>
    public async Task EndReadAsync(CancellationToken cancellation)
    {
        if (!inTransaction) return;
        inTransaction = false;
        // settings of the session stay; there is nothing else to keep
        await SendAsync("commit", cancellation);
    }

    private async Task PrintAsync(string sql, string? returning, CancellationToken cancellation)
    {
        // Npgsql would cut such a body at its semicolons
        var sent = !readOnly && BodyInSql().IsMatch(sql) ? $"DO $opsportal$ BEGIN EXECUTE $statement${sql}$statement$; END $opsportal$" : sql;
        await using var command = new NpgsqlCommand(sent + returning, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await SayNoticesAsync(cancellation);
        do
        {
            if (returning is not null)
            {
                Returned = await Trials.RowReader.TakeAsync(reader, Trials.RowReader.MostRows, cancellation);
                await SayNoticesAsync(cancellation);
                await TagAsync(CommandTag.Of(sql, Kind(reader), Rows(reader)), cancellation);
            }
            else if (reader.FieldCount > 0)
            {
                var result = await ResultReader.ReadAsync(reader, drain: !readOnly, cancellation);
                await SayNoticesAsync(cancellation);
                await PrintTableAsync(result.Table, cancellation);
                await context.ShowAsync(result.Grid, cancellation);
                Last = $"{result.Table.Rows.Count} row{(result.Table.Rows.Count == 1 ? "" : "s")}";
                if (result.Table.Truncated)
                {
                    await context.Output.NoteAsync($"Only the first {result.Table.Rows.Count} rows are shown. Ask for fewer (LIMIT, WHERE) to see others.", cancellation);
                    if (readOnly)
                    {
                        await AbandonAsync(command, reader, cancellation);
                        return;
                    }
                }
                // known only once the rows are read
                if (Kind(reader) is var changed && changed is StatementType.Insert or StatementType.Update or StatementType.Delete or StatementType.Merge) await TagAsync(CommandTag.Of(sql, changed, Rows(reader)), cancellation);
            }
            else
            {
                while (await reader.ReadAsync(cancellation)) { }
                await SayNoticesAsync(cancellation);
                // rows without columns
                if (FirstWord(sql) == "SELECT" && !Into().IsMatch(sql)) await PrintTableAsync(new([], [], [.. Enumerable.Repeat(Array.Empty<string?>(), (int)Math.Min(Rows(reader), PostgresLimits.Rows))]), cancellation);
                else if (Statement(reader) is not null) await TagAsync(CommandTag.Of(sql, Kind(reader), Rows(reader)), cancellation);
            }
        }
        while (await reader.NextResultAsync(cancellation));
        Touched = Math.Max(0, reader.RecordsAffected);
        await SayNoticesAsync(cancellation);
    }

    /// <summary>Nobody wants the rest; the read's transaction goes with it.</summary>
    private async Task AbandonAsync(NpgsqlCommand command, NpgsqlDataReader reader, CancellationToken cancellation)
    {
        command.Cancel();
        try
        {
            await reader.CloseAsync();
        }
        catch (PostgresException cancelled) when (cancelled.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // as asked
        }
        await EndReadAsync(cancellation);
    }

    private async Task CopyOutAsync(string sql, CancellationToken cancellation)
    {
        using var reader = await connection.BeginTextExportAsync(sql, cancellation);
        var rows = 0;
        for (; await reader.ReadLineAsync(cancellation) is { } line; rows++) await context.Output.OutAsync(line, cancellation);
        Last = $"{rows} rows";
    }

    private async Task TagAsync(string tag, CancellationToken cancellation)
    {
        Last = tag;
        if (!Format.Quiet && tag.Length > 0) await context.Output.OutAsync(tag, cancellation);
    }

    private static string FirstWord(string sql) => FirstWords().Match(sql).Groups["w"].Value.ToUpperInvariant();

#pragma warning disable CS0618 // nothing else tells a statement's kind and the number of its rows
    private static NpgsqlBatchCommand? Statement(NpgsqlDataReader reader) => reader.Statements.Count > 0 ? reader.Statements[0] : null;
#pragma warning restore CS0618

    private static StatementType Kind(NpgsqlDataReader reader) => Statement(reader)?.StatementType ?? StatementType.Other;

    private static ulong Rows(NpgsqlDataReader reader) => Statement(reader)?.Rows ?? 0;

    private async Task SayNoticesAsync(CancellationToken cancellation)
    {
        foreach (var notice in notices.Take()) await SayAsync(ErrorText.Lines(notice), cancellation);
    }

    private async Task SayAsync(IEnumerable<string> lines, CancellationToken cancellation)
    {
        var first = true;
        foreach (var line in lines)
        {
            await context.Output.ErrorAsync(first ? Prefix + line : line, cancellation);
            first = false;
        }
    }
}
