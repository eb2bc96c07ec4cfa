using Npgsql;
using NpgsqlTypes;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>Rows as the text that the server writes, which is also what it reads: nothing is lost on the way there and back.</summary>
internal static class RowReader
{
    public const int MostRows = 1_000;
    public const int MostCharacters = 1 << 20;

    /// <summary>The rows; null where they are more or larger than is kept.</summary>
    public static async Task<List<string?[]>?> ReadAsync(NpgsqlConnection connection, string sql, IReadOnlyList<string?> parameters, CancellationToken cancellation, int most = MostRows)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        Add(command, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await TakeAsync(reader, most, cancellation);
    }

    public static async Task<List<string?[]>?> TakeAsync(NpgsqlDataReader reader, int most, CancellationToken cancellation)
    {
        List<string?[]> rows = [];
        var characters = 0L;
        var fits = true;
        while (await reader.ReadAsync(cancellation))
        {
            if (!fits || rows.Count == most || characters > MostCharacters)
            {
                fits = false;
                continue;
            }
            var row = new string?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await reader.IsDBNullAsync(i, cancellation) ? null : reader.GetFieldValue<string>(i);
                characters += row[i]?.Length ?? 0;
            }
            rows.Add(row);
        }
        return fits && characters <= MostCharacters ? rows : null;
    }

    /// <summary>The rows with these keys: their columns, and whether this very transaction wrote them (<c>t</c>).</summary>
    public static async Task<List<string?[]>?> ByKeyAsync(NpgsqlConnection connection, string table, IReadOnlyList<string> columns, IReadOnlyList<string> key, IReadOnlyList<string?[]> keys, bool locks, CancellationToken cancellation)
    {
        List<string?[]> found = [];
        // PostgreSQL takes 65,535 parameters
        foreach (var some in keys.Chunk(Math.Max(1, 30_000 / key.Count)))
        {
            var number = 0;
            var wanted = string.Join(", ", some.Select(k => $"({string.Join(", ", k.Select(_ => $"${++number}"))})"));
            var sql = $"SELECT {Names(columns)}, (xmin::text = (pg_current_xact_id()::xid)::text) FROM {table} WHERE ({Names(key)}) IN ({wanted}){(locks ? " FOR UPDATE" : "")}";
            if (await ReadAsync(connection, sql, [.. some.SelectMany(k => k)], cancellation, int.MaxValue) is not { } rows) return null;
            found.AddRange(rows);
        }
        return found;
    }

    /// <summary>Text whose type the server finds out by where it goes.</summary>
    public static void Add(NpgsqlCommand command, IReadOnlyList<string?> values)
    {
        foreach (var value in values) command.Parameters.Add(new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown });
    }

    public static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(SqlTokens.Quoted));
}
