using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Patches one object. The patch may be YAML; what is sent is JSON.</summary>
internal sealed class PatchExecutor : KubernetesExecutor<KubernetesPatch>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesPatch action, ActionContext context, CancellationToken cancellation)
    {
        if (!YamlReading.TryRead(action.Patch, out var patch, out var wrong)) return ActionOutcome.Failure($"The patch cannot be read: {wrong}");
        var before = await context.OneAsync(action, action.Resource, cancellation);
        await context.BeforeSideEffect(cancellation);
        var after = await context.Kubernetes.PatchAsync(before.Path with { Subresource = action.Subresource }, ContentType(action.Type), patch!.ToJsonString(), dryRun: false, cancellation);
        var changed = before.Object.TextAt("metadata", "resourceVersion") != after.TextAt("metadata", "resourceVersion");
        await context.Output.OutAsync($"{before.QualifiedName} patched{(changed ? "" : " (no change)")}", cancellation);
        return ActionOutcome.Success(changed ? $"patched {before.Spoken}{(before.Object.Namespace() is { } ns ? $" in {ns}" : "")}" : $"{before.Spoken} already was as the patch wants it");
    }

    protected override async Task<string?> DescribeChangeAsync(KubernetesPatch action, ActionContext context, CancellationToken cancellation)
    {
        if (!YamlReading.TryRead(action.Patch, out var patch, out var wrong)) return $"the patch cannot be read: {wrong}";
        var before = await context.OneAsync(action, action.Resource, cancellation);
        var after = await context.Kubernetes.PatchAsync(before.Path with { Subresource = action.Subresource }, ContentType(action.Type), patch!.ToJsonString(), dryRun: true, cancellation);
        var changes = ObjectChanges.Between(before.Object, after, SecretMask.Concerns(before.Resource));
        return changes.Count == 0 ? "no change" : string.Join("; ", changes);
    }

    private static string ContentType(PatchType type) => type switch
    {
        PatchType.Json => PatchContentType.Json,
        PatchType.Merge => PatchContentType.Merge,
        _ => PatchContentType.Strategic,
    };
}
