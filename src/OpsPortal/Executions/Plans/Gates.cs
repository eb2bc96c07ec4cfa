using OpsPortal.Environments;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Executions.Plans;

internal static class Gates
{
    /// <summary>What the environment asks for before something of this risk.</summary>
    public static Gate For(this ChangePolicy policy, Risk risk) => risk switch { Risk.Read => Gate.RunAtOnce, Risk.Change => policy.Change, _ => policy.Destructive };
}
