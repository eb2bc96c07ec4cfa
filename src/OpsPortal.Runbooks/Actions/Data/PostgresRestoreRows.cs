using System.Text.Json;
using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Data;

/// <summary>Puts rows back as they were before a change, where nobody has changed them since. No command line makes it: it is the way back of a change.</summary>
public sealed record PostgresRestoreRows : PostgresAction
{
    /// <summary>The rows, as JSON of <see cref="KeptRows"/> in the order in which they were changed. Text within text, so that nothing in the data is taken for a place of a parameter.</summary>
    public required string Data { get; init; }

    /// <summary>For the sentence: "3 rows of users".</summary>
    public required string What { get; init; }

    public override string Name => "postgres.restoreRows";
    public override Risk Risk => Risk.Change;
    public override string Sentence => $"Put back {ParameterText.Display(What)}{OnPlace}";

    /// <summary>What <see cref="Data"/> holds.</summary>
    [JsonIgnore] public IReadOnlyList<KeptRows> Rows => JsonSerializer.Deserialize<List<KeptRows>>(Data)!;

    public static PostgresRestoreRows Of(ServerPlace place, IReadOnlyList<KeptRows> rows) => new()
    {
        Place = place,
        Data = JsonSerializer.Serialize(rows),
        What = string.Join(" and ", rows.GroupBy(r => r.Table).Select(g => $"{g.Sum(r => r.Rows.Count)} row{(g.Sum(r => r.Rows.Count) == 1 ? "" : "s")} of {g.Key}")),
    };
}

/// <summary>Rows of one table before and after one statement.</summary>
/// <param name="Table">As PostgreSQL writes it, quoted where needed.</param>
/// <param name="Columns">All that are not generated, in order; each row has its values in this order.</param>
/// <param name="Key">The columns of the primary key.</param>
public sealed record KeptRows(string Table, IReadOnlyList<string> Columns, IReadOnlyList<string> Key, IReadOnlyList<KeptRow> Rows);

/// <param name="Before">Values as text; null where the row was not there.</param>
/// <param name="After">Null where the row is gone.</param>
public sealed record KeptRow(IReadOnlyList<string?>? Before, IReadOnlyList<string?>? After);
