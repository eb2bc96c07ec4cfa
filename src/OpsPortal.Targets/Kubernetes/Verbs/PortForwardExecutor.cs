using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>
/// A forward lives on the machine of the person who types it. Here it tells whether there is something to forward to, and how
/// the HTTP steps that follow reach it.
/// </summary>
internal sealed class PortForwardExecutor : KubernetesExecutor<KubernetesPortForward>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesPortForward action, ActionContext context, CancellationToken cancellation)
    {
        var owner = await context.OneAsync(action, action.Resource, cancellation);
        var (pods, refusal) = await Pods.OfAsync(action, action.Resource, context, cancellation);
        if (refusal is not null) return ActionOutcome.Failure(refusal);
        var pod = pods[0];
        if (pod.TextAt("status", "phase") != "Running") return ActionOutcome.Failure($"unable to forward port because pod is not running. Current status={pod.TextAt("status", "phase")}: pod {pod.Name()}.");
        foreach (var text in action.Ports)
        {
            var (local, remote) = text.Split(':', 2) is [var left, var right] ? (left, right) : (text, text);
            var (port, wrong) = Target(owner, pod, remote);
            if (wrong is not null) return ActionOutcome.Failure(wrong);
            await context.Output.OutAsync($"{owner.Resource.QualifiedName}/{owner.Name}: port {remote} is port {port} of pod/{pod.Name()}, which runs and is {(pod.Condition("Ready").TextAt("status") == "True" ? "" : "not ")}ready", cancellation);
            if (local.Length == 0) continue;
            var route = context.Targets.Http.Routes.FirstOrDefault(r => r.From == $"localhost:{local}" || r.From == "localhost");
            await context.Output.NoteAsync(route is null
                ? $"Nothing listens on localhost:{local} beside the portal. For HTTP steps to http://localhost:{local} an administrator sets a route from localhost:{local} to this service in the environment's HTTP settings."
                : $"HTTP steps to http://localhost:{local} go to {route.To}, as the environment's HTTP settings say.", cancellation);
        }
        return ActionOutcome.Success($"{owner.Spoken} can be reached through pod {pod.Name()}; nothing was opened, for a portal needs no forward");
    }

    /// <summary>The container's port behind a service's, or the one that is named.</summary>
    private static (string? Port, string? Wrong) Target(Selected owner, JsonObject pod, string wanted)
    {
        var target = wanted;
        if (owner.Resource is { Group: "", Name: "services" })
        {
            var port = owner.Object.Objects("spec", "ports").FirstOrDefault(p => p.TextAt("port") == wanted || p.TextAt("name") == wanted);
            if (port is null)
                return (null, $"Service {owner.Name} does not have a service port {wanted}: it has {string.Join(", ", owner.Object.Objects("spec", "ports").Select(p => $"{p.TextAt("port")}{(p.TextAt("name") is { } n ? $" ({n})" : "")}"))}.");
            target = port.TextAt("targetPort") ?? port.TextAt("port")!;
        }
        if (int.TryParse(target, out _)) return (target, null);
        var named = pod.Objects("spec", "containers").SelectMany(c => c.Objects("ports")).FirstOrDefault(p => p.TextAt("name") == target);
        return named is null ? (null, $"Pod {pod.Name()} does not have a named port '{target}'.") : (named.TextAt("containerPort"), null);
    }
}
