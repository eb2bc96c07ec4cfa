using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>A service with the selector and the ports of what it stands in front of.</summary>
internal sealed class ExposeExecutor : KubernetesExecutor<KubernetesExpose>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesExpose action, ActionContext context, CancellationToken cancellation)
    {
        var origin = await context.OneAsync(action, action.Resource, cancellation);
        var body = Service(action, origin).Placed(action);
        var services = ObjectBuilders.ResourceOf(body);
        var made = body;
        if (action.DryRun != "client")
        {
            await context.BeginAsync(action, cancellation);
            made = await context.Kubernetes.CreateAsync(new(services, context.Namespace(action)), body, action.Tries(), cancellation);
        }
        await new ChangePrinter(action, context).TellAsync(services, made, "exposed", cancellation);
        return ActionOutcome.Success(action.Tried($"service {made.Name()} now stands in front of {origin.Spoken}"));
    }

    private static JsonObject Service(KubernetesExpose action, Selected origin)
    {
        var selector = action.Selector is not null ? ObjectBuilders.Map(action.Selector) : origin.Object.TextAt("kind") switch
        {
            "Pod" => origin.Object.At("metadata", "labels")?.DeepClone() as JsonObject,
            "Service" => origin.Object.At("spec", "selector")?.DeepClone() as JsonObject,
            _ when origin.Object.At("spec", "selector", "matchExpressions") is not null => throw new StepRefusal($"couldn't convert expressions of {origin.Spoken} into a map-based selector: give --selector."),
            _ => (origin.Object.At("spec", "selector", "matchLabels") ?? origin.Object.At("spec", "selector"))?.DeepClone() as JsonObject,
        };
        if (selector is not { Count: > 0 }) throw new StepRefusal($"{origin.Spoken} has no labels to select its pods by: give --selector.");
        var ports = Ports(action, origin);
        if (ports.Count == 0) throw new StepRefusal("couldn't find port via --port flag or introspection: give --port.");
        var spec = new JsonObject { ["ports"] = ports, ["selector"] = selector };
        if (action.Type is { } type) spec["type"] = type;
        if (action.ClusterIp is { } address) spec["clusterIP"] = address;
        if (action.ExternalIp is { } external) spec["externalIPs"] = new JsonArray(external);
        var body = ObjectBuilders.Made("Service", action.ServiceName ?? origin.Name, ("spec", spec), ("status", new JsonObject { ["loadBalancer"] = new JsonObject() }));
        var labels = action.Labels is not null ? ObjectBuilders.Map(action.Labels) : origin.Object.At("metadata", "labels")?.DeepClone() as JsonObject;
        if (labels is { Count: > 0 }) ((JsonObject)body["metadata"]!)["labels"] = labels;
        return body;
    }

    private static JsonArray Ports(KubernetesExpose action, Selected origin)
    {
        var given = action.Port?.Split(',') ?? [.. Declared(origin).Distinct()];
        return new([.. given.Select((port, index) =>
        {
            var made = new JsonObject { ["port"] = ObjectBuilders.Number(port, "port"), ["protocol"] = action.Protocol ?? "TCP", ["targetPort"] = ObjectBuilders.Amount(action.TargetPort ?? port) };
            if (given.Length > 1) made["name"] = $"port-{index + 1}";
            return made;
        })]);
    }

    private static IEnumerable<string> Declared(Selected origin) => origin.Object.TextAt("kind") == "Service"
        ? origin.Object.Objects("spec", "ports").Select(p => p.TextAt("port")!)
        : origin.Object.At(PodTemplates.SpecPath(origin)).Objects("containers").SelectMany(c => c.Objects("ports")).Select(p => p.TextAt("containerPort")!);
}

/// <summary>Through <c>autoscaling/v2</c>, which every supported cluster serves.</summary>
internal sealed class AutoscaleExecutor : KubernetesExecutor<KubernetesAutoscale>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesAutoscale action, ActionContext context, CancellationToken cancellation)
    {
        var origin = await context.OneAsync(action, action.Resource, cancellation);
        var (min, max) = (action.Min is null ? (int?)null : ObjectBuilders.Number(action.Min, "number of replicas"), ObjectBuilders.Number(action.Max, "number of replicas"));
        if (max < 1) throw new StepRefusal("--max has to be at least 1.");
        if (min > max) throw new StepRefusal($"--max ({max}) has to be larger than or equal to --min ({min}).");
        if (!origin.Resource.Subresources.Contains("scale") && origin.Resource.Subresources.Count > 0) throw new StepRefusal($"cannot autoscale a {origin.Resource.Kind}: nothing scales it.");
        var spec = new JsonObject
        {
            ["maxReplicas"] = max,
            ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = origin.Resource.ApiVersion, ["kind"] = origin.Resource.Kind, ["name"] = origin.Name },
        };
        if (min is { } least) spec["minReplicas"] = least;
        if (action.CpuPercent is { } percent)
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = ObjectBuilders.Number(percent, "percentage") } },
            });
        var body = ObjectBuilders.Made("HorizontalPodAutoscaler", action.AutoscalerName ?? origin.Name, ("spec", spec)).Placed(action);
        var autoscalers = ObjectBuilders.ResourceOf(body);
        var made = body;
        if (action.DryRun != "client")
        {
            await context.BeginAsync(action, cancellation);
            made = await context.Kubernetes.CreateAsync(new(autoscalers, context.Namespace(action)), body, action.Tries(), cancellation);
        }
        await new ChangePrinter(action, context).TellAsync(autoscalers, made, "autoscaled", cancellation);
        return ActionOutcome.Success(action.Tried($"{origin.Spoken} is scaled between {min ?? 1} and {max}"));
    }
}
