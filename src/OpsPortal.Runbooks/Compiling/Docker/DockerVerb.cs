using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Docker;

/// <summary>One verb: the flags it knows, and the action it becomes.</summary>
/// <param name="Paths">As typed behind <c>docker</c>, alternatives parted by bars: <c>ps|container ls</c>.</param>
internal sealed record DockerVerb(string Paths, FlagTable Flags, Func<DockerArguments, Verdict> Compile)
{
    /// <summary>From the first operand on all belongs to another program.</summary>
    public bool EndsAtOperand { get; init; }

    /// <summary>An action that needs no more than its operands.</summary>
    public static DockerVerb Of(string paths, FlagTable flags, int least, int most, string what, Func<DockerArguments, StepAction> compile) =>
        new(paths, flags, a => a.Wants(least, most, what) ?? Verdict.Native(compile(a)));
}
