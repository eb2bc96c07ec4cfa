using Npgsql;
using OpsPortal.Targets.Postgres.Printing;

namespace OpsPortal.Targets.Postgres;

/// <summary>Reads the rows of a result up to the limits, as the text the server sends.</summary>
internal static class ResultReader
{
    // int2 int4 int8 float4 float8 numeric oid xid xid8 cid money: what psql sets to the right
    private static readonly HashSet<uint> NumericTypes = [20, 21, 23, 26, 28, 29, 700, 701, 790, 1700, 5069];

    /// <param name="drain">Reads what is beyond the limits, too, and lets it go: a statement that changes something is done to its end.</param>
    public static async Task<(ResultTable Table, ResultGrid Grid)> ReadAsync(NpgsqlDataReader reader, bool drain, CancellationToken cancellation)
    {
        var count = reader.FieldCount;
        var names = Enumerable.Range(0, count).Select(reader.GetName).ToList();
        var numeric = Enumerable.Range(0, count).Select(i => NumericTypes.Contains(reader.GetDataTypeOID(i))).ToList();
        var types = Enumerable.Range(0, count).Select(reader.GetDataTypeName).ToList();
        List<string?[]> rows = [];
        long characters = 0;
        var truncated = false;
        while (await reader.ReadAsync(cancellation))
        {
            if (rows.Count == PostgresLimits.Rows || characters > PostgresLimits.Characters)
            {
                truncated = true;
                if (drain) continue;
                break;
            }
            var row = new string?[count];
            for (var i = 0; i < count; i++)
            {
                row[i] = await reader.IsDBNullAsync(i, cancellation) ? null : reader.GetFieldValue<string>(i);
                characters += row[i]?.Length ?? 0;
            }
            rows.Add(row);
        }
        var columns = names.Select((n, i) => new GridColumn(n, types[i], numeric[i])).ToList();
        return (new(names, numeric, rows) { Truncated = truncated }, new(null, columns, [.. rows.Take(PostgresLimits.GridRows)], truncated || rows.Count > PostgresLimits.GridRows));
    }
}
