using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Validating;
using OpsPortal.Sandbox.Defaulting;

namespace OpsPortal.Sandbox.Api.Writing;

/// <summary>The one way in which an existing object is changed, whatever the verb.</summary>
internal static class Change
{
    private static readonly string[] Kept = ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"];

    /// <param name="change">From the object as shown to the object as wanted; it may throw <see cref="ApiError"/>.</param>
    /// <returns>The object as the API shows it.</returns>
    /// <exception cref="ApiError">404, 409 where the wanted object names another resourceVersion, 422.</exception>
    public static JsonObject Apply(ApiCall call, Func<JsonObject, JsonObject> change)
    {
        JsonObject Next(JsonObject before) => Admit(call, before, call.Served.Store(change(call.Served.Show(before.Copy()))));

        if (call.DryRun) call.Parts.RequireTrial(call.Namespace);
        var changed = call.DryRun
            ? call.Store.Get(call.Served.Stored, call.Namespace, call.Name) is { } there ? Next(there) : null
            : call.Store.Update(call.Served.Stored, call.Namespace, call.Name, Next);
        return call.Served.Show(changed ?? throw ApiError.NotFound(call.Type, call.Name));
    }

    private static JsonObject Admit(ApiCall call, JsonObject before, JsonObject wanted)
    {
        var type = call.Served.Stored;
        if (wanted.Text("metadata.resourceVersion") is { Length: > 0 } version && version != before.Text("metadata.resourceVersion"))
            throw ApiError.Modified(call.Type, call.Name);
        if (wanted.Text("metadata.uid") is { Length: > 0 } uid && uid != before.Text("metadata.uid"))
            throw ApiError.Conflict(call.Type, call.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Text("metadata.uid")}");

        var after = call.Path.Subresource == "status" ? WithStatus(before, wanted) : WithoutStatus(call, before, wanted);
        after["apiVersion"] = type.ApiVersion;
        after["kind"] = type.Kind;
        KeepIdentity(before, after);
        if (type.Kind == "Service" && type.Group.Length == 0) KeepAddresses(call, before, after);
        Defaults.Apply(type, after);
        if (call.Path.Subresource != "status")
        {
            // What the cluster put into the store itself may lack defaults: filling them in is no change that anybody asked for.
            Defaults.Apply(type, before);
            Validation.Check(type, after, before);
        }
        return after;
    }

    private static JsonObject WithStatus(JsonObject before, JsonObject wanted)
    {
        var after = before.Copy();
        after["status"] = wanted["status"]?.DeepClone();
        return after;
    }

    private static JsonObject WithoutStatus(ApiCall call, JsonObject before, JsonObject wanted)
    {
        if (!call.Served.HasStatus) return wanted;
        wanted.Remove("status");
        if (before["status"] is { } status) wanted["status"] = status.DeepClone();
        return wanted;
    }

    private static void KeepIdentity(JsonObject before, JsonObject after)
    {
        var (old, metadata) = (before.Child("metadata"), after.Child("metadata"));
        foreach (var field in Kept)
        {
            metadata.Remove(field);
            if (old[field] is { } value) metadata[field] = value.DeepClone();
        }
        metadata["resourceVersion"] = old["resourceVersion"]?.DeepClone();
        metadata.Remove("managedFields");
        foreach (var map in new[] { "labels", "annotations", "finalizers", "ownerReferences" })
            if (metadata[map] is JsonObject { Count: 0 } or JsonArray { Count: 0 }) metadata.Remove(map);
    }

    /// <summary>An update that does not speak of the address means to keep it.</summary>
    private static void KeepAddresses(ApiCall call, JsonObject before, JsonObject after)
    {
        var spec = after.Child("spec");
        if (spec.Text("type") == "ExternalName") return;
        foreach (var field in new[] { "clusterIP", "clusterIPs" })
            if (before.At("spec." + field) is { } address && (spec[field] is null || spec.Text(field) == "")) spec[field] = address.DeepClone();
        ServiceAddresses.Assign(after, call.Store);
    }
}
