using System.Text.Json.Serialization;

namespace OpsPortal.Runbooks.Actions.Flow;

/// <summary>An action for every item that another one prints: <c>xargs</c>, <c>for x in $(…)</c>, <c>while read</c>. The items are all there before the first round.</summary>
/// <param name="Source">Prints the items.</param>
/// <param name="Items">The local places that an item fills; of several each takes a word, and the last one the rest.</param>
public sealed record FlowForEach(FlowPart Source, IReadOnlyList<string> Items, FlowPart Body) : FlowAction
{
    public ItemSplit Split { get; init; } = ItemSplit.Lines;

    /// <summary>Between items where <see cref="Split"/> is <see cref="ItemSplit.Separator"/>, else between the words of an item (null: blanks).</summary>
    public string? Separator { get; init; }

    [JsonIgnore] public override string Name => "flow.forEach";
    [JsonIgnore] protected internal override IEnumerable<FlowPart> All => [Body, Source];
    [JsonIgnore] public override StepAction Principal => Body.Action.Risk >= Source.Action.Risk && Body.Action.Principal is not IMinorAction ? Body.Action.Principal : base.Principal;
    [JsonIgnore] public override string Sentence => $"{Body.Action.Sentence} for each item";
}

/// <summary>What makes one item.</summary>
public enum ItemSplit
{
    /// <summary>A line as it is.</summary>
    Lines,

    /// <summary>Whatever blanks and line ends separate.</summary>
    Words,

    /// <summary>As <see cref="Words"/>; quotes keep blanks together.</summary>
    QuotedWords,

    /// <summary><see cref="FlowForEach.Separator"/>.</summary>
    Separator,
}

/// <summary>Again and again until somebody stops it: <c>watch</c>, <c>while true</c>.</summary>
/// <param name="Every">Pause between rounds in seconds, as text.</param>
public sealed record FlowWatch(FlowPart Body, string Every) : FlowAction
{
    [JsonIgnore] public override string Name => "flow.watch";
    [JsonIgnore] protected internal override IEnumerable<FlowPart> All => [Body];
    [JsonIgnore] public override bool Live => true;
    [JsonIgnore] public override string Sentence => $"{Body.Action.Sentence}, again every {ParameterText.Display(Every)} s until stopped";
}

/// <summary>Asks until the answer is yes: <c>until …; do sleep 5; done</c>, <c>while ! …</c>. Nothing but the step's time limit ends it otherwise.</summary>
public sealed record FlowUntil(FlowPart Condition, FlowPart? Body) : FlowAction
{
    [JsonIgnore] public override string Name => "flow.until";
    [JsonIgnore] protected internal override IEnumerable<FlowPart> All => Body is null ? [Condition] : [Condition, Body];
    [JsonIgnore] public override bool Live => true;
    [JsonIgnore] public override string Sentence => $"{Condition.Action.Sentence}, again until it {(Condition.Negated ? "fails" : "succeeds")}";
}

/// <summary><c>if … then … elif … else … fi</c>.</summary>
public sealed record FlowIf(IReadOnlyList<FlowBranch> Branches, FlowPart? Otherwise) : FlowAction
{
    [JsonIgnore] public override string Name => "flow.if";
    [JsonIgnore] protected internal override IEnumerable<FlowPart> All => [.. Branches.SelectMany(b => new[] { b.Condition, b.Body }), .. Otherwise is null ? [] : new[] { Otherwise }];
    [JsonIgnore] public override string Sentence => $"If {Inner(Branches[0].Condition)}: {Inner(Branches[0].Body)}{(Otherwise is null ? "" : $"; else {Inner(Otherwise)}")}";
}

public sealed record FlowBranch(FlowPart Condition, FlowPart Body);

/// <summary><c>timeout 30 …</c>: what is not done by then is stopped.</summary>
/// <param name="Limit">In seconds, as text; <c>5m</c> and the like as <c>sleep</c> takes it.</param>
public sealed record FlowTimeout(FlowPart Body, string Limit) : FlowAction
{
    [JsonIgnore] public override string Name => "flow.timeout";
    [JsonIgnore] protected internal override IEnumerable<FlowPart> All => [Body];
    [JsonIgnore] public override string Sentence => $"{Body.Action.Sentence}, for {ParameterText.Display(Limit)}{(Limit is [.., >= '0' and <= '9'] ? " s" : "")} at most";
}
