namespace OpsPortal.Runbooks.Actions.Filters;

/// <summary><c>sed</c> without files and programs.</summary>
public sealed record Sed(string Source) : TextFilter(Source)
{
    /// <summary>All scripts, one to a line.</summary>
    public required ProgramText Program { get; init; }

    /// <summary><c>-n</c>.</summary>
    public bool Quiet { get; init; }

    /// <summary><c>-E</c>.</summary>
    public bool Extended { get; init; }
}
