using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>One request that would change something, as data: to be tried, told, or sent.</summary>
/// <param name="Verb">As access control names it: create, update, patch, delete.</param>
/// <param name="Body">JSON as it is sent; of a deletion its options.</param>
internal sealed record ClusterRequest(string Verb, ResourcePath Path, string Body)
{
    private const string Hidden = "•••";

    public string? ContentType { get; init; }
    public bool Force { get; init; }
    public DeleteOptions? Deletion { get; init; }

    /// <summary>Reviews are questions that are sent like objects.</summary>
    public bool Changes => Path.Resource.Group is not ("authentication.k8s.io" or "authorization.k8s.io");

    public bool Evicts => Verb == "create" && Path.Subresource == "eviction";
    public bool Removes => Verb == "delete" || Evicts;

    /// <summary>Whether it is a new object that is asked for.</summary>
    public bool Makes => Verb == "create" && Path.Subresource is null;

    /// <summary>A token is given out; no object changes.</summary>
    public bool Issues => Path.Subresource == "token";

    public static ClusterRequest Create(ResourcePath path, JsonObject body) => new("create", path, body.ToJsonString());
    public static ClusterRequest Replace(ResourcePath path, JsonObject body) => new("update", path, body.ToJsonString());
    public static ClusterRequest Patch(ResourcePath path, string contentType, string patch) => new("patch", path, patch) { ContentType = contentType };
    public static ClusterRequest Apply(ResourcePath path, string manifest, bool force) => new("patch", path, manifest) { ContentType = PatchContentType.Apply, Force = force };
    public static ClusterRequest Delete(ResourcePath path, DeleteOptions options) => new("delete", path, DeleteBody.Of(options, dryRun: false).ToJsonString()) { Deletion = options };

    public Task<JsonObject> SendAsync(IKubernetesApi api, bool dryRun, CancellationToken cancellation) => Verb switch
    {
        "create" => api.CreateAsync(Path, Parsed(), dryRun, cancellation),
        "update" => api.ReplaceAsync(Path, Parsed(), dryRun, cancellation),
        "delete" => api.DeleteAsync(Path, Deletion!, dryRun, cancellation),
        _ when ContentType == PatchContentType.Apply => api.ApplyAsync(Path, Body, Force, dryRun, cancellation),
        _ => api.PatchAsync(Path, ContentType!, Body, dryRun, cancellation),
    };

    public JsonObject Parsed() => (JsonObject)JsonNode.Parse(Body)!;

    /// <summary>The line and the body that go over the wire.</summary>
    public PlannedRequest Planned()
    {
        var query = Verb == "delete" ? "" : $"?{(Force ? "force=true&" : "")}fieldManager={KubernetesClient.FieldManager}";
        var method = Verb switch { "create" => "POST", "update" => "PUT", "delete" => "DELETE", _ => "PATCH" };
        return new("cluster", $"{method} {Path}{query}{(ContentType is null ? "" : $" ({ContentType})")}", ShownBody());
    }

    private string ShownBody()
    {
        if (!SecretMask.Concerns(Path.Resource) || Verb == "delete") return Body;
        try
        {
            var body = JsonNode.Parse(Body);
            if (body is JsonObject secret) return SecretMask.Apply(secret).ToJsonString(Readable);
            foreach (var operation in (body as JsonArray)?.OfType<JsonObject>() ?? [])
                if (operation.ContainsKey("value")) operation["value"] = Hidden;
            return body?.ToJsonString(Readable) ?? Hidden;
        }
        catch (JsonException)
        {
            // whatever it is, it may hold a secret
            return Hidden;
        }
    }

    private static JsonSerializerOptions Readable { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
