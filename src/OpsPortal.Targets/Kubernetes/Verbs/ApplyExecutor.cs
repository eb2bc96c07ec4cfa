using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Makes the cluster have what files describe. What goes wrong with one object keeps the others from nothing; all of it is told.</summary>
internal sealed class ApplyExecutor : KubernetesExecutor<KubernetesApply>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesApply action, ActionContext context, CancellationToken cancellation)
    {
        var described = await new ManifestReader(context).ReadAsync(action.Files, action.Recursive, action.LabelSelector, cancellation);
        var printer = new AppliedPrinter(action, context);
        List<string> done = [], refused = [];
        foreach (var one in described)
        {
            try
            {
                var path = await context.PlaceAsync(one, action.Namespace, cancellation);
                if (path.Name is null) throw new StepRefusal($"{one.Source} describes a {one.Kind} without a name: apply wants names; 'kubectl create' takes generateName.");
                var (result, operation) = action.ServerSide ? await ServerSideAsync(action, one, path, context, cancellation) : await MergeAsync(action, one, path, context, cancellation);
                await printer.TellAsync(path.Resource, result, operation, cancellation);
                done.Add($"{path.Resource.SingularName} {path.Name} {operation}");
            }
            catch (Exception wrong) when (wrong is KubernetesApiException or StepRefusal)
            {
                refused.Add(wrong.Message);
            }
        }
        await printer.FlushAsync(cancellation);
        var sentence = action.Tried(string.Join(", ", done));
        return refused.Count == 0 ? ActionOutcome.Success(sentence) : ActionOutcome.Failure($"{string.Join("; ", refused)}{(done.Count == 0 ? "" : $"; {sentence}")}");
    }

    private static async Task<(JsonObject Result, string Operation)> MergeAsync(KubernetesApply action, Described one, ResourcePath path, ActionContext context, CancellationToken cancellation)
    {
        var wanted = LastApplied.Note(one.Object);
        if (await context.FindAsync(path, cancellation) is not { } live)
        {
            if (action.DryRun == "client") return (wanted, "created");
            await context.BeginAsync(action, cancellation);
            return (await context.Kubernetes.CreateAsync(path with { Name = null }, wanted, action.Tries(), cancellation), "created");
        }
        if (action.DryRun == "client") return (live, "configured");
        if (live.Annotation(LastApplied.Annotation) is null)
            await context.Output.ErrorAsync($"Warning: resource {path.Resource.Name}/{path.Name} is missing the {LastApplied.Annotation} annotation which is required by kubectl apply. "
                + "kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.", cancellation);
        var merge = new ThreeWayPatch(one.Kind, ListKeys.Strategic(path.Resource));
        var patch = merge.Of(LastApplied.Of(live), wanted, live);
        if (patch.Count == 0) return (live, "unchanged");
        await context.BeginAsync(action, cancellation);
        return (await context.Kubernetes.PatchAsync(path, merge.ContentType, patch.ToJsonString(), action.Tries(), cancellation), "configured");
    }

    private static async Task<(JsonObject Result, string Operation)> ServerSideAsync(KubernetesApply action, Described one, ResourcePath path, ActionContext context, CancellationToken cancellation)
    {
        if (action.DryRun == "client") throw new StepRefusal("--dry-run=client does not work with --server-side: use --dry-run=server.");
        await context.BeginAsync(action, cancellation);
        return (await context.Kubernetes.ApplyAsync(path, one.Object.ToJsonString(), action.ForceConflicts, action.Tries(), cancellation), "serverside-applied");
    }

    /// <summary>Lines as they come; objects together at the end, several as one List.</summary>
    private sealed class AppliedPrinter(KubernetesApply action, ActionContext context)
    {
        private static readonly ApiResource List = new("list", "list", "List", "", "v1", false);
        private readonly List<(ApiResource Resource, JsonObject Object)> kept = [];
        private readonly ChangePrinter printer = new(action, context);

        public async ValueTask TellAsync(ApiResource resource, JsonObject result, string operation, CancellationToken cancellation)
        {
            if (action.Output is null or "name") await printer.TellAsync(resource, result, operation, cancellation);
            else kept.Add((resource, result));
        }

        public async ValueTask FlushAsync(CancellationToken cancellation)
        {
            if (kept is [var one]) await printer.TellAsync(one.Resource, one.Object, "", cancellation);
            if (kept.Count < 2) return;
            var items = kept.Select(k => SecretMask.Concerns(k.Resource) && !context.Piped ? SecretMask.Apply(k.Object) : (JsonObject)k.Object.DeepClone()).ToArray();
            foreach (var item in items) (item["metadata"] as JsonObject)?.Remove("managedFields");
            await printer.TellAsync(List, new JsonObject { ["apiVersion"] = "v1", ["items"] = new JsonArray([.. items]), ["kind"] = "List", ["metadata"] = new JsonObject() }, "", cancellation);
        }
    }
}

internal static class Applying
{
    /// <summary>Null where there is none of that name.</summary>
    public static async Task<JsonObject?> FindAsync(this ActionContext context, ResourcePath path, CancellationToken cancellation)
    {
        try
        {
            return await context.Kubernetes.GetAsync(path, cancellation);
        }
        catch (KubernetesApiException gone) when (gone.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>What the object would be, as the server sees it; nothing is kept.</summary>
    public static async Task<JsonObject> MergedAsync(Described one, ResourcePath path, JsonObject? live, ActionContext context, CancellationToken cancellation)
    {
        // without the note of what was applied last: it only says the same once more
        if (live is null) return await context.Kubernetes.CreateAsync(path with { Name = null }, one.Object, dryRun: true, cancellation);
        var wanted = (JsonObject)one.Object.DeepClone();
        // the note has an empty map where the manifest has none: without one here the patch would take all annotations away
        ((JsonObject)wanted["metadata"]!)["annotations"] ??= new JsonObject();
        var merge = new ThreeWayPatch(one.Kind, ListKeys.Strategic(path.Resource));
        var patch = merge.Of(LastApplied.Of(live), wanted, live);
        return patch.Count == 0 ? live : await context.Kubernetes.PatchAsync(path, merge.ContentType, patch.ToJsonString(), dryRun: true, cancellation);
    }
}
