using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Puts the edited text in the object's place; the version in it makes sure that nothing that came between is lost.</summary>
internal sealed class EditExecutor : KubernetesExecutor<KubernetesEdit>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesEdit action, ActionContext context, CancellationToken cancellation)
    {
        var path = await context.PathAsync(action, action.Resource, cancellation);
        var live = await context.Kubernetes.GetAsync(path, cancellation);
        var wanted = Edited(action, path, live);
        if (Same(wanted, live))
        {
            await context.Output.OutAsync("Edit cancelled, no changes made.", cancellation);
            return ActionOutcome.Success($"{path.At(live).Spoken} was left as it is");
        }
        await context.BeforeSideEffect(cancellation);
        try
        {
            await context.Kubernetes.ReplaceAsync(path, wanted, dryRun: false, cancellation);
        }
        catch (KubernetesApiException conflict) when (conflict is { StatusCode: 409, Reason: "Conflict" })
        {
            return ActionOutcome.Failure($"Somebody else has changed {path.At(live).Spoken} since this text was loaded, so it was not saved. Load the object again, make the change there and save it.");
        }
        await context.Output.OutAsync($"{path.Resource.QualifiedName}/{path.Name} edited", cancellation);
        var changes = ObjectChanges.Between(live, wanted, SecretMask.Concerns(path.Resource));
        return ActionOutcome.Success($"edited {path.At(live).Spoken}{(live.Namespace() is { } ns ? $" in {ns}" : "")}: {string.Join("; ", changes)}");
    }

    /// <exception cref="StepRefusal">The text is none, or is of another object.</exception>
    private static JsonObject Edited(KubernetesEdit action, ResourcePath path, JsonObject live)
    {
        if (action.Manifest.Trim().Length == 0) throw new StepRefusal("The edited text is empty: load the object, change it and run the step again.");
        if (!YamlReading.TryRead(action.Manifest, out var node, out var wrong)) throw new StepRefusal($"The edited text cannot be read: {wrong}");
        if (node is not JsonObject wanted || wanted["metadata"] is not JsonObject metadata) throw new StepRefusal("The edited text is no object with kind and metadata: load it again and change only what is to change.");
        var spoken = $"{path.Resource.SingularName} {path.Name}";
        if (wanted.TextAt("kind") is { } kind && kind != path.Resource.Kind || metadata.TextAt("name") != path.Name || path.Namespace is not null && (metadata.TextAt("namespace") ?? path.Namespace) != path.Namespace)
            throw new StepRefusal($"The edited text is of {(wanted.TextAt("kind") ?? "an object").ToLowerInvariant()} {metadata.TextAt("name")}, and the step edits {spoken}: load {spoken}.");
        wanted["apiVersion"] ??= live.TextAt("apiVersion");
        wanted["kind"] ??= path.Resource.Kind;
        if (metadata.TextAt("resourceVersion") is null or "")
            throw new StepRefusal("The edited text has lost its metadata.resourceVersion, which guards against overwriting somebody else's change: load the object again.");
        return wanted;
    }

    private static bool Same(JsonObject wanted, JsonObject live)
    {
        var (a, b) = ((JsonObject)wanted.DeepClone(), (JsonObject)live.DeepClone());
        foreach (var one in new[] { a, b })
        {
            one.Remove("status");
            (one["metadata"] as JsonObject)?.Remove("managedFields");
            (one["metadata"] as JsonObject)?.Remove("resourceVersion");
        }
        return JsonNode.DeepEquals(a, b);
    }
}
