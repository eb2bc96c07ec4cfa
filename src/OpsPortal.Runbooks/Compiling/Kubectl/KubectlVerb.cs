using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary>One verb: the flags it knows, and the action it becomes.</summary>
internal abstract class KubectlVerb
{
    /// <summary>As typed, e.g. <c>rollout status</c>.</summary>
    public abstract string Path { get; }

    public abstract FlagTable Flags { get; }

    /// <summary>Operands after which everything belongs to another program.</summary>
    public virtual int MostOperands => int.MaxValue;

    public abstract Verdict Compile(KubectlArguments arguments);

    /// <summary>What every verb that changes something takes, and we do not yet carry out.</summary>
    protected static IEnumerable<Flag> Changing =>
    [
        Flag.NotYet("dry-run", null, FlagValue.Optional), Flag.NotYet("output", 'o', FlagValue.Required), Flag.NotYet("template", null, FlagValue.Required), Flag.Switch("allow-missing-template-keys"),
        Flag.NotYet("filename", 'f', FlagValue.Required), Flag.NotYet("kustomize", 'k', FlagValue.Required), Flag.NotYet("recursive", 'R'), Flag.Valued("field-manager"), Flag.Switch("show-managed-fields"),
        // recorded the command in an annotation; it never changed what the command does
        Flag.Switch("record"),
    ];
}
