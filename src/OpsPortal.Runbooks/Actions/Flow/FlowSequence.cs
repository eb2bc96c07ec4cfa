using System.Text;
using System.Text.Json.Serialization;

namespace OpsPortal.Runbooks.Actions.Flow;

/// <summary>
/// Actions one after the other, by the shell's rules for <c>&amp;&amp;</c>, <c>||</c> and <c>;</c>. What comes behind <c>;</c> is done whatever came of
/// the parts before it; the whole has failed where any of them has.
/// </summary>
public sealed record FlowSequence(IReadOnlyList<FlowPart> Parts) : FlowAction
{
    private const int MostTold = 3;

    /// <summary>The rounds of a loop: <c>break</c> and <c>continue</c> mean it.</summary>
    public bool IsLoop { get; init; }

    [JsonIgnore] public override string Name => "flow.sequence";
    [JsonIgnore] protected internal override IEnumerable<FlowPart> All => Parts;

    [JsonIgnore]
    public override string Sentence
    {
        get
        {
            var told = Parts.Where(p => p.Action is not IMinorAction).ToList();
            if (told.Count == 0) told = [.. Parts];
            var text = new StringBuilder(told[0].Action.Sentence);
            foreach (var part in told.Skip(1).Take(MostTold - 1))
                text.Append(part.Operator == "||" ? ", or else " : ", then ").Append(Inner(part));
            if (told.Count > MostTold) text.Append($", and {told.Count - MostTold} more");
            return text.ToString();
        }
    }
}
