using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>One object's deletion, and its end.</summary>
internal static class Deletions
{
    /// <summary>Only this very object (its uid is a precondition), told in kubectl's words.</summary>
    public static async Task DeleteAsync(Selected one, DeleteOptions options, KubernetesChange action, ActionContext context, CancellationToken cancellation)
    {
        if (action.DryRun != "client") await context.Kubernetes.DeleteAsync(one.Path, options with { Uid = one.Object.Uid() }, action.Tries(), cancellation);
        var tried = action.DryRun switch { "client" => " (dry run)", "server" => " (server dry run)", _ => "" };
        await context.Output.OutAsync(action.Output == "name"
            ? one.QualifiedName
            : $"{Kind(one.Resource)} \"{one.Name}\" {(options.GracePeriodSeconds == 0 ? "force deleted" : "deleted")}{tried}", cancellation);
    }

    /// <summary>A new object of the same name (a pod of a stateful set) is another one: the uid tells.</summary>
    public static async Task GoneAsync(Selected one, ActionContext context, CancellationToken cancellation)
    {
        var collection = one.Path with { Name = null };
        var options = new ListOptions { FieldSelector = $"metadata.name={one.Name}" };
        try
        {
            var list = await context.Kubernetes.ListAsync(collection, options, cancellation);
            if (list.Items.All(item => item.Uid() != one.Object.Uid())) return;
            await foreach (var change in context.Kubernetes.WatchAsync(collection, options, list.ResourceVersion, cancellation))
            {
                var same = change.Object.Uid() == one.Object.Uid();
                if (change.Type == WatchEventType.Deleted ? same : change.Type != WatchEventType.Restarted && !same) return;
                if (change.Type == WatchEventType.Restarted && (await context.Kubernetes.ListAsync(collection, options, cancellation)).Items.All(item => item.Uid() != one.Object.Uid())) return;
            }
        }
        catch (KubernetesApiException refused) when (refused.StatusCode is 403 or 405)
        {
            await context.Output.NoteAsync($"Deletion was accepted; waiting for its end is not allowed: {refused.Message}", cancellation);
        }
    }

    private static string Kind(ApiResource resource) => resource.Group.Length == 0 ? resource.Kind.ToLowerInvariant() : $"{resource.Kind.ToLowerInvariant()}.{resource.Group}";
}
