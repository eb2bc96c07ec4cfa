using System.Text.Json.Serialization;

namespace OpsPortal.Runbooks.Actions.Flow;

/// <summary>Actions at the same time, each given what the one before it prints. Where one fails, those behind it see no end of their input, and so do nothing by halves.</summary>
/// <param name="Stages">Two at least.</param>
public sealed record FlowPipe(IReadOnlyList<FlowPart> Stages) : FlowAction
{
    [JsonIgnore] public override string Name => "flow.pipe";
    [JsonIgnore] protected internal override IEnumerable<FlowPart> All => Stages;

    [JsonIgnore]
    public override string Sentence => Stages[0].Action is ValueText ? Stages[^1].Action.Sentence : $"{Stages[^1].Action.Sentence} with what comes from \"{Inner(Stages[0])}\"";
}
