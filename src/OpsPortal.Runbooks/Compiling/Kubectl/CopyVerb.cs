using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary><c>cp</c>: the side with a colon is the pod's.</summary>
internal sealed class CopyVerb : KubectlVerb
{
    public override string Path => "cp";

    public override FlagTable Flags { get; } = new(Flag.Valued("container", 'c'), Flag.Switch("no-preserve"), Flag.Valued("retries"));

    public override Verdict Compile(KubectlArguments arguments)
    {
        if (arguments.Operands is not [var from, var to]) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl cp wants two places, one of them pod:/path");
        var into = Colon(to) >= 0;
        if (into == Colon(from) >= 0) return arguments.Invalid(DiagnosticCodes.InvalidArguments, into ? "kubectl cp copies into a pod or out of it, not from pod to pod" : "kubectl cp wants pod:/path as one of its two places");
        var (remote, local) = into ? (to, from) : (from, to);
        var colon = Colon(remote);
        var (pod, path) = (remote[..colon], remote[(colon + 1)..]);
        if (path.Length == 0) return arguments.Invalid(DiagnosticCodes.InvalidArguments, "kubectl cp wants the path in the pod behind the colon");
        // "shop/web-0:/tmp" is a pod in a namespace, not a kind
        var slash = pod.IndexOf('/');
        var place = slash < 0 ? arguments.Namespace : arguments.Text(pod[..slash], "kubernetes.namespace", isName: true);
        return Verdict.Native(new KubernetesCopy
        {
            Namespace = place,
            Resource = new("pod", arguments.Text(pod[(slash + 1)..], "kubernetes.pod", isName: true)),
            Container = arguments.Value("container", isName: true),
            IntoPod = into,
            PodPath = arguments.Text(path),
            File = arguments.Text(local, "file"),
        });
    }

    private static int Colon(string operand)
    {
        var inside = false;
        for (var i = 0; i < operand.Length; i++)
            if (operand[i] is ParameterText.Open or ParameterText.Close) inside = operand[i] == ParameterText.Open;
            else if (operand[i] == ':' && !inside) return operand[0] is '.' or '/' ? -1 : i;
        return -1;
    }
}
