using System.Text.Json.Serialization;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions;

/// <summary>
/// Stands for the way back that an execution kept. What it does may hold secrets, so it is stored encrypted with that execution and read the
/// moment it is previewed or run. No command compiles to it.
/// </summary>
/// <param name="Execution">Whose change is put back.</param>
/// <param name="What">As a button says it: "Scale deployment platform-service back to 3".</param>
public sealed record RevertChange(long Execution, string What, Risk HowRisky, StepTarget? Object) : StepAction
{
    [JsonIgnore] public override string Name => "change.revert";
    [JsonIgnore] public override Risk Risk => HowRisky;
    [JsonIgnore] public override StepTarget? Target => Object;
    [JsonIgnore] public override string Sentence => What;
}
