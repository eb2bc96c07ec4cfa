using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Writing;

/// <summary>Deletes objects and what they own.</summary>
internal sealed class Deletion(ApiParts parts, DeleteOptions options)
{
    private readonly ClusterStore store = parts.Store;

    /// <summary>The object as it stands now, or as it stood last; null where there is none.</summary>
    /// <exception cref="ApiError">409 where the preconditions do not hold, 403 for a namespace that the cluster needs.</exception>
    public JsonObject? Delete(ResourceType type, string? @namespace, string name)
    {
        if (store.Get(type, @namespace, name) is not { } there) return null;
        Require(type, there, "UID", "uid", options.Uid);
        Require(type, there, "ResourceVersion", "resourceVersion", options.ResourceVersion);
        if (type.Id == ResourceTypes.Namespaces.Id && name is ("default" or "kube-system" or "kube-public"))
            throw ApiError.Forbidden(type, name, "this namespace may not be deleted");
        if (options.DryRun)
        {
            parts.RequireTrial(@namespace);
            return there;
        }

        if (type.Id == ResourceTypes.Namespaces.Id) return EndNamespace(there);
        var last = End(type, there);
        if (store.Get(type, @namespace, name) is not null) return last;
        // The owner goes first: its controller must not make anew what is taken from it.
        if (options.Propagation == "Orphan") Orphan(there);
        else Cascade(there);
        if (type.Id == ResourceTypes.CustomResourceDefinitions.Id) RemoveCustomObjects(there);
        return last;
    }

    private JsonObject? End(ResourceType type, JsonObject there)
    {
        var (ns, name) = (there.Namespace(), there.Name());
        var grace = type.Id == ResourceTypes.Pods.Id ? Grace(there) : 0;
        if (grace == 0 && there.At("metadata.finalizers") is not JsonArray { Count: > 0 }) return store.Remove(type, ns, name);
        return store.Update(type, ns, name, o =>
        {
            var metadata = o.Child("metadata");
            if (metadata["deletionTimestamp"] is not null && type.Id != ResourceTypes.Pods.Id) return o;
            metadata["deletionTimestamp"] = ClusterStore.Timestamp(store.Time.GetUtcNow().AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            return o;
        });
    }

    /// <summary>Seconds that a pod may take to stop; none where nobody would stop it, or nothing runs any more.</summary>
    private long Grace(JsonObject pod) =>
        !parts.Options.PodsStopGracefully || pod.Text("spec.nodeName") is not { Length: > 0 } || pod.Text("status.phase") is "Succeeded" or "Failed"
            ? 0 : options.GraceSeconds ?? pod.Number("spec.terminationGracePeriodSeconds") ?? 30;

    private void Require(ResourceType type, JsonObject there, string title, string field, string? wanted)
    {
        if (wanted is not null && there.Text("metadata." + field) is var found && found != wanted)
            throw ApiError.Conflict(type, there.Name(), $"Precondition failed: {title} in precondition: {wanted}, {title} in object meta: {found}");
    }

    private void Cascade(JsonObject owner)
    {
        var dependents = new Deletion(parts, options with { Uid = null, ResourceVersion = null });
        foreach (var (type, owned) in Owned(owner))
        {
            if (owned.Objects("metadata.ownerReferences").Count > 1) Disown(type, owned, owner);
            else dependents.Delete(type, owned.Namespace(), owned.Name());
        }
    }

    private void Orphan(JsonObject owner)
    {
        foreach (var (type, owned) in Owned(owner)) Disown(type, owned, owner);
    }

    private void Disown(ResourceType type, JsonObject owned, JsonObject owner) => store.Update(type, owned.Namespace(), owned.Name(), o =>
    {
        var left = o.Objects("metadata.ownerReferences").Where(r => r.Text("uid") != owner.Text("metadata.uid")).Select(r => r.Copy()).ToList();
        o.Child("metadata").Remove("ownerReferences");
        if (left.Count > 0) o.Child("metadata")["ownerReferences"] = new JsonArray([.. left]);
        return o;
    });

    private List<(ResourceType Type, JsonObject Object)> Owned(JsonObject owner)
    {
        var uid = owner.Text("metadata.uid");
        return [.. from served in parts.Types.Kept
                   from candidate in store.View(served.Stored, owner.Namespace()).Items
                   where candidate.Objects("metadata.ownerReferences").Any(r => r.Text("uid") == uid)
                   select (served.Stored, candidate)];
    }

    /// <summary>With a simulation the namespace ends when its pods have; without one everything goes at once.</summary>
    private JsonObject? EndNamespace(JsonObject @namespace)
    {
        var name = @namespace.Name();
        if (!parts.Options.PodsStopGracefully)
        {
            foreach (var served in parts.Types.Kept.Where(t => t.Type.Namespaced))
                foreach (var item in store.View(served.Stored, name).Items)
                    store.Remove(served.Stored, name, item.Name());
            return store.Remove(ResourceTypes.Namespaces, null, name);
        }
        return store.Update(ResourceTypes.Namespaces, null, name, o =>
        {
            o.Child("status")["phase"] = "Terminating";
            o.Child("metadata")["deletionTimestamp"] ??= ClusterStore.Timestamp(store.Time.GetUtcNow());
            // Holds it until whoever empties it takes this away.
            o.Child("metadata")["finalizers"] ??= new JsonArray("kubernetes");
            return o;
        });
    }

    private void RemoveCustomObjects(JsonObject definition)
    {
        foreach (var served in Types.CustomKind.Of(definition))
            foreach (var item in store.View(served.Stored).Items)
                store.Remove(served.Stored, item.Namespace(), item.Name());
    }
}
