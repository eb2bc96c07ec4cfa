using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Executions.Plans;

/// <summary>Names what a change acts on: of two executions with the same key in one environment, the second waits for the first.</summary>
internal static class TargetKey
{
    private const int Longest = 300;

    /// <summary>Null for reads, which disturb nobody.</summary>
    public static string? Of(StepAction action, Risk risk)
    {
        if (risk == Risk.Read) return null;
        var principal = action.Principal;
        var family = principal.Name.Split('.')[0] is var first and not "compose" ? first : "docker";
        var key = ParameterText.Display(principal.Target is { } target ? $"{family}:{target.Namespace}/{target.Kind}/{target.Name}" : family).ToLowerInvariant();
        return key.Length > Longest ? key[..Longest] : key;
    }
}
