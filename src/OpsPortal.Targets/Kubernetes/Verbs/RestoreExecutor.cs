using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Previews;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>
/// Puts objects back, field by field, so that what others have changed since stays. All are looked at before the first is touched: where somebody has
/// changed the very fields since, nothing is done.
/// </summary>
internal sealed class RestoreExecutor : KubernetesExecutor<KubernetesRestore>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesRestore action, ActionContext context, CancellationToken cancellation)
    {
        List<(ObjectRestore One, ClusterRequest? Request)> requests = [];
        List<string> refused = [];
        foreach (var one in action.Objects)
        {
            try
            {
                requests.Add((one, await RequestAsync(one, context, cancellation)));
            }
            catch (StepRefusal why)
            {
                refused.Add(why.Message);
            }
        }
        if (refused.Count > 0) return ActionOutcome.Failure($"{string.Join("; ", refused)}. Nothing was changed.");
        List<string> done = [];
        foreach (var (one, request) in requests)
        {
            if (request is not null)
            {
                await context.BeforeSideEffect(cancellation);
                await request.SendAsync(context.Kubernetes, dryRun: false, cancellation);
                done.Add(one.Words);
            }
            await context.Output.OutAsync(request is null ? $"{one.Words}: it is so already" : one.Words, cancellation);
        }
        return ActionOutcome.Success(done.Count == 0 ? "everything was as before already" : string.Join("; ", done));
    }

    /// <summary>Null where it is as before already.</summary>
    private static async Task<ClusterRequest?> RequestAsync(ObjectRestore one, ActionContext context, CancellationToken cancellation)
    {
        var resource = await context.Kubernetes.ResolveAsync(one.Resource, cancellation);
        var path = new ResourcePath(resource, one.Place, one.Called);
        var live = await context.FindAsync(path, cancellation);
        var spoken = $"{resource.SingularName} {one.Called}";
        if (one.Before is null)
        {
            if (live is null) return null;
            if (live.Uid() != one.Uid) throw new StepRefusal($"{spoken} is another one than the step made, so it is not deleted");
            return ClusterRequest.Delete(path, new() { Uid = one.Uid, PropagationPolicy = "Background" });
        }
        if (one.After is null)
        {
            if (live is null) return ClusterRequest.Create(path with { Name = null }, (JsonObject)one.Before.DeepClone());
            if (live.Uid() != one.Uid && FieldChange.Between(resource, one.Before, ObjectText.Cleaned(resource.Typed(live))).Count == 0) return null;
            throw new StepRefusal(live.Uid() == one.Uid ? $"{spoken} is still being deleted: wait until it is gone" : $"there is a {spoken} again already, so it is not created: compare it with what stood before");
        }
        if (live is null) throw new StepRefusal($"{spoken} is gone, so nothing can be put back in it");
        return Request(one, path, resource.Typed(live));
    }

    private static ClusterRequest? Request(ObjectRestore one, ResourcePath path, JsonObject live)
    {
        var wanted = (JsonObject)live.DeepClone();
        List<string> moved = [];
        List<FieldChange> put = [];
        foreach (var change in FieldChange.Between(path.Resource, one.Before!, one.After!))
        {
            var now = change.In(live);
            if (JsonNode.DeepEquals(now, change.Before)) continue;
            if (JsonNode.DeepEquals(now, change.After))
            {
                change.Put(wanted, change.Before);
                put.Add(change);
            }
            // the note of what was applied last belongs to who applied last
            else if (!change.Is("metadata", "annotations", LastApplied.Annotation)) moved.Add(change.Spoken);
        }
        if (moved.Count > 0)
            throw new StepRefusal($"{path.Resource.SingularName} {one.Called} was changed by somebody else since ({string.Join(", ", moved)}): look at it and decide what is to stand");
        if (put.Count == 0) return null;
        // the same right that scaled it is enough to scale it back
        if (put is [var only] && only.Is("spec", "replicas") && path.Resource.Subresources.Contains("scale") && only.Before.NumberAt() is { } replicas)
            return ClusterRequest.Patch(path with { Subresource = "scale" }, PatchContentType.Merge, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }.ToJsonString());
        var merge = new ThreeWayPatch(path.Resource.Kind, ListKeys.Strategic(path.Resource));
        return ClusterRequest.Patch(path, merge.ContentType, merge.Of(live, wanted, live).ToJsonString());
    }
}
