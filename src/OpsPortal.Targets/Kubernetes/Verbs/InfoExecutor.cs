using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Version, kinds, account and connection; never a credential.</summary>
internal sealed class InfoExecutor : KubernetesExecutor<KubernetesInfo>
{
    protected override Task<ActionOutcome> ExecuteAsync(KubernetesInfo action, ActionContext context, CancellationToken cancellation) => action.Question switch
    {
        ClusterQuestion.Version => VersionAsync(action, context, cancellation),
        ClusterQuestion.ClusterInfo => ClusterAsync(context, cancellation),
        ClusterQuestion.ApiResources => ResourcesAsync(action, context, cancellation),
        ClusterQuestion.ApiVersions => VersionsAsync(context, cancellation),
        ClusterQuestion.WhoAmI => WhoAsync(action, context, cancellation),
        ClusterQuestion.Contexts => ContextsAsync(action, context, cancellation),
        ClusterQuestion.CurrentContext => SayAsync(context.Kubernetes.Identity.Context ?? throw new StepRefusal("The environment reaches its cluster without a kubeconfig, so there is no context."), context, cancellation),
        ClusterQuestion.Namespace => SayAsync($"Using project \"{context.DefaultNamespace}\" on server \"{context.Kubernetes.Identity.Server}\".", context, cancellation),
        _ => ConfigAsync(context, cancellation),
    };

    private static async Task<ActionOutcome> SayAsync(string line, ActionContext context, CancellationToken cancellation)
    {
        await context.Output.OutAsync(line, cancellation);
        return ActionOutcome.Success(line);
    }

    private static async Task<ActionOutcome> VersionAsync(KubernetesInfo action, ActionContext context, CancellationToken cancellation)
    {
        var version = await context.Kubernetes.VersionAsync(cancellation);
        var body = new JsonObject { ["serverVersion"] = new JsonObject { ["gitVersion"] = version.GitVersion, ["major"] = version.Major, ["minor"] = version.Minor } };
        if (action.Output is "json" or "yaml") await context.Output.TextAsync(action.Output == "json" ? JsonText.Indented(body) : YamlText.Of(body), cancellation);
        else await context.Output.OutAsync($"Server Version: {version.GitVersion}", cancellation);
        return ActionOutcome.Success($"the cluster runs {version.GitVersion}");
    }

    private static async Task<ActionOutcome> ClusterAsync(ActionContext context, CancellationToken cancellation)
    {
        var version = await context.Kubernetes.VersionAsync(cancellation);
        await context.Output.OutAsync($"Kubernetes control plane is running at {context.Kubernetes.Identity.Server}", cancellation);
        try
        {
            var services = await context.Kubernetes.ListAsync(new(new("services", "service", "Service", "", "v1", true), "kube-system"), new() { LabelSelector = "kubernetes.io/cluster-service=true" }, cancellation);
            foreach (var service in services.Items)
            {
                var port = service.Objects("spec", "ports").FirstOrDefault().TextAt("name") is { Length: > 0 } name ? $":{name}" : "";
                var label = service.TextAt("metadata", "labels", "kubernetes.io/name") ?? service.Name();
                await context.Output.OutAsync($"{label} is running at {context.Kubernetes.Identity.Server}/api/v1/namespaces/kube-system/services/{service.Name()}{port}/proxy", cancellation);
            }
        }
        catch (KubernetesApiException refused)
        {
            await context.Output.NoteAsync($"The cluster's own services could not be listed: {refused.Message}", cancellation);
        }
        return ActionOutcome.Success($"the cluster answers, version {version.GitVersion}");
    }

    private static async Task<ActionOutcome> ResourcesAsync(KubernetesInfo action, ActionContext context, CancellationToken cancellation)
    {
        var all = (await context.Kubernetes.ResourcesAsync(cancellation)).Where(r => (action.Namespaced is null || r.Namespaced == action.Namespaced) && (action.ApiGroup is null || r.Group == action.ApiGroup)
            && r.Verbs.Count > 0 && action.Verbs.All(r.Verbs.Contains)).OrderBy(r => r.Group, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal).ToList();
        if (action.Output == "name") foreach (var resource in all) await context.Output.OutAsync(resource.Group.Length == 0 ? resource.Name : $"{resource.Name}.{resource.Group}", cancellation);
        else
        {
            var (wide, writer) = (action.Output == "wide", TabWriter.Table());
            if (!action.NoHeaders) writer.Line($"NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND{(wide ? "\tVERBS\tCATEGORIES" : "")}");
            foreach (var r in all)
                writer.Line($"{r.Name}\t{string.Join(',', r.ShortNames)}\t{r.ApiVersion}\t{(r.Namespaced ? "true" : "false")}\t{r.Kind}{(wide ? $"\t{string.Join(',', r.Verbs)}\t{string.Join(',', r.Categories)}" : "")}");
            foreach (var line in writer.Flush()) await context.Output.OutAsync(line, cancellation);
        }
        return ActionOutcome.Success($"{all.Count} kinds");
    }

    private static async Task<ActionOutcome> VersionsAsync(ActionContext context, CancellationToken cancellation)
    {
        var core = JsonNode.Parse(await context.Kubernetes.ReadAsync("/api", cancellation)).TextsAt("versions");
        var groups = JsonNode.Parse(await context.Kubernetes.ReadAsync("/apis", cancellation)).Objects("groups").SelectMany(g => g.Objects("versions")).Select(v => v.TextAt("groupVersion") ?? "");
        var all = groups.Concat(core).Order(StringComparer.Ordinal).ToList();
        foreach (var version in all) await context.Output.OutAsync(version, cancellation);
        return ActionOutcome.Success($"{all.Count} versions");
    }

    private static async Task<ActionOutcome> WhoAsync(KubernetesInfo action, ActionContext context, CancellationToken cancellation)
    {
        var reviews = new ApiResource("selfsubjectreviews", "selfsubjectreview", "SelfSubjectReview", "authentication.k8s.io", "v1", false);
        var review = await context.Kubernetes.CreateAsync(new(reviews, null), new() { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "SelfSubjectReview", ["metadata"] = new JsonObject() }, dryRun: false, cancellation);
        var user = review.At("status", "userInfo");
        if (action.Output is "json" or "yaml") await context.Output.TextAsync(action.Output == "json" ? JsonText.Indented(review) : YamlText.Of(review), cancellation);
        else
        {
            var writer = TabWriter.Table();
            writer.Line("ATTRIBUTE\tVALUE");
            writer.Line($"Username\t{user.TextAt("username")}");
            if (user.TextAt("uid") is { Length: > 0 } uid) writer.Line($"UID\t{uid}");
            if (user.TextsAt("groups").ToList() is { Count: > 0 } groups) writer.Line($"Groups\t[{string.Join(' ', groups)}]");
            foreach (var line in writer.Flush()) await context.Output.OutAsync(line, cancellation);
        }
        return ActionOutcome.Success($"the portal is {user.TextAt("username")}");
    }

    private static async Task<ActionOutcome> ContextsAsync(KubernetesInfo action, ActionContext context, CancellationToken cancellation)
    {
        var identity = context.Kubernetes.Identity;
        var writer = TabWriter.Table();
        if (action.Output == "name") writer.Line(identity.Context ?? "");
        else
        {
            if (!action.NoHeaders) writer.Line("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE");
            writer.Line($"*\t{identity.Context}\t{identity.Cluster}\t{identity.User}\t{context.DefaultNamespace}");
        }
        foreach (var line in writer.Flush()) await context.Output.OutAsync(line, cancellation);
        await context.Output.NoteAsync("This is the one context of this environment; other clusters are other environments of the portal.", cancellation);
        return ActionOutcome.Success($"the environment uses {identity.Context ?? "its own cluster"}");
    }

    private static async Task<ActionOutcome> ConfigAsync(ActionContext context, CancellationToken cancellation)
    {
        var identity = context.Kubernetes.Identity;
        await context.Output.TextAsync(YamlText.Of(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = identity.Context,
            ["preferences"] = new JsonObject(),
            ["clusters"] = new JsonArray(new JsonObject { ["name"] = identity.Cluster, ["cluster"] = new JsonObject { ["server"] = identity.Server } }),
            ["contexts"] = new JsonArray(new JsonObject { ["name"] = identity.Context, ["context"] = new JsonObject { ["cluster"] = identity.Cluster, ["namespace"] = context.DefaultNamespace, ["user"] = identity.User } }),
            ["users"] = new JsonArray(new JsonObject { ["name"] = identity.User, ["user"] = "REDACTED" }),
        }), cancellation);
        return ActionOutcome.Success($"the environment uses {identity.Context ?? "its own cluster"} at {identity.Server}");
    }
}

/// <summary>The environment decides which cluster a step speaks to: this only tells whether it is the one that is meant.</summary>
internal sealed class UseContextExecutor : KubernetesExecutor<KubernetesUseContext>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesUseContext action, ActionContext context, CancellationToken cancellation)
    {
        var used = context.Kubernetes.Identity.Context;
        if (action.Wanted is { } wanted && wanted != used)
            return ActionOutcome.Failure($"This environment uses the context {used ?? "of its own cluster"}, not {wanted}, and steps never leave their environment. Open this runbook in the environment of {wanted}.");
        if (action.WantedNamespace is { } place && place != context.DefaultNamespace)
            return ActionOutcome.Failure($"This environment's namespace is {context.DefaultNamespace}, not {place}. Write -n {place} in the commands that need it, or let an administrator set the environment's namespace.");
        await context.Output.OutAsync(action.Wanted is null ? $"The namespace is {context.DefaultNamespace}." : $"Switched to context \"{used}\".", cancellation);
        return ActionOutcome.Success(action.Wanted is null ? $"the environment's namespace is {context.DefaultNamespace}" : $"the environment uses {used} already");
    }
}

/// <summary><c>get --raw</c>.</summary>
internal sealed class RawExecutor : KubernetesExecutor<KubernetesRaw>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesRaw action, ActionContext context, CancellationToken cancellation)
    {
        if (!action.Path.StartsWith('/') || action.Path.Contains("..")) return ActionOutcome.Failure($"'{action.Path}' is no path of the API: begin with a slash.");
        // a path around the mask would show what the mask hides
        if (action.Path.Split('?')[0].Split('/').Contains("secrets") && !context.Piped) return ActionOutcome.Failure("Secrets are not read by path: use 'kubectl get secret', which masks their values.");
        var text = await context.Kubernetes.ReadAsync(action.Path, cancellation);
        await context.Output.TextAsync(text, cancellation);
        return ActionOutcome.Success($"{text.Length} characters");
    }
}
