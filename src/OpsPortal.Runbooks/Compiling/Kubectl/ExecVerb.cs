using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary><c>exec</c>. <c>-it</c> is habit nine times in ten: whether a terminal is needed, the program inside tells.</summary>
internal class ExecVerb : KubectlVerb
{
    public override string Path => "exec";

    /// <summary>The pod; from the second operand on it is the command, for those who leave out <c>--</c>.</summary>
    public override int MostOperands => 1;

    public override FlagTable Flags { get; } = new(
        Flag.Switch("stdin", 'i'), Flag.Switch("tty", 't'), Flag.Switch("quiet", 'q'), Flag.Valued("container", 'c'), Flag.Valued("pod-running-timeout"), Flag.NotYet("filename", 'f', FlagValue.Required));

    /// <summary>Whether the program refuses a command that stands without <c>--</c>.</summary>
    protected virtual bool WantsDashes => true;

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Operands is not [var target, ..]) return arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl {Path} names no pod");
        if (arguments.PodOrOwner(target, out var wrong) is not { } resource) return wrong!;
        var before = arguments.Operands.Skip(1).TakeWhile(o => o != "--").ToList();
        if (before.Count > 0 && before.Count < arguments.Operands.Count - 1)
            return arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl exec works on one pod, and \"{before[0]}\" stands in front of -- too");
        var words = arguments.Rest ?? before;
        if (words.Count == 0) return NoCommand(arguments);
        if (WantsDashes && arguments.Rest is null) arguments.Warn(DiagnosticCodes.ExecWithoutDashes, "kubectl wants -- between the pod and the command; write it, or kubectl will refuse this line.");
        List<string> command = [.. words.Select(w => arguments.Text(w))];
        var atTerminal = InnerCommand.AtTerminal(command);
        var risk = InnerCommand.RiskOf(command);
        var inside = new KubernetesExec
        {
            Namespace = arguments.Namespace,
            Context = arguments.ClusterContext,
            Resource = resource,
            Container = arguments.Value("container", isName: true),
            Command = command,
            // what is piped into what takes code may do anything
            InnerRisk = risk == Risk.Read && atTerminal is not null ? Risk.Change : risk,
        };
        if (ProgramRegistry.InContainer(command, arguments.Context, inside) is { } known) return known;
        return atTerminal is not null && !arguments.Context.HasInput
            ? Verdict.Manual($"{atTerminal} waits for input at a terminal; open it there and type") with { Interactive = true }
            : Verdict.Native(inside);
    }

    protected virtual Verdict NoCommand(KubectlArguments arguments) => arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl exec names no command");
}

/// <summary><c>oc rsh</c>: a shell where no command stands behind the pod.</summary>
internal sealed class RemoteShellVerb : ExecVerb
{
    public override string Path => "rsh";

    protected override bool WantsDashes => false;

    public override FlagTable Flags { get; } = new(Flag.Valued("container", 'c'), Flag.Switch("tty", 't'), Flag.Switch("no-tty", 'T'), Flag.Valued("timeout"), Flag.NotYet("shell", null, FlagValue.Required));

    protected override Verdict NoCommand(KubectlArguments arguments) => Verdict.Manual("oc rsh opens a shell, which waits for input at a terminal; open it there and type") with { Interactive = true };
}
