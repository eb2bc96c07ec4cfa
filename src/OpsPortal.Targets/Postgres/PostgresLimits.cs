namespace OpsPortal.Targets.Postgres;

internal static class PostgresLimits
{
    /// <summary>Of a statement that only reads. What changes something may take as long as its step.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Of one statement, in the text.</summary>
    public const int Rows = 10_000;

    /// <summary>Of one statement, in the text, in characters.</summary>
    public const int Characters = 16 << 20;

    /// <summary>Of one statement, in the grid beside the text.</summary>
    public const int GridRows = 1_000;

    /// <summary>Of one statement of a script, in characters.</summary>
    public const int Statement = 16 << 20;
}
