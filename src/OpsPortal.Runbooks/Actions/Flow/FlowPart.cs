using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Flow;

/// <summary>One action among several, with what belongs to it alone. All that it holds may have places.</summary>
public sealed record FlowPart(StepAction Action)
{
    public IReadOnlyList<TextFilter> Filters { get; init; } = [];

    /// <summary>Found right before this part is done, each time it is done.</summary>
    public IReadOnlyList<Lookup> Lookups { get; init; } = [];

    /// <summary>What stands before it in a sequence: null for the first, else <c>&amp;&amp;</c>, <c>||</c> or <c>;</c>.</summary>
    public string? Operator { get; init; }

    /// <summary><c>!</c>: it counts as done where it fails.</summary>
    public bool Negated { get; init; }

    /// <summary>The local place (<see cref="ParameterText.IsLocal"/>) in later parts that its output fills.</summary>
    public string? Captures { get; init; }

    [JsonIgnore]
    public Risk Risk => Lookups.Select(l => l.Action.Risk).Append(Action.Risk).Max();

    /// <summary>The same part with its places filled.</summary>
    public FlowPart Bind(IReadOnlyDictionary<string, string> values) => values.Count == 0 ? this : StepAction.Bind(this, values);

    /// <summary>The part that a person would name: the riskiest, and among equals the first that is more than a text or a pause.</summary>
    internal static FlowPart Principal(IEnumerable<FlowPart> parts) =>
        parts.OrderByDescending(p => p.Action.Risk).ThenBy(p => p.Action.Principal is IMinorAction).First();
}

/// <summary>An action that nobody names where another one stands beside it: a text, a pause, a file that is read.</summary>
public interface IMinorAction;

/// <summary>An action that is made of others.</summary>
public abstract record FlowAction : StepAction
{
    /// <summary>Every part, in order; never empty.</summary>
    protected internal abstract IEnumerable<FlowPart> All { get; }

    [JsonIgnore] public override Risk Risk => All.Max(p => p.Risk);
    [JsonIgnore] public override StepTarget? Target => Principal.Target;
    [JsonIgnore] public override bool Live => All.Any(p => p.Action.Live);
    [JsonIgnore] public override StepAction Principal => FlowPart.Principal(All).Action.Principal;

    /// <summary>A sentence in the middle of another one.</summary>
    private protected static string Inner(FlowPart part) => part.Action.Sentence is { Length: > 1 } s && char.IsUpper(s[0]) && char.IsLower(s[1]) ? char.ToLowerInvariant(s[0]) + s[1..] : part.Action.Sentence;
}
