using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Types;

namespace OpsPortal.Sandbox.Api.Patching;

/// <summary>Finds the way to patch by content type.</summary>
internal static class ObjectPatch
{
    public const string Json = "application/json-patch+json";
    public const string Merge = "application/merge-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";
    public const string Apply = "application/apply-patch+yaml";

    /// <exception cref="ApiError">415 for a content type that this kind does not take, 400 for a body of the wrong form.</exception>
    public static Func<JsonObject, JsonObject> Reader(string? contentType, JsonNode? body, ServedType served)
    {
        switch (contentType?.Split(';')[0].Trim())
        {
            case Json:
                var operations = body as JsonArray ?? throw ApiError.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
                return target => JsonPatch.Apply(target, operations);
            case Merge:
                return target => MergePatch.Apply(target, Map(body)) as JsonObject ?? [];
            case Strategic when !served.IsCustom:
                return target => StrategicPatch.Apply(target, Map(body), MergeShapes.For(served.Type));
            case Apply when served.IsCustom:
                return target => MergePatch.Apply(target, Map(body)) as JsonObject ?? [];
            case Apply:
                return target => StrategicPatch.Apply(target, Map(body), MergeShapes.For(served.Type));
            default:
                throw served.IsCustom ? ApiError.UnsupportedMediaType(Json, Merge, Apply) : ApiError.UnsupportedMediaType(Json, Merge, Strategic, Apply);
        }
    }

    private static JsonObject Map(JsonNode? body) => body as JsonObject ?? throw ApiError.BadRequest("error decoding patch: the patch must be an object");
}
