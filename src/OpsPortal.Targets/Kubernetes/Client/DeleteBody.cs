using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary><see cref="DeleteOptions"/> as <c>meta.k8s.io/v1 DeleteOptions</c>.</summary>
internal static class DeleteBody
{
    /// <param name="dryRun">Goes into the body: where there is one, the API server does not look at the query, and would delete.</param>
    public static JsonObject Of(DeleteOptions options, bool dryRun)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (options.GracePeriodSeconds is { } seconds)
            body["gracePeriodSeconds"] = seconds;
        if (options.PropagationPolicy is { } policy)
            body["propagationPolicy"] = policy;
        if (dryRun)
            body["dryRun"] = new JsonArray("All");
        var preconditions = new JsonObject();
        if (options.Uid is { } uid)
            preconditions["uid"] = uid;
        if (options.ResourceVersion is { } version)
            preconditions["resourceVersion"] = version;
        if (preconditions.Count > 0)
            body["preconditions"] = preconditions;
        return body;
    }
}
