using System.Security.Cryptography;
using System.Text;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Rehearsals;

internal static class WrittenStep
{
    /// <summary>Tells one wording of a command from another.</summary>
    public static string Of(Step step) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step.Source)))[..16];

    /// <summary>Why it is never rehearsed, or null.</summary>
    public static string? LeftOut(Step step) =>
        step.Mode == StepMode.Manual || step.Action is null ? "It is done by hand."
        : step.Interactive ? "It needs a terminal."
        : step.Live || step.Action.Live ? "It goes on until somebody stops it."
        : step.Mode == StepMode.Host && step.Risk > Risk.Read ? "A program's changes cannot be looked at beforehand."
        : null;
}
