using System.Text.Json.Serialization;

namespace OpsPortal.Targets;

/// <summary>A result in a shape for the eye. It is kept beside the text, so it has to be bounded.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "view")]
[JsonDerivedType(typeof(ResultGrid), "grid")]
[JsonDerivedType(typeof(ResultPlot), "plot")]
public abstract record ResultView(string? Title);

/// <summary>Rows and columns.</summary>
/// <param name="Rows">Values as text; null is NULL.</param>
/// <param name="Truncated">There were more rows than are kept.</param>
public sealed record ResultGrid(string? Title, IReadOnlyList<GridColumn> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, bool Truncated = false) : ResultView(Title);

/// <param name="Type">As the target names it: <c>int8</c>, <c>text</c>, <c>timestamptz</c>.</param>
/// <param name="Numeric">Set to the right.</param>
public sealed record GridColumn(string Name, string? Type = null, bool Numeric = false);

/// <summary>Series over time.</summary>
/// <param name="Unit">Of the values, where it is known: <c>s</c>, <c>By</c>, <c>1/s</c>.</param>
public sealed record ResultPlot(string? Title, IReadOnlyList<PlotSeries> Series, string? Unit = null) : ResultView(Title);

public sealed record PlotSeries(string Name, IReadOnlyList<PlotPoint> Points);

/// <param name="Value">Null is a gap.</param>
public sealed record PlotPoint(DateTimeOffset At, double? Value);
