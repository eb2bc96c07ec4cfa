using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

internal sealed class LogsVerb : KubectlVerb
{
    // Words that are kinds and, as the first of two operands, hardly ever a pod.
    private static readonly HashSet<string> Kinds = ["pod", "pods", "po", "deployment", "deployments", "deploy", "statefulset", "sts", "daemonset", "ds", "job", "jobs", "replicaset", "rs", "service", "svc"];

    public override string Path => "logs";

    public override FlagTable Flags { get; } = new(
        Flag.Valued("selector", 'l'), Flag.Valued("container", 'c'), Flag.Switch("all-containers"), Flag.Switch("follow", 'f'), Flag.Valued("since"), Flag.Valued("since-time"), Flag.Valued("tail"),
        Flag.Switch("previous", 'p'), Flag.Switch("timestamps"), Flag.Switch("prefix"), Flag.Valued("max-log-requests"), Flag.Valued("pod-running-timeout"), Flag.Switch("ignore-errors"),
        Flag.Valued("limit-bytes"), Flag.Switch("insecure-skip-tls-verify-backend"), Flag.Switch("all-pods"));

    public override Verdict Compile(KubectlArguments arguments)
    {
        var selector = arguments.Selector;
        var operands = arguments.Operands;
        if (operands.Count == 0 ? selector is null : selector is not null && operands.Count > 0)
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl logs wants either one pod (or kind/name) or a selector");
        if (operands.Count > 2 || (operands.Count == 2 && arguments.Has("container")))
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl logs reads one pod at a time");
        if (operands.Count == 2 && Kinds.Contains(operands[0]))
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl would take \"{operands[0]}\" for the pod; write {operands[0]}/{operands[1]}");
        ResourceArgument? resource = null;
        if (operands.Count > 0 && (resource = arguments.PodOrOwner(operands[0], out var wrong)) is null) return wrong!;
        if (arguments.Duration("since", out wrong) is var since && wrong is not null) return wrong;
        if (arguments.Number("tail", out wrong, negative: true) is var tail && wrong is not null) return wrong;
        if (arguments.Number("max-log-requests", out wrong) is var most && wrong is not null) return wrong;
        if (arguments.Number("limit-bytes", out wrong) is var bytes && wrong is not null) return wrong;
        return Verdict.Native(new KubernetesLogs
        {
            Namespace = arguments.Namespace,
            Resource = resource,
            LabelSelector = selector,
            Container = operands.Count == 2 ? arguments.Text(operands[1], isName: true) : arguments.Value("container", isName: true),
            AllContainers = arguments.Switch("all-containers"),
            AllPods = arguments.Switch("all-pods"),
            MostFollowed = most,
            LimitBytes = bytes,
            Follow = arguments.Switch("follow"),
            Since = since,
            SinceTime = arguments.Value("since-time"),
            // -1 means all, which is what a single pod gives anyway
            Tail = selector is null && tail == "-1" ? null : tail,
            Previous = arguments.Switch("previous"),
            Timestamps = arguments.Switch("timestamps"),
            // kubectl says whose line it is where it reads all pods of something
            Prefix = arguments.Switch("prefix", standard: arguments.Switch("all-pods")),
        });
    }
}

/// <summary><c>attach</c> without a terminal: what the program prints from now on, which is what its log gets too.</summary>
internal sealed class AttachVerb : KubectlVerb
{
    public override string Path => "attach";

    public override FlagTable Flags { get; } = new(Flag.Switch("stdin", 'i'), Flag.Switch("tty", 't'), Flag.Switch("quiet", 'q'), Flag.Valued("container", 'c'), Flag.Valued("pod-running-timeout"));

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Operands is not [var target]) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl attach wants one pod, or kind/name");
        if (arguments.Switch("stdin")) return Verdict.Manual("kubectl attach -i types into a running program; open a terminal for that") with { Interactive = true };
        return arguments.PodOrOwner(target, out var wrong) is not { } resource ? wrong! : Verdict.Native(new KubernetesLogs
        {
            Namespace = arguments.Namespace,
            Resource = resource,
            Container = arguments.Value("container", isName: true),
            Follow = true,
            Tail = "0",
        });
    }
}
