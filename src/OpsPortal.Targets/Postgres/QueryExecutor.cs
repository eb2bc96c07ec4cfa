using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Postgres.Catalog;
using OpsPortal.Targets.Postgres.Scripts;
using OpsPortal.Targets.Postgres.Trials;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Postgres;

/// <summary>psql.</summary>
internal sealed class QueryExecutor : PostgresExecutor<PostgresQuery>
{
    protected override IReadOnlyList<string> Typed(PostgresQuery action) => action.Commands.Count + action.Files.Count == 0 ? ["-c", "\\conninfo"] : [];

    protected override async Task<ActionOutcome> ExecuteAsync(PostgresQuery action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var script = action.Files.Count > 0 || (action.Commands.Count == 0 && context.Input is not null);
        var readOnly = action.Risk == Risk.Read && !script;
        NpgsqlConnection connection;
        try
        {
            connection = await PostgresServer.OpenAsync(server, action.Place, null, cancellation);
        }
        catch (PostgresException refused)
        {
            var sentence = PostgresServer.Refusal(server, action.Place, refused);
            await context.Output.ErrorAsync(sentence, cancellation);
            return ActionOutcome.Failure(sentence, 2);
        }
        var session = new SqlSession(connection, readOnly, context, action.Format);
        session.Attach();
        try
        {
            if (!readOnly) await context.BeforeSideEffect(cancellation);
            var run = new QueryRun(action, server, session, context);
            if (action.Commands.Count == 0 && !script) await run.MetaAsync("\\conninfo", cancellation);
            else await run.AllAsync(script, cancellation);
            return run.Outcome();
        }
        catch (NpgsqlException lost) when (lost is not PostgresException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw PostgresServer.Lost(server, lost, mayHaveChanged: !readOnly);
        }
        finally
        {
            await session.Connection.DisposeAsync();
        }
    }

    protected override async Task<ActionPreview> PreviewAsync(PostgresQuery action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var script = await ScriptText.ReadAsync(action, context, cancellation);
        if (script.Refusal is { } missing) return new() { Refusal = missing };
        try
        {
            await using var connection = await PostgresServer.OpenAsync(server, action.Place, null, cancellation);
            return await new QueryTrial(connection, action, server, context).RunAsync(script.Statements, QueryRun.NoWayBack(action, script.IsFile), script.Untried, cancellation);
        }
        catch (PostgresException refused) when (!cancellation.IsCancellationRequested)
        {
            return new() { Refusal = PostgresServer.Refusal(server, action.Place, refused) };
        }
        catch (NpgsqlException lost) when (lost is not PostgresException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw PostgresServer.Lost(server, lost, mayHaveChanged: false);
        }
    }
}

/// <summary>The commands and scripts of one psql.</summary>
internal sealed class QueryRun(PostgresQuery action, ServerBinding server, SqlSession session, ActionContext context)
{
    private readonly UndoLedger ledger = new(action.Place, context);
    private readonly bool writes = action.Risk != Risk.Read;
    private string? refusal;

    /// <summary>Why there is no way back, whatever the statements are; null where they say.</summary>
    public static string? NoWayBack(PostgresQuery action, bool script) =>
        script ? "a script is not followed statement by statement" : action.Live ? "it is done again and again until it is stopped" : null;

    public async Task AllAsync(bool script, CancellationToken cancellation)
    {
        if (NoWayBack(action, script) is { } none) ledger.Rule(none);
        if (writes && script) await KeepAsync(cancellation);
        if (action.SingleTransaction) await session.SendAsync("begin", cancellation);
        var well = true;
        foreach (var command in action.Commands)
        {
            well &= await CommandAsync(command, cancellation);
            if (refusal is not null || (!well && (action.StopOnError || session.Connection.FullState == System.Data.ConnectionState.Closed))) break;
        }
        if (script && refusal is null && (well || !action.StopOnError)) well &= await ScriptsAsync(cancellation);
        if (!action.SingleTransaction) return;
        if (well) await KeepAsync(cancellation);
        if (well && await session.CommitAsync(cancellation)) return;
        if (!well) await session.SendAsync("rollback", cancellation);
        ledger.Drop(0);
        await KeepAsync(cancellation);
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        if (writes) await context.KeepAsync(ledger.Record(), cancellation);
    }

    public ActionOutcome Outcome()
    {
        if (refusal is not null) return ActionOutcome.Failure(refusal, 3);
        if (session.Failed == 0) return new(true, session.Done > 1 ? $"{session.Done} statements ran on {server.Name}" : $"{session.Last ?? "done"} on {server.Name}", 0);
        return ActionOutcome.Failure(session.Done + session.Failed == 1 ? session.Last! : $"{session.Failed} of {session.Done + session.Failed} statements failed; the last error: {session.Last}", 1);
    }

    public async Task MetaAsync(string command, CancellationToken cancellation)
    {
        if (await MetaCommands.RunAsync(command, session, action.Place, context, cancellation) is { } refused) refusal = refused;
    }

    private async Task<bool> CommandAsync(string command, CancellationToken cancellation)
    {
        var failed = session.Failed;
        if (command.TrimStart().StartsWith('\\')) await MetaAsync(command.Trim(), cancellation);
        else
        {
            var (text, ending) = QueryEnding.Of(command);
            if (ending.Expanded) session.Format = session.Format with { Expanded = true };
            do
            {
                if (ending.Every is { } interval) await context.Output.OutAsync($"{context.Time.GetUtcNow():ddd d MMM yyyy HH:mm:ss} UTC (every {interval.TotalSeconds:0.###}s)", cancellation);
                await StatementsAsync(text, cancellation);
                await session.EndReadAsync(cancellation);
                if (ending.Every is { } wait && session.Failed == failed) await Task.Delay(wait, context.Time, cancellation);
                else break;
            }
            while (true);
        }
        await session.EndReadAsync(cancellation);
        return session.Failed == failed;
    }

    /// <summary>Several statements of one command are one transaction, as where a server gets them together.</summary>
    private async Task StatementsAsync(string text, CancellationToken cancellation)
    {
        var pieces = Split(text);
        var controlled = pieces.Any(p => QueryEnding.ControlsTransaction(p.Text));
        if (controlled) ledger.Rule("it begins and ends its transactions itself");
        // a single statement that may end transactions itself has none around it
        var together = writes && !action.SingleTransaction && !controlled && (pieces.Count > 1 || pieces.Any(p => StatementUndo.WantsTransaction(SqlStatement.Of(p.Text))));
        var before = ledger.Count;
        if (together) await session.SendAsync("begin", cancellation);
        foreach (var piece in pieces)
        {
            if (await StatementAsync(piece, text, together || action.SingleTransaction, cancellation)) continue;
            if (together) await session.SendAsync("rollback", cancellation);
            if (together || pieces.Count == 1) ledger.Drop(before);
            await KeepAsync(cancellation);
            return;
        }
        // kept before it becomes true: a way back that finds other rows than it should is refused, and one that is missing helps nobody
        if (!action.SingleTransaction) await KeepAsync(cancellation);
        if (!together || await session.CommitAsync(cancellation)) return;
        ledger.Drop(before);
        await KeepAsync(cancellation);
    }

    private async Task<bool> StatementAsync(ScriptPiece piece, string text, bool inTransaction, CancellationToken cancellation)
    {
        if (!writes) return await session.RunAsync(piece.Text, text, Characters(text, piece.Start), cancellation);
        var undo = new StatementUndo(session.Connection, SqlStatement.Of(piece.Text));
        await undo.BeforeAsync(inTransaction, cancellation);
        // an index that is built without a transaction may be there half at the worst, and its way back is known before
        if (!inTransaction) await undo.AfterAsync(0, null, cancellation);
        ledger.Add(undo);
        if (!inTransaction) await KeepAsync(cancellation);
        var sent = undo.Returning is null ? piece.Text : SqlStatement.Of(piece.Text).Text;
        if (!await session.RunAsync(sent, text, Characters(text, piece.Start), cancellation, undo.Returning)) return false;
        if (inTransaction) await undo.AfterAsync(session.Touched, session.Returned, cancellation);
        return true;
    }

    internal static List<ScriptPiece> Split(string text)
    {
        var splitter = new StatementSplitter();
        List<ScriptPiece> pieces = [.. text.Split('\n').SelectMany(splitter.Add)];
        if (splitter.End() is { } last) pieces.Add(last);
        return pieces;
    }

    /// <summary>PostgreSQL counts characters, not UTF-16.</summary>
    private static int Characters(string text, int start) => text[..Math.Min(start, text.Length)].EnumerateRunes().Count();

    private async Task<bool> ScriptsAsync(CancellationToken cancellation)
    {
        if (action.Files.Count == 0) return await ScriptAsync(context.Input!, null, cancellation);
        var well = true;
        foreach (var name in action.Files)
        {
            if (await context.Files.OpenAsync(name, cancellation) is not { } file)
            {
                refusal = $"{name}: No such file. Attach it to the runbook, or make it in an earlier step.";
                return false;
            }
            await using (file) well &= await ScriptAsync(ScriptLines.OfAsync(file, cancellation), name, cancellation);
            if (!well && action.StopOnError) return false;
        }
        return well;
    }

    private async Task<bool> ScriptAsync(IAsyncEnumerable<string> lines, string? name, CancellationToken cancellation)
    {
        var runner = new ScriptRun(session, server, action, context, name);
        refusal = await runner.RunAsync(lines, cancellation);
        session.Prefix = "";
        return refusal is null && session.Failed == 0;
    }
}
