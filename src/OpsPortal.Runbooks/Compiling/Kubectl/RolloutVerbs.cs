using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

internal sealed class RolloutRestartVerb : KubectlVerb
{
    public override string Path => "rollout restart";

    public override FlagTable Flags { get; } = new([Flag.Valued("selector", 'l'), .. Changing.Where(f => f.Name != "dry-run")]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resources(arguments.Operands, out var wrong) is not { } resources) return wrong!;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesRolloutRestart
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = arguments.Selector,
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class RolloutStatusVerb : KubectlVerb
{
    public override string Path => "rollout status";

    public override FlagTable Flags { get; } = new(
        Flag.Switch("watch", 'w'), Flag.Valued("timeout"), Flag.Valued("revision"), Flag.NotYet("selector", 'l', FlagValue.Required),
        Flag.NotYet("filename", 'f', FlagValue.Required), Flag.NotYet("kustomize", 'k', FlagValue.Required), Flag.NotYet("recursive", 'R'));

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resource(arguments.Operands, out var wrong) is not { } resource) return wrong!;
        if (arguments.Duration("timeout", out wrong) is var timeout && wrong is not null) return wrong;
        if (arguments.Number("revision", out wrong) is var revision && wrong is not null) return wrong;
        return Verdict.Native(new KubernetesRolloutStatus
        {
            Namespace = arguments.Namespace,
            Resource = resource,
            Watch = arguments.Switch("watch", standard: true),
            Timeout = timeout,
            Revision = revision,
        });
    }
}

internal sealed class RolloutHistoryVerb : KubectlVerb
{
    public override string Path => "rollout history";

    public override FlagTable Flags { get; } = new(
        [Flag.Valued("revision"), Flag.NotYet("selector", 'l', FlagValue.Required), Flag.NotYet("output", 'o', FlagValue.Required), .. Changing.Where(f => f.Name != "output")]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resource(arguments.Operands, out var wrong) is not { } resource) return wrong!;
        if (arguments.Number("revision", out wrong) is var revision && wrong is not null) return wrong;
        return Verdict.Native(new KubernetesRolloutHistory { Namespace = arguments.Namespace, Resource = resource, Revision = revision });
    }
}

internal sealed class RolloutUndoVerb : KubectlVerb
{
    public override string Path => "rollout undo";

    public override FlagTable Flags { get; } = new([Flag.Valued("to-revision"), Flag.NotYet("selector", 'l', FlagValue.Required), .. Changing]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resource(arguments.Operands, out var wrong) is not { } resource) return wrong!;
        if (arguments.Number("to-revision", out wrong) is var revision && wrong is not null) return wrong;
        var (dryRun, output) = arguments.Change(out wrong);
        // 0 is kubectl's way to say "the one before"
        return wrong ?? Verdict.Native(new KubernetesRolloutUndo
        {
            Namespace = arguments.Namespace,
            Resource = resource,
            ToRevision = revision == "0" ? null : revision,
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class RolloutPauseVerb(string word) : KubectlVerb
{
    public override string Path => $"rollout {word}";

    public override FlagTable Flags { get; } = new([Flag.Valued("selector", 'l'), .. Changing.Where(f => f.Name != "dry-run")]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resources(arguments.Operands, out var wrong) is not { } resources) return wrong!;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesRolloutPause
        {
            Namespace = arguments.Namespace,
            Resources = resources,
            LabelSelector = arguments.Selector,
            Paused = word == "pause",
            DryRun = dryRun,
            Output = output,
        });
    }
}
