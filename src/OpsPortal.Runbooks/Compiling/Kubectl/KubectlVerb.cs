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

    /// <summary>What every verb that changes something takes.</summary>
    protected static IEnumerable<Flag> Changing => [.. ChangingFiles, Flag.NotYet("filename", 'f', FlagValue.Required), Flag.NotYet("kustomize", 'k', FlagValue.Required), Flag.NotYet("recursive", 'R')];

    /// <summary>The same of a verb that reads files.</summary>
    protected static IEnumerable<Flag> ChangingFiles =>
    [
        new("dry-run", null, FlagValue.Optional), Flag.Valued("output", 'o'), Flag.NotYet("template", null, FlagValue.Required), Flag.Switch("allow-missing-template-keys"),
        Flag.Valued("field-manager"), Flag.Switch("show-managed-fields"),
        // recorded the command in an annotation; it never changed what the command does
        Flag.Switch("record"),
    ];

    /// <summary>Files that describe objects.</summary>
    protected static IEnumerable<Flag> Described => [Flag.Valued("filename", 'f'), Flag.NotYet("kustomize", 'k', FlagValue.Required), Flag.Switch("recursive", 'R')];
}
