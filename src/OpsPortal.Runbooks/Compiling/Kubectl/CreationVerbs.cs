using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

internal sealed class RunVerb : KubectlVerb
{
    public override string Path => "run";

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("image"), Flag.Valued("env"), Flag.Valued("labels", 'l'), Flag.Valued("annotations"), Flag.Valued("port"), Flag.Valued("restart"), Flag.Valued("image-pull-policy"), Flag.Switch("rm"),
        Flag.Switch("stdin", 'i'), Flag.Switch("tty", 't'), Flag.Switch("attach"), Flag.Switch("command"), Flag.Valued("overrides"), Flag.Switch("quiet", 'q'), Flag.Valued("pod-running-timeout"), Flag.Switch("leave-stdin-open"),
        Flag.Switch("wait"), Flag.Valued("grace-period"), Flag.Switch("force"), Flag.NotYet("override-type", null, FlagValue.Required), Flag.NotYet("expose"), Flag.NotYet("privileged"), Flag.NotYet("save-config"),
        Flag.NotYet("generator", null, FlagValue.Required), Flag.NotYet("cascade", null, FlagValue.Optional), .. Changing,
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Operands is not [var name, ..]) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl run wants the pod's name");
        if (arguments.Value("image") is not { } image) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl run wants --image");
        List<string> program = [.. arguments.Operands.Skip(1).Concat(arguments.Rest ?? []).Select(w => arguments.Text(w))];
        var (stdin, tty) = (arguments.Switch("stdin"), arguments.Switch("tty"));
        List<string> shown = [.. program.Select(ParameterText.Display)];
        if (stdin && tty && (program.Count == 0 || Terminals.Opened(shown) is not null || Terminals.TakesScreen(shown)))
            return Verdict.Manual($"{(program.Count == 0 ? "the pod" : shown[0])} waits for input at a terminal; open it there and type") with { Interactive = true };
        var restart = arguments.Value("restart");
        if (restart is not (null or "Always" or "OnFailure" or "Never") && !restart.Contains(ParameterText.Open))
            return arguments.Invalid(DiagnosticCodes.InvalidValue, "--restart of kubectl run wants Always, OnFailure or Never");
        var attach = arguments.Switch("attach", standard: stdin || tty);
        if (arguments.Switch("rm") && !attach) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl run --rm wants -i or --attach, because it deletes the pod once it has seen its end");
        var (dryRun, output) = arguments.Change(out var wrong);
        return wrong ?? Verdict.Native(new KubernetesRun
        {
            Namespace = arguments.Namespace,
            PodName = arguments.Text(name, isName: true),
            Image = image,
            Arguments = program,
            AsCommand = arguments.Switch("command"),
            Environment = arguments.Values("env"),
            Labels = arguments.Value("labels"),
            Annotations = arguments.Values("annotations"),
            Port = arguments.Value("port"),
            Restart = restart,
            PullPolicy = arguments.Value("image-pull-policy"),
            Attach = attach,
            Stdin = stdin,
            Tty = tty,
            Remove = arguments.Switch("rm"),
            Overrides = arguments.Value("overrides"),
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class ExposeVerb : KubectlVerb
{
    public override string Path => "expose";

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("port"), Flag.Valued("target-port"), Flag.Valued("protocol"), Flag.Valued("type"), Flag.Valued("name"), Flag.Valued("selector"), Flag.Valued("labels", 'l'), Flag.Valued("external-ip"), Flag.Valued("cluster-ip"),
        Flag.NotYet("session-affinity", null, FlagValue.Required), Flag.NotYet("load-balancer-ip", null, FlagValue.Required), Flag.NotYet("overrides", null, FlagValue.Required),
        Flag.NotYet("override-type", null, FlagValue.Required), Flag.NotYet("save-config"), .. Changing,
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resource(arguments.Operands, out var wrong) is not { } resource) return wrong!;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesExpose
        {
            Namespace = arguments.Namespace,
            Resource = resource,
            ServiceName = arguments.Value("name", isName: true),
            Port = arguments.Value("port"),
            TargetPort = arguments.Value("target-port"),
            Protocol = arguments.Value("protocol"),
            Type = arguments.Value("type"),
            Selector = arguments.Selector,
            Labels = arguments.Value("labels"),
            ExternalIp = arguments.Value("external-ip"),
            ClusterIp = arguments.Value("cluster-ip"),
            DryRun = dryRun,
            Output = output,
        });
    }
}

internal sealed class AutoscaleVerb : KubectlVerb
{
    public override string Path => "autoscale";

    public override FlagTable Flags { get; } = new(
    [
        Flag.Valued("min"), Flag.Valued("max"), Flag.Valued("cpu-percent"), Flag.Valued("name"), Flag.NotYet("cpu", null, FlagValue.Required), Flag.NotYet("memory", null, FlagValue.Required), Flag.NotYet("save-config"), .. Changing,
    ]);

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Resource(arguments.Operands, out var wrong) is not { } resource) return wrong!;
        if (arguments.Number("max", out wrong) is not { } max) return wrong ?? arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl autoscale wants --max");
        if (arguments.Number("min", out wrong, negative: true) is var min && wrong is not null) return wrong;
        if (arguments.Number("cpu-percent", out wrong, negative: true) is var percent && wrong is not null) return wrong;
        var (dryRun, output) = arguments.Change(out wrong);
        return wrong ?? Verdict.Native(new KubernetesAutoscale
        {
            Namespace = arguments.Namespace,
            Resource = resource,
            AutoscalerName = arguments.Value("name", isName: true),
            Min = min == "-1" ? null : min,
            Max = max,
            CpuPercent = percent == "-1" ? null : percent,
            DryRun = dryRun,
            Output = output,
        });
    }
}
