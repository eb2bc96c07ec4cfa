using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Patches one object. The patch may be YAML; what is sent is JSON.</summary>
internal sealed class PatchExecutor : KubernetesExecutor<KubernetesPatch>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesPatch action, ActionContext context, CancellationToken cancellation)
    {
        var text = action.PatchFile is null ? action.Patch : await StepFileText.ReadAsync(action.PatchFile, context, cancellation);
        if (text is null) return ActionOutcome.Failure(StepFileText.Missing(action.PatchFile!));
        if (!YamlReading.TryRead(text, out var patch, out var wrong)) return ActionOutcome.Failure($"The patch cannot be read: {wrong}");
        var before = await context.OneAsync(action, action.Resource, cancellation);
        await context.BeginAsync(action, cancellation);
        var after = await context.Kubernetes.PatchAsync(before.Path with { Subresource = action.Subresource }, ContentType(action.Type), patch!.ToJsonString(), action.Tries(), cancellation);
        var changed = action.Tries() ? ObjectChanges.Between(before.Object, after, hideValues: true).Count > 0 : before.Object.TextAt("metadata", "resourceVersion") != after.TextAt("metadata", "resourceVersion");
        await new ChangePrinter(action, context).TellAsync(before.Resource, after, changed ? "patched" : "patched (no change)", cancellation);
        return ActionOutcome.Success(changed ? $"patched {before.Spoken}{(before.Object.Namespace() is { } ns ? $" in {ns}" : "")}" : $"{before.Spoken} already was as the patch wants it");
    }

    private static string ContentType(PatchType type) => type switch
    {
        PatchType.Json => PatchContentType.Json,
        PatchType.Merge => PatchContentType.Merge,
        _ => PatchContentType.Strategic,
    };
}
