namespace OpsPortal.Runbooks.Documents;

/// <summary>What a metric should be: "**Response Time**: &lt;200ms p95 target, &lt;500ms p95 acceptable".</summary>
/// <param name="Metric">As the document names it.</param>
/// <param name="Levels">All values that are named, in the order of the text.</param>
public sealed record Threshold(string Metric, IReadOnlyList<ThresholdLevel> Levels, int Line)
{
    /// <summary>How the value compares where all is well: <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> or <c>=</c>.</summary>
    public string? Comparison => Level("target", "normal", "healthy")?.Comparison;

    public string? Unit => Level("target", "normal", "healthy")?.Unit;

    /// <summary>The value that is aimed at, in <see cref="Unit"/>.</summary>
    public double? Target => Level("target", "normal", "healthy")?.Value;

    /// <summary>The value that is still acceptable, in the unit of its level.</summary>
    public double? Acceptable => Level("acceptable", "tolerable", "warning")?.Value;

    private ThresholdLevel? Level(params string[] meanings) => Levels.FirstOrDefault(l => meanings.Any(m => l.Meaning.Contains(m, StringComparison.OrdinalIgnoreCase)));
}

/// <param name="Meaning">"target", "acceptable", "scale"; lower case.</param>
/// <param name="Comparison"><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> or <c>=</c>.</param>
/// <param name="Unit">As written (<c>ms</c>, <c>%</c>, <c>req/sec</c>); null for a plain number.</param>
/// <param name="Aggregate">Of what the value is taken: <c>p95</c>, <c>average</c>; null where nothing is said.</param>
public sealed record ThresholdLevel(string Meaning, string Comparison, double Value, string? Unit, string? Aggregate);
