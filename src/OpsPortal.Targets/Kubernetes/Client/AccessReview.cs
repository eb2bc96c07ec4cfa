using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary><c>authorization.k8s.io/v1 SelfSubjectAccessReview</c>: may I?</summary>
internal static class AccessReview
{
    public const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    public static JsonObject Of(string verb, ResourcePath path)
    {
        var attributes = new JsonObject
        {
            ["verb"] = verb,
            ["group"] = path.Resource.Group,
            ["version"] = path.Resource.Version,
            ["resource"] = path.Resource.Name,
        };
        if (path.Subresource is { } subresource)
            attributes["subresource"] = subresource;
        if (path.Namespace is { } place)
            attributes["namespace"] = place;
        if (path.Name is { } name)
            attributes["name"] = name;
        return new()
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
        };
    }

    public static AccessAnswer Answer(JsonObject review)
    {
        var status = review.Map("status");
        string?[] told = [status.Text("reason"), status.Text("evaluationError")];
        return new(status.Flag("allowed"), told.FirstOrDefault(text => !string.IsNullOrEmpty(text)));
    }
}
