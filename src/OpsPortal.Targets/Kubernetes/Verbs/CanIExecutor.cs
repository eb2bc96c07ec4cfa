using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Asks the cluster itself what is allowed. "no" is exit code 1, as scripts expect it.</summary>
internal sealed class CanIExecutor : KubernetesExecutor<KubernetesCanI>
{
    private const string Group = "authorization.k8s.io";

    protected override Task<ActionOutcome> ExecuteAsync(KubernetesCanI action, ActionContext context, CancellationToken cancellation) =>
        action.List ? ListAsync(action, context, cancellation) : AskAsync(action, context, cancellation);

    private static async Task<ActionOutcome> AskAsync(KubernetesCanI action, ActionContext context, CancellationToken cancellation)
    {
        var spec = new JsonObject();
        if (action.Resource!.Kind.StartsWith('/')) spec["nonResourceAttributes"] = new JsonObject { ["path"] = action.Resource.Kind, ["verb"] = action.Verb };
        else spec["resourceAttributes"] = await AttributesAsync(action, context, cancellation);
        if (action.As is not null)
        {
            spec["user"] = action.As;
            spec["groups"] = ObjectBuilders.Texts(GroupsOf(action.As, action.AsGroups));
        }
        var kind = action.As is null ? "SelfSubjectAccessReview" : "SubjectAccessReview";
        var answer = await context.Kubernetes.CreateAsync(Review(kind), new() { ["apiVersion"] = $"{Group}/v1", ["kind"] = kind, ["metadata"] = new JsonObject(), ["spec"] = spec }, dryRun: false, cancellation);
        var allowed = answer.FlagAt("status", "allowed");
        var reason = answer.TextAt("status", "reason") is { Length: > 0 } told ? told : answer.TextAt("status", "evaluationError");
        if (!action.Quiet) await context.Output.OutAsync(allowed ? "yes" : reason is { Length: > 0 } ? $"no - {reason}" : "no", cancellation);
        return allowed ? new(true, "yes", 0) : ActionOutcome.Failure(reason is { Length: > 0 } ? $"no: {reason}" : "no", 1);
    }

    private static async Task<JsonObject> AttributesAsync(KubernetesCanI action, ActionContext context, CancellationToken cancellation)
    {
        var (group, name) = ("", action.Resource!.Kind);
        var namespaced = true;
        if (name == "*") group = "*";
        else
        {
            try
            {
                var resource = await context.Kubernetes.ResolveAsync(name, cancellation);
                (group, name, namespaced) = (resource.Group, resource.Name, resource.Namespaced);
                if (!namespaced && !action.AllNamespaces) await context.Output.ErrorAsync($"Warning: resource '{name}' is not namespace scoped{(group.Length > 0 ? $" in group '{group}'" : "")}\n", cancellation);
            }
            catch (KubernetesApiException unknown) when (unknown.StatusCode == 404)
            {
                // a right may be given for what is not there yet
                await context.Output.ErrorAsync($"Warning: the server doesn't have a resource type '{name}'\n", cancellation);
            }
        }
        var attributes = new JsonObject { ["verb"] = action.Verb, ["group"] = group, ["resource"] = name };
        if (!action.AllNamespaces) attributes["namespace"] = context.Namespace(action);
        if (action.Resource.Name is { } one) attributes["name"] = one;
        if (action.Subresource is { } subresource) attributes["subresource"] = subresource;
        return attributes;
    }

    private static async Task<ActionOutcome> ListAsync(KubernetesCanI action, ActionContext context, CancellationToken cancellation)
    {
        if (action.As is not null) throw new StepRefusal("The cluster lists only the portal's own rights; ask for a single one of another user (auth can-i VERB RESOURCE --as USER).");
        var body = new JsonObject { ["apiVersion"] = $"{Group}/v1", ["kind"] = "SelfSubjectRulesReview", ["metadata"] = new JsonObject(), ["spec"] = new JsonObject { ["namespace"] = context.Namespace(action) } };
        var status = (await context.Kubernetes.CreateAsync(Review("SelfSubjectRulesReview"), body, dryRun: false, cancellation)).At("status");
        var writer = TabWriter.Table();
        writer.Line("Resources\tNon-Resource URLs\tResource Names\tVerbs");
        var rows = 0;
        foreach (var rule in status.Objects("resourceRules"))
            foreach (var group in rule.TextsAt("apiGroups"))
                foreach (var resource in rule.TextsAt("resources"))
                {
                    writer.Line($"{(group.Length == 0 ? resource : $"{resource}.{group}")}\t[]\t[{string.Join(' ', rule.TextsAt("resourceNames"))}]\t[{string.Join(' ', rule.TextsAt("verbs"))}]");
                    rows++;
                }
        foreach (var rule in status.Objects("nonResourceRules"))
        {
            writer.Line($"\t[{string.Join(' ', rule.TextsAt("nonResourceURLs"))}]\t[]\t[{string.Join(' ', rule.TextsAt("verbs"))}]");
            rows++;
        }
        foreach (var line in writer.Flush()) await context.Output.OutAsync(line, cancellation);
        return ActionOutcome.Success($"{rows} rule{(rows == 1 ? "" : "s")} in {context.Namespace(action)}");
    }

    /// <summary>What the API server adds to whom it acts as.</summary>
    private static IEnumerable<string> GroupsOf(string user, IReadOnlyList<string> given)
    {
        if (given.Count > 0) return given;
        return user.Split(':') is ["system", "serviceaccount", var place, _] ? ["system:serviceaccounts", $"system:serviceaccounts:{place}", "system:authenticated"] : ["system:authenticated"];
    }

    private static ResourcePath Review(string kind) => new(new(kind.ToLowerInvariant() + "s", kind.ToLowerInvariant(), kind, Group, "v1", false), null);
}
