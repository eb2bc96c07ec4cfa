using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

/// <summary>A piece of a kubectl JSONPath template.</summary>
internal abstract record PathNode;

/// <summary>What stands between braces, or the literal text around them: each applies to what the one before found.</summary>
internal sealed record Chain(IReadOnlyList<PathNode> Nodes) : PathNode;

/// <summary>A text, number or truth value that stands for itself.</summary>
internal sealed record Constant(JsonNode? Value, bool PerInput) : PathNode;

internal sealed record Field(string Name) : PathNode;

internal sealed record Wildcard : PathNode;

internal sealed record Recursive : PathNode;

/// <summary><c>[from:to:step]</c>.</summary>
/// <param name="Single"><c>[n]</c>: <paramref name="To"/> was made of <paramref name="From"/>.</param>
internal sealed record Slice(int? From, int? To, int? Step, bool Single) : PathNode;

internal sealed record Union(IReadOnlyList<Chain> Members) : PathNode;

/// <param name="Operator">Null asks whether <paramref name="Left"/> is there at all.</param>
internal sealed record Filter(Chain Left, string? Operator, Chain Right) : PathNode;

/// <summary><c>range</c> or <c>end</c>.</summary>
internal sealed record Keyword(string Name) : PathNode;
