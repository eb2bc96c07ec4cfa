using System.Buffers;
using System.Text;
using Npgsql;
using OpsPortal.Secrets;

namespace OpsPortal.Scenarios.Canaries;

/// <summary>Looks for canaries in texts, in each of their forms.</summary>
internal sealed class Sweep
{
    private readonly Dictionary<string, Canary> forms = [];
    private readonly SearchValues<string> search;

    public Sweep(IEnumerable<Canary> canaries)
    {
        foreach (var canary in canaries)
            foreach (var form in SecretForms.Of(canary.Value))
                if (form.Length >= 8) forms[form] = canary;
        search = SearchValues.Create([.. forms.Keys], StringComparison.Ordinal);
    }

    public int Places { get; private set; }
    public long Characters { get; private set; }
    public List<string> Leaks { get; } = [];

    /// <param name="allowed">Why this place may show them; null where it may not.</param>
    public void Search(string place, string text, string? allowed = null)
    {
        Places++;
        Characters += text.Length;
        if (allowed is not null) return;
        for (int at = 0, next; (next = text.AsSpan(at).IndexOfAny(search)) >= 0; at += next + 1)
        {
            var rest = text.AsSpan(at + next);
            foreach (var (form, canary) in forms)
                if (rest.StartsWith(form, StringComparison.Ordinal))
                    Leaks.Add($"{place}: a secret of {canary.Shape}, planted in {canary.Planted}, {(form == canary.Value ? "as it is" : "encoded")}: …{text.Substring(Math.Max(0, at + next - 40), Math.Min(40, at + next))}»{form}«");
        }
    }

    /// <summary>Every row of every table, bytes decoded.</summary>
    public async Task SearchDatabaseAsync(string connection, IReadOnlyDictionary<string, string> allowed)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        List<(string Schema, string Table)> tables = [];
        await using (var list = source.CreateCommand("select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"))
        await using (var rows = await list.ExecuteReaderAsync())
            while (await rows.ReadAsync()) tables.Add((rows.GetString(0), rows.GetString(1)));
        foreach (var (schema, table) in tables)
        {
            await using var all = source.CreateCommand($"select * from \"{schema}\".\"{table}\"");
            await using var rows = await all.ExecuteReaderAsync();
            var text = new StringBuilder();
            while (await rows.ReadAsync())
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    var value = await rows.IsDBNullAsync(i) ? "" : rows.GetValue(i) switch { byte[] bytes => Encoding.UTF8.GetString(bytes), Array array => string.Join('\n', array.Cast<object>()), var other => $"{other}" };
                    var column = $"{table}.{rows.GetName(i)}";
                    if (allowed.ContainsKey(column)) Search(column, value, allowed[column]);
                    else text.Append(value).Append('\n');
                }
            Search($"table {schema}.{table}", text.ToString());
        }
    }
}
