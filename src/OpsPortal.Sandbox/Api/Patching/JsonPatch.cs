using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Patching;

/// <summary>RFC 6902. Errors are worded as by the library that Kubernetes uses.</summary>
internal static class JsonPatch
{
    /// <exception cref="ApiError">422 where an operation cannot be done.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        JsonNode? root = target.Copy();
        foreach (var operation in operations.OfType<JsonObject>()) root = Apply(root, operation);
        return root as JsonObject ?? throw Refused("the patched document is no object");
    }

    private static JsonNode? Apply(JsonNode? root, JsonObject operation)
    {
        var path = operation.Text("path") ?? throw Refused("operation has no path");
        var at = JsonPointer.Parse(path);
        switch (operation.Text("op"))
        {
            case "add": return Add(root, at, path, operation["value"]?.DeepClone());
            case "remove":
                Require(root, at, "remove", path);
                return Remove(root, at);
            case "replace":
                Require(root, at, "replace", path);
                return Replace(root, at, operation["value"]?.DeepClone());
            case "copy": return Add(root, at, path, From(root, operation, "copy"));
            case "move":
                var moved = From(root, operation, "move");
                return Add(Remove(root, JsonPointer.Parse(operation.Text("from")!)), at, path, moved);
            case "test":
                return at.Exists(root) && JsonNode.DeepEquals(at.Read(root), operation["value"]) || !at.Exists(root) && operation["value"] is null
                    ? root : throw Refused($"testing value {path} failed");
            case var other: throw Refused($"Unexpected kind: {other}");
        }
    }

    private static JsonNode? From(JsonNode? root, JsonObject operation, string verb)
    {
        var path = operation.Text("from") ?? throw Refused($"{verb} operation has no from");
        var from = JsonPointer.Parse(path);
        Require(root, from, verb, path);
        return from.Read(root)?.DeepClone();
    }

    private static JsonNode? Add(JsonNode? root, JsonPointer at, string path, JsonNode? value)
    {
        if (at.Tokens.Count == 0) return value;
        switch (at.Parent(root))
        {
            case JsonObject map:
                map[at.Last] = value;
                return root;
            case JsonArray array when JsonPointer.Index(array, at.Last) is { } index:
                array.Insert(index, value);
                return root;
            default:
                throw Refused($"add operation does not apply: doc is missing path: \"{path}\": missing value");
        }
    }

    private static JsonNode? Replace(JsonNode? root, JsonPointer at, JsonNode? value)
    {
        if (at.Tokens.Count == 0) return value;
        if (at.Parent(root) is JsonArray array) array[JsonPointer.Index(array, at.Last)!.Value] = value;
        else ((JsonObject)at.Parent(root)!)[at.Last] = value;
        return root;
    }

    private static JsonNode? Remove(JsonNode? root, JsonPointer at)
    {
        if (at.Tokens.Count == 0) return null;
        if (at.Parent(root) is JsonArray array) array.RemoveAt(JsonPointer.Index(array, at.Last)!.Value);
        else ((JsonObject)at.Parent(root)!).Remove(at.Last);
        return root;
    }

    private static void Require(JsonNode? root, JsonPointer at, string verb, string path)
    {
        if (!at.Exists(root)) throw Refused($"{verb} operation does not apply: doc is missing {(verb == "remove" ? "path" : "key")}: {path}: missing value");
    }

    private static ApiError Refused(string why) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}");
}
