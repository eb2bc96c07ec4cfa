using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Postgres.Trials;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Postgres;

/// <summary>Puts rows back in one transaction: all of them, or none where one was changed since.</summary>
internal sealed class RestoreRowsExecutor : PostgresExecutor<PostgresRestoreRows>
{
    protected override async Task<ActionOutcome> ExecuteAsync(PostgresRestoreRows action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var sent = false;
        try
        {
            await using var connection = await PostgresServer.OpenAsync(server, action.Place, null, cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var rows = action.Rows;
            var restore = new RowRestore(connection);
            foreach (var set in rows.Reverse())
            {
                if (await restore.CheckAsync(set, cancellation) is { } moved) return await FailAsync(moved);
                if (!sent) await context.BeforeSideEffect(cancellation);
                sent = true;
                await restore.WriteAsync(set, cancellation);
            }
            await context.KeepAsync(RecordOf(action, restore.Reverse, context), cancellation);
            await transaction.CommitAsync(cancellation);
            foreach (var note in restore.Notes) await context.Output.NoteAsync(note, cancellation);
            return new(true, $"{action.What} put back on {server.Name}{(restore.Notes.Count > 0 ? "; a trigger had its own word on some columns" : "")}", 0);
        }
        catch (PostgresException refused) when (!cancellation.IsCancellationRequested)
        {
            return await FailAsync($"{refused.Severity}: {refused.MessageText}. Nothing was put back.");
        }
        catch (NpgsqlException lost) when (lost is not PostgresException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw PostgresServer.Lost(server, lost, mayHaveChanged: sent);
        }

        async Task<ActionOutcome> FailAsync(string sentence)
        {
            if (sent) await context.KeepAsync(new([]) { Reversal = Reversal.Impossible("Nothing was changed, so that there is nothing to put back.") }, cancellation);
            await context.Output.ErrorAsync(sentence, cancellation);
            return ActionOutcome.Failure(sentence, 1);
        }
    }

    protected override async Task<ActionPreview> PreviewAsync(PostgresRestoreRows action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        await using var connection = await PostgresServer.OpenAsync(server, action.Place, null, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var rows = action.Rows;
        var restore = new RowRestore(connection);
        string? refusal = null;
        // of rows that were changed twice only the last state stands there now
        HashSet<string> seen = [];
        foreach (var set in rows.Reverse())
            refusal ??= await restore.CheckAsync(set with { Rows = [.. set.Rows.Where(r => seen.Add(RowText.Subject(set, r)))] }, cancellation, locks: false);
        await transaction.RollbackAsync(cancellation);
        return new()
        {
            Effects = [$"{action.What} {(rows.Sum(r => r.Rows.Count) == 1 ? "is" : "are")} put back"],
            Changes = Reversed(rows).SelectMany(set => RowText.Changes(set, context)).Take(50).ToList(),
            Preconditions = [.. rows.Select(set => new Precondition(set.Table, $"{Counted.Of(set.Rows.Count, "row")} as the change left them", Digest.Of(action.Data)))],
            Refusal = refusal,
            Reversal = Reversal.To("It can be put back: the rows as they are now, unless somebody changes them again."),
        };
    }

    private static ChangeRecord RecordOf(PostgresRestoreRows action, IReadOnlyList<KeptRows> reverse, ActionContext context) => new([.. reverse.SelectMany(set => RowText.Changes(set, context)).Take(50)])
    {
        Revert = PostgresRestoreRows.Of(action.Place, reverse),
        Reversal = Reversal.To($"It can be put back: {action.What} as they were before, unless somebody changes them again."),
    };

    private static IEnumerable<KeptRows> Reversed(IEnumerable<KeptRows> rows) => rows.Reverse().Select(set => set with { Rows = [.. set.Rows.Select(r => new KeptRow(r.After, r.Before))] });
}
