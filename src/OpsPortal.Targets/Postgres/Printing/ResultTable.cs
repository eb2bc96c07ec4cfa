namespace OpsPortal.Targets.Postgres.Printing;

/// <summary>Rows of a statement, ready to be laid out.</summary>
/// <param name="Numeric">For each column whether it is set to the right.</param>
/// <param name="Footers">Below the rows; null means their number.</param>
internal sealed record ResultTable(IReadOnlyList<string> Columns, IReadOnlyList<bool> Numeric, IReadOnlyList<string?[]> Rows, string? Title = null, IReadOnlyList<string>? Footers = null)
{
    /// <summary>There were more rows than are kept.</summary>
    public bool Truncated { get; init; }

    public IReadOnlyList<string> FootersOr(bool wanted) =>
        Footers ?? (wanted ? [Truncated ? $"(first {Rows.Count} rows)" : Rows.Count == 1 ? "(1 row)" : $"({Rows.Count} rows)"] : []);
}
