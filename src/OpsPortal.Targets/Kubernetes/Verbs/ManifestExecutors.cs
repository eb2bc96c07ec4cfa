using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Does one thing with each object that files describe. What goes wrong with one keeps the others from nothing; all of it is told.</summary>
internal abstract class ManifestExecutor<TAction> : KubernetesExecutor<TAction> where TAction : KubernetesManifestChange
{
    protected sealed override async Task<ActionOutcome> ExecuteAsync(TAction action, ActionContext context, CancellationToken cancellation)
    {
        var described = await new ManifestReader(context).ReadAsync(action.Files, action.Recursive, action.LabelSelector, cancellation);
        var run = new ManifestRun(new(action, context), []);
        List<string> done = [], refused = [];
        foreach (var one in described)
        {
            try
            {
                if (await DoAsync(one, await context.PlaceAsync(one, action.Namespace, cancellation), run, action, context, cancellation) is { } sentence) done.Add(sentence);
            }
            catch (Exception wrong) when (wrong is KubernetesApiException or StepRefusal)
            {
                refused.Add(wrong.Message);
            }
        }
        await EndAsync(run, action, context, cancellation);
        var told = action.Tried(done.Count == 0 ? "nothing was to do" : string.Join(", ", done));
        return refused.Count == 0 ? ActionOutcome.Success(told) : ActionOutcome.Failure($"{string.Join("; ", refused)}{(done.Count == 0 ? "" : $"; {told}")}");
    }

    /// <returns>What was done, for the outcome; null where there was nothing to do.</returns>
    protected abstract Task<string?> DoAsync(Described one, ResourcePath path, ManifestRun run, TAction action, ActionContext context, CancellationToken cancellation);

    protected virtual Task EndAsync(ManifestRun run, TAction action, ActionContext context, CancellationToken cancellation) => Task.CompletedTask;
}

internal sealed class CreateExecutor : ManifestExecutor<KubernetesCreate>
{
    protected override async Task<string?> DoAsync(Described one, ResourcePath path, ManifestRun run, KubernetesCreate action, ActionContext context, CancellationToken cancellation)
    {
        await context.BeginAsync(action, cancellation);
        var made = action.DryRun == "client" ? one.Object : await context.Kubernetes.CreateAsync(path with { Name = null }, one.Object, action.Tries(), cancellation);
        await run.Printer.TellAsync(path.Resource, made, "created", cancellation);
        return $"created {path.Resource.SingularName} {made.Name()}";
    }
}

/// <summary>The whole object; what the manifest does not say goes. By force the old one is deleted first.</summary>
internal sealed class ReplaceExecutor : ManifestExecutor<KubernetesReplace>
{
    protected override async Task<string?> DoAsync(Described one, ResourcePath path, ManifestRun run, KubernetesReplace action, ActionContext context, CancellationToken cancellation)
    {
        if (path.Name is null) throw new StepRefusal($"{one.Source} describes a {one.Kind} without a name, so there is nothing to replace.");
        if (action.Force && action.DryRun is null) return await ByForceAsync(one, path, run, action, context, cancellation);
        var live = await context.Kubernetes.GetAsync(path, cancellation);
        var wanted = one.Object;
        // without a version in the file the one that is there counts, as kubectl has it
        if (wanted.TextAt("metadata", "resourceVersion") is null or "") wanted["metadata"]!["resourceVersion"] = live.TextAt("metadata", "resourceVersion");
        await context.BeginAsync(action, cancellation);
        var made = action.DryRun == "client" ? wanted : await context.Kubernetes.ReplaceAsync(path, wanted, action.Tries(), cancellation);
        await run.Printer.TellAsync(path.Resource, made, "replaced", cancellation);
        return $"replaced {path.Resource.SingularName} {path.Name}";
    }

    private static async Task<string> ByForceAsync(Described one, ResourcePath path, ManifestRun run, KubernetesReplace action, ActionContext context, CancellationToken cancellation)
    {
        if (await context.FindAsync(path, cancellation) is { } live)
        {
            var old = path.At(live);
            await context.BeginAsync(action, cancellation);
            await Deletions.DeleteAsync(old, new() { PropagationPolicy = "Background" }, action, context, cancellation);
            await Deletions.GoneAsync(old, context, cancellation);
        }
        (one.Object["metadata"] as System.Text.Json.Nodes.JsonObject)?.Remove("resourceVersion");
        await context.BeginAsync(action, cancellation);
        var made = await context.Kubernetes.CreateAsync(path with { Name = null }, one.Object, dryRun: false, cancellation);
        await run.Printer.TellAsync(path.Resource, made, "replaced", cancellation);
        return $"replaced {path.Resource.SingularName} {path.Name}";
    }
}

/// <summary>All are deleted first, then waited for.</summary>
internal sealed class DeleteFilesExecutor : ManifestExecutor<KubernetesDeleteFiles>
{
    protected override async Task<string?> DoAsync(Described one, ResourcePath path, ManifestRun run, KubernetesDeleteFiles action, ActionContext context, CancellationToken cancellation)
    {
        if (path.Name is null) throw new StepRefusal($"{one.Source} describes a {one.Kind} without a name, so there is nothing to delete.");
        var live = action.IgnoreNotFound ? await context.FindAsync(path, cancellation) : await context.Kubernetes.GetAsync(path, cancellation);
        if (live is null) return null;
        var found = path.At(live);
        await context.BeginAsync(action, cancellation);
        await Deletions.DeleteAsync(found, new() { PropagationPolicy = "Background" }, action, context, cancellation);
        run.Touched.Add(found);
        return $"deleted {found.Spoken}";
    }

    protected override async Task EndAsync(ManifestRun run, KubernetesDeleteFiles action, ActionContext context, CancellationToken cancellation)
    {
        if (action.Wait && !action.Tries())
            foreach (var one in run.Touched) await Deletions.GoneAsync(one, context, cancellation);
    }
}

/// <param name="Touched">What is to be looked after at the end.</param>
internal sealed record ManifestRun(ChangePrinter Printer, List<Selected> Touched);
