using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Flow;

/// <summary><c>sleep</c>: a countdown.</summary>
/// <param name="Duration">As <c>sleep</c> takes it: <c>30</c>, <c>1.5m</c>, <c>1h 30m</c>; may hold places.</param>
public sealed record FlowWait(string Duration) : StepAction, IMinorAction
{
    [JsonIgnore] public override string Name => "flow.wait";
    [JsonIgnore] public override Risk Risk => Risk.Read;
    [JsonIgnore] public override StepTarget? Target => null;
    [JsonIgnore] public override string Sentence => $"Wait {ParameterText.Display(Duration)}{(Duration is [.., >= '0' and <= '9'] ? " s" : "")}";
}

/// <summary>What changes only how the shell of an operator behaves: <c>set -e</c>, <c>cd</c>, <c>unset</c>, <c>true</c>. There is nothing to do here.</summary>
/// <param name="Command">The program's name.</param>
/// <param name="Why">Why not, as a sentence without full stop.</param>
public sealed record FlowNothing(string Command, string Why) : StepAction, IMinorAction
{
    /// <summary><c>false</c>.</summary>
    public bool Fails { get; init; }

    [JsonIgnore] public override string Name => "flow.nothing";
    [JsonIgnore] public override Risk Risk => Risk.Read;
    [JsonIgnore] public override StepTarget? Target => null;
    [JsonIgnore] public override string Sentence => $"Nothing to do for {Command}: {char.ToLowerInvariant(Why[0])}{Why[1..]}";
}

/// <summary><c>exit</c>, <c>break</c>, <c>continue</c>, <c>return</c>: what follows is left out.</summary>
/// <param name="Command">One of these words.</param>
/// <param name="Code">Anything but 0 is a failure.</param>
public sealed record FlowExit(string Command, int Code = 0) : StepAction, IMinorAction
{
    [JsonIgnore] public override string Name => "flow.exit";
    [JsonIgnore] public override Risk Risk => Risk.Read;
    [JsonIgnore] public override StepTarget? Target => null;

    [JsonIgnore]
    public override string Sentence => Command switch
    {
        "break" => "End the loop",
        "continue" => "Go on with the loop's next round",
        _ => Code == 0 ? "End here" : $"End here with failure {Code}",
    };
}
