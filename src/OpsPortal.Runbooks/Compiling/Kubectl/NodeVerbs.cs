using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary>Names stand alone: <c>drain worker-1 worker-2</c>, or <c>node/worker-1</c>.</summary>
internal static class NodeArguments
{
    public static IReadOnlyList<ResourceArgument>? Named(KubectlArguments arguments, string kind, IReadOnlyList<string> names, out Verdict? wrong)
    {
        wrong = null;
        if (names.Count == 0 && (arguments.Selector is not null || arguments.Switch("all"))) return [new(kind)];
        if (names.Count == 0) wrong = arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl {arguments.Verb} names no {kind}");
        return wrong is not null ? null
            : names.All(n => n.Contains('/')) ? arguments.Resources(names, out wrong)
            : [.. names.Select(n => new ResourceArgument(kind, arguments.Text(n, $"kubernetes.{kind}", isName: true)))];
    }
}

internal sealed class CordonVerb(string word) : KubectlVerb
{
    public override string Path => word;

    public override FlagTable Flags { get; } = new([Flag.Valued("selector", 'l'), .. Changing]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (NodeArguments.Named(arguments, "node", arguments.Operands, out var wrong) is not { } nodes) return wrong!;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesCordon { Resources = nodes, LabelSelector = arguments.Selector, Unschedulable = word == "cordon", DryRun = dryRun, Output = output });
    }
}

internal sealed class DrainVerb : KubectlVerb
{
    public override string Path => "drain";

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("selector", 'l'), Flag.Switch("ignore-daemonsets"), Flag.Switch("delete-emptydir-data"), Flag.Switch("delete-local-data"), Flag.Switch("force"), Flag.Valued("grace-period"), Flag.Valued("timeout"),
        Flag.Valued("pod-selector"), Flag.Switch("disable-eviction"), Flag.Valued("chunk-size"), Flag.Valued("skip-wait-for-delete-timeout"), .. Changing,
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (NodeArguments.Named(arguments, "node", arguments.Operands, out var wrong) is not { } nodes) return wrong!;
        if (arguments.Number("grace-period", out wrong, negative: true) is var grace && wrong is not null) return wrong;
        if (arguments.Duration("timeout", out wrong) is var timeout && wrong is not null) return wrong;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesDrain
        {
            Resources = nodes,
            LabelSelector = arguments.Selector,
            IgnoreDaemonSets = arguments.Switch("ignore-daemonsets"),
            // the name that it had before 1.20
            DeleteEmptyDir = arguments.Switch("delete-emptydir-data") || arguments.Switch("delete-local-data"),
            Force = arguments.Switch("force"),
            GracePeriod = grace == "-1" ? null : grace,
            Timeout = timeout,
            PodSelector = arguments.Value("pod-selector"),
            DisableEviction = arguments.Switch("disable-eviction"),
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class TaintVerb : KubectlVerb
{
    public override string Path => "taint";

    public override FlagTable Flags { get; } = new([Flag.Valued("selector", 'l'), Flag.Switch("all"), Flag.Switch("overwrite"), new("validate", null, FlagValue.Optional), .. Changing]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Operands is not [var kind, ..] || ResourceText.Singular(kind.Split('/')[0]) != "node")
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl taint wants nodes, a name and a taint");
        var rest = arguments.Operands.Skip(1).ToList();
        var taints = rest.Where(IsTaint).ToList();
        var names = kind.Contains('/') ? [kind.Split('/')[1], .. rest.Where(o => !IsTaint(o))] : rest.Where(o => !IsTaint(o)).ToList();
        if (taints.Count == 0) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl taint wants key=value:Effect, or key:Effect- to take it away");
        if (NodeArguments.Named(arguments, "node", names, out var wrong) is not { } nodes) return wrong!;
        List<NodeTaint> set = [], remove = [];
        foreach (var text in taints)
        {
            var gone = text[^1] == '-';
            var (pair, effect) = (gone ? text[..^1] : text).Split(':', 2) is [var left, var right] ? (left, right) : (gone ? text[..^1] : text, null);
            if (effect is null && !gone || effect is not (null or "NoSchedule" or "PreferNoSchedule" or "NoExecute"))
                return arguments.Invalid(DiagnosticCodes.InvalidValue, $"the taint \"{text}\" wants NoSchedule, PreferNoSchedule or NoExecute behind its colon");
            var named = SettingText.Pair(arguments.Text(pair));
            (gone ? remove : set).Add(new(named.Name, named.Value, effect));
        }
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesTaint
        {
            Resources = nodes,
            LabelSelector = arguments.Selector,
            All = arguments.Switch("all"),
            Set = set,
            Remove = remove,
            Overwrite = arguments.Switch("overwrite"),
            DryRun = dryRun,
            Output = output,
        });
    }

    private static bool IsTaint(string operand) => operand.Contains('=') || operand.Contains(':') || (operand.Length > 1 && operand[^1] == '-');
}

internal sealed class CertificateVerb(string word) : KubectlVerb
{
    public override string Path => $"certificate {word}";

    public override FlagTable Flags { get; } = new([Flag.Switch("force"), .. Changing]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (NodeArguments.Named(arguments, "certificatesigningrequest", arguments.Operands, out var wrong) is not { } requests) return wrong!;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesCertificateApproval { Resources = requests, Approved = word == "approve", DryRun = dryRun, Output = output });
    }
}
