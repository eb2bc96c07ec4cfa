using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Makes one object of options. What it is made of is decided by <see cref="ObjectBuilders"/>; a dry run of the client sends nothing.</summary>
internal sealed class CreateObjectExecutor : KubernetesExecutor<KubernetesCreateObject>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesCreateObject action, ActionContext context, CancellationToken cancellation)
    {
        if (action.Kind == "token") return await TokenAsync(action, context, cancellation);
        var body = await ObjectBuilders.BuildAsync(action, context, cancellation);
        var resource = ObjectBuilders.ResourceOf(body);
        if (resource.Namespaced && (action.Namespace is not null || action.DryRun != "client"))
            ((JsonObject)body["metadata"]!)["namespace"] = context.Namespace(action);
        JsonObject made;
        if (action.DryRun == "client") made = body;
        else
        {
            await context.BeginAsync(action, cancellation);
            made = await context.Kubernetes.CreateAsync(new(resource, resource.Namespaced ? context.Namespace(action) : null), body, action.Tries(), cancellation);
        }
        await new ChangePrinter(action, context).TellAsync(resource, made, "created", cancellation);
        return ActionOutcome.Success(action.Tried($"created {resource.SingularName} {made.Name()}{(made.Namespace() is { } ns ? $" in {ns}" : "")}"));
    }

    /// <summary>The token goes to whoever it is piped to; a person sees only that there is one.</summary>
    private static async Task<ActionOutcome> TokenAsync(KubernetesCreateObject action, ActionContext context, CancellationToken cancellation)
    {
        var accounts = new ApiResource("serviceaccounts", "serviceaccount", "ServiceAccount", "", "v1", true);
        var spec = new JsonObject();
        if (action.Value("duration") is { } duration)
            spec["expirationSeconds"] = GoDuration.Parse(duration) is { } span ? (long)span.TotalSeconds : throw new StepRefusal($"'{duration}' is no duration: write it like 10m or 24h.");
        if (action.Values("audience") is { Count: > 0 } audiences) spec["audiences"] = new JsonArray([.. audiences.Select(a => JsonValue.Create(a))]);
        var body = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["metadata"] = new JsonObject(), ["spec"] = spec };
        await context.BeginAsync(action, cancellation);
        var issued = await context.Kubernetes.CreateAsync(new(accounts, context.Namespace(action), action.ObjectName, "token"), body, action.Tries(), cancellation);
        var token = issued.TextAt("status", "token") ?? "";
        if (context.Piped) await context.Output.OutAsync(token, cancellation);
        else await context.Output.OutAsync($"<masked, {token.Length} bytes>", cancellation);
        return ActionOutcome.Success($"issued a token for serviceaccount {action.ObjectName}, valid until {issued.TextAt("status", "expirationTimestamp")}{(context.Piped ? "" : "; it is not shown")}");
    }
}

internal static class CreateOptions
{
    public static IReadOnlyList<string> Values(this KubernetesCreateObject action, string flag) => [.. action.Options.Where(o => o.Flag == flag).Select(o => o.Value)];

    public static string? Value(this KubernetesCreateObject action, string flag) => action.Values(flag) is [.., var last] ? last : null;

    public static IEnumerable<CreateOption> Given(this KubernetesCreateObject action, string flag) => action.Options.Where(o => o.Flag == flag);
}
