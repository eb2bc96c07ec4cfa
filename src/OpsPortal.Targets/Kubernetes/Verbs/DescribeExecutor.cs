using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Describing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Describes objects one after another; a name that nothing has is taken as the beginning of names.</summary>
internal sealed class DescribeExecutor : KubernetesExecutor<KubernetesDescribe>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesDescribe action, ActionContext context, CancellationToken cancellation)
    {
        List<Selected> found = [];
        var byBeginning = false;
        foreach (var argument in Selection.Expand(action.Resources))
        {
            var (objects, similar) = await FindAsync(action, argument, context, cancellation);
            found.AddRange(objects);
            byBeginning |= similar;
        }
        if (found.Count == 0)
        {
            var nothing = action.AllNamespaces ? "No resources found" : $"No resources found in {context.Namespace(action)} namespace.";
            await context.Output.ErrorAsync(nothing, cancellation);
            return ActionOutcome.Success(nothing);
        }

        HashSet<string> refusals = [];
        for (var i = 0; i < found.Count; i++)
        {
            var (lines, refusal) = await Describers.DescribeAsync(new(found[i].Resource, found[i].Object, context.Kubernetes, cancellation), context.Time);
            // kubectl parts objects by two blank lines, those found by the beginning of their names by one.
            for (var blank = i == 0 ? 0 : byBeginning ? 1 : 2; blank > 0; blank--) await context.Output.OutAsync("", cancellation);
            foreach (var line in lines) await context.Output.OutAsync(line, cancellation);
            if (refusal is not null && refusals.Add(refusal)) await context.Output.NoteAsync(refusal, cancellation);
        }
        return ActionOutcome.Success($"described {(found.Count == 1 ? found[0].Spoken : $"{found.Count} objects")}{(refusals.Count > 0 ? "; events could not be read" : "")}");
    }

    private static async Task<(IReadOnlyList<Selected> Found, bool ByBeginning)> FindAsync(KubernetesDescribe action, ResourceArgument argument, ActionContext context, CancellationToken cancellation)
    {
        var path = await context.PathAsync(action, argument, cancellation);
        var collection = path with { Namespace = action.AllNamespaces ? null : path.Namespace, Name = null };
        if (path.Name is null) return (await ListAsync(collection, new() { LabelSelector = action.LabelSelector }, context, cancellation), false);
        try
        {
            return ([new(path.Resource, path.Resource.Typed(await context.Kubernetes.GetAsync(path, cancellation)))], false);
        }
        catch (KubernetesApiException missing) when (missing.StatusCode == 404)
        {
            var similar = (await ListAsync(collection, ListOptions.All, context, cancellation)).Where(s => s.Name.StartsWith(path.Name, StringComparison.Ordinal)).ToList();
            if (similar.Count == 0) throw;
            return (similar, true);
        }
    }

    private static async Task<IReadOnlyList<Selected>> ListAsync(ResourcePath path, ListOptions options, ActionContext context, CancellationToken cancellation) =>
        [.. (await context.Kubernetes.ListAsync(path, options, cancellation)).Items.Select(item => new Selected(path.Resource, path.Resource.Typed(item)))];
}
