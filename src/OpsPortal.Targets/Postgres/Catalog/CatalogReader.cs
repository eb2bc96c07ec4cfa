using Npgsql;
using OpsPortal.Targets.Postgres.Printing;

namespace OpsPortal.Targets.Postgres.Catalog;

/// <summary>Asks the catalog; the answers are small.</summary>
internal sealed class CatalogReader(NpgsqlConnection connection)
{
    public async Task<ResultTable> ReadAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return (await ResultReader.ReadAsync(reader, drain: false, cancellation)).Table;
    }

    /// <summary>Values of the first column.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string sql, CancellationToken cancellation) => [.. (await ReadAsync(sql, cancellation)).Rows.Select(r => r[0] ?? "")];
}
