using System.Globalization;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Deletes exactly the objects that were found (their uid is a precondition), then waits until they are gone.</summary>
internal sealed class DeleteExecutor : KubernetesExecutor<KubernetesDelete>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesDelete action, ActionContext context, CancellationToken cancellation)
    {
        if (Refusal(action, out var grace) is { } refusal) return ActionOutcome.Failure(refusal);
        List<Selected> found = [];
        List<string> missing = [];
        foreach (var argument in Selection.Expand(action.Resources))
        {
            try
            {
                found.AddRange(await FindAsync(action, argument, context, cancellation));
            }
            catch (KubernetesApiException gone) when (gone.StatusCode == 404 && argument.Name is not null)
            {
                if (!action.IgnoreNotFound) missing.Add(gone.Message);
            }
        }
        if (action.Force && grace == 0)
            await context.Output.ErrorAsync("Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.", cancellation);

        var options = new DeleteOptions { GracePeriodSeconds = grace, PropagationPolicy = Propagation(action.Cascade) };
        foreach (var one in found)
        {
            await context.BeginAsync(action, cancellation);
            await Deletions.DeleteAsync(one, options, action, context, cancellation);
        }
        if (found.Count == 0 && missing.Count == 0) await context.Output.OutAsync("No resources found", cancellation);
        if (action.Wait && !action.Tries())
            foreach (var one in found) await Deletions.GoneAsync(one, context, cancellation);
        return Outcome(found, missing, action);
    }

    private static async Task<IReadOnlyList<Selected>> FindAsync(KubernetesDelete action, ResourceArgument argument, ActionContext context, CancellationToken cancellation)
    {
        var path = await context.PathAsync(action, argument, cancellation);
        if (path.Name is not null) return [new(path.Resource, await context.Kubernetes.GetAsync(path, cancellation))];
        var everywhere = action.AllNamespaces ? path with { Namespace = null } : path;
        var options = new ListOptions { LabelSelector = action.LabelSelector, FieldSelector = action.FieldSelector };
        return [.. (await context.Kubernetes.ListAsync(everywhere, options, cancellation)).Items.Select(item => new Selected(path.Resource, path.Resource.Typed(item)))];
    }

    private static string? Refusal(KubernetesDelete action, out int? grace)
    {
        grace = action.Force ? 0 : null;
        if (action.GracePeriod is { } text)
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)) return $"'{text}' is no grace period: give seconds.";
            if (seconds > 0 && action.Force) return "--force and a --grace-period above 0 contradict each other: use one of them.";
            // Without --force kubectl asks for one second rather than for none, so that the kubelet still confirms.
            grace = seconds < 0 ? grace : seconds == 0 && !action.Force ? 1 : seconds;
        }
        if (action.Resources.Any(r => r.Name is null) && action is { All: false, LabelSelector: null, FieldSelector: null })
            return "Nothing says which objects to delete: give names, a selector, or --all.";
        return null;
    }

    private static ActionOutcome Outcome(List<Selected> found, List<string> missing, KubernetesDelete action)
    {
        var sentence = found.Count == 0 ? "nothing was deleted" : action.Tried($"deleted {string.Join(", ", found.Select(f => f.Spoken))}{(action.Wait ? "" : "; its end was not waited for")}");
        return missing.Count == 0 ? ActionOutcome.Success(sentence) : ActionOutcome.Failure($"{string.Join("; ", missing)}{(found.Count == 0 ? "" : $"; {sentence}")}");
    }

    private static string Propagation(string? cascade) => cascade switch { "foreground" => "Foreground", "orphan" or "false" => "Orphan", _ => "Background" };
}
