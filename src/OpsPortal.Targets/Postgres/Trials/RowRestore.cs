using Npgsql;
using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>Writes kept rows back, set by set, on a connection with a transaction.</summary>
internal sealed class RowRestore(NpgsqlConnection connection)
{
    /// <summary>What triggers made of some rows.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What takes it back again, in the order in which it was done.</summary>
    public List<KeptRows> Reverse { get; } = [];

    /// <summary>Why these rows cannot be put back; null where they stand as the change left them.</summary>
    public async Task<string?> CheckAsync(KeptRows set, CancellationToken cancellation, bool locks = true)
    {
        if (await TableFacts.ReadAsync(connection, set.Table, cancellation) is not { } table) return $"There is no table {set.Table} any more. Nothing was put back.";
        if (!table.Columns.SequenceEqual(set.Columns) || !table.Key.SequenceEqual(set.Key)) return $"{set.Table} has other columns now. Nothing was put back.";
        var now = await NowAsync(set, locks, cancellation);
        var changed = set.Rows.Where(r => !Same(r.After, now.GetValueOrDefault(KeyOf(set, r)))).Select(r => RowText.Subject(set, r)).ToList();
        return changed.Count == 0 ? null
            : $"{changed[0]}{(changed.Count > 1 ? $" and {Previews.Counted.Of(changed.Count - 1, "other row")} were" : " was")} changed since, so that nothing was put back. Look at what stands there now, and change it by hand.";
    }

    public async Task WriteAsync(KeptRows set, CancellationToken cancellation)
    {
        foreach (var row in set.Rows) await WriteAsync(set, row, cancellation);
        var now = await NowAsync(set, locks: false, cancellation);
        foreach (var row in set.Rows.Where(r => !Same(r.Before, now.GetValueOrDefault(KeyOf(set, r)))))
            Notes.Add($"{RowText.Subject(set, row)}: a trigger set {(now.GetValueOrDefault(KeyOf(set, row)) is { } other && row.Before is not null ? string.Join(", ", set.Columns.Where((_, i) => other[i] != row.Before[i])) : "it")} otherwise.");
        Reverse.Add(set with { Rows = [.. set.Rows.Select(r => new KeptRow(r.After, now.GetValueOrDefault(KeyOf(set, r))))] });
    }

    private async Task WriteAsync(KeptRows set, KeptRow row, CancellationToken cancellation)
    {
        var columns = set.Columns.ToList();
        var key = set.Key.Select(k => (row.Before ?? row.After)![columns.IndexOf(k)]).ToList();
        if (row.Before is not { } before) await RunAsync($"DELETE FROM {set.Table} WHERE {Condition(1)}", key, cancellation);
        else if (row.After is not { } after)
            await RunAsync($"INSERT INTO {set.Table} ({RowReader.Names(columns)}) OVERRIDING SYSTEM VALUE VALUES ({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})", before, cancellation);
        else
        {
            var changed = Enumerable.Range(0, columns.Count).Where(i => before[i] != after[i]).ToList();
            if (changed.Count == 0) return;
            var sets = string.Join(", ", changed.Select((c, i) => $"{SqlTokens.Quoted(columns[c])} = ${i + 1}"));
            await RunAsync($"UPDATE {set.Table} SET {sets} WHERE {Condition(changed.Count + 1)}", [.. changed.Select(c => before[c]), .. key], cancellation);
        }

        string Condition(int from) => string.Join(" AND ", set.Key.Select((k, i) => $"{SqlTokens.Quoted(k)} = ${from + i}"));
    }

    private async Task RunAsync(string sql, IReadOnlyList<string?> values, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        RowReader.Add(command, values);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<Dictionary<string, string?[]>> NowAsync(KeptRows set, bool locks, CancellationToken cancellation)
    {
        if (set.Rows.Count == 0) return [];
        var columns = set.Columns.ToList();
        List<string?[]> keys = [.. set.Rows.Select(r => set.Key.Select(k => (r.Before ?? r.After)![columns.IndexOf(k)]).ToArray())];
        var rows = await RowReader.ByKeyAsync(connection, set.Table, set.Columns, set.Key, keys, locks, cancellation) ?? [];
        return rows.ToDictionary(r => StatementUndo.KeyText(set.Key.Select(k => r[columns.IndexOf(k)])), r => r[..^1]);
    }

    private static string KeyOf(KeptRows set, KeptRow row) => StatementUndo.KeyText(set.Key.Select(k => (row.Before ?? row.After)![set.Columns.ToList().IndexOf(k)]));

    private static bool Same(IReadOnlyList<string?>? expected, string?[]? found) => expected is null ? found is null : found is not null && expected.SequenceEqual(found);
}
