using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Reading;

internal enum Shape { Object, Table, Metadata }

internal enum RowObject { None, Metadata, Object }

/// <summary>How the caller wants objects shown: as they are, as rows of a table, or as nothing but metadata.</summary>
/// <param name="Version">Of the meta.k8s.io group.</param>
internal sealed record Presentation(Shape Shape, string Version, RowObject Include)
{
    public static Presentation Of(ApiCall call)
    {
        foreach (var wanted in call.Http.Request.Headers.Accept.SelectMany(a => (a ?? "").Split(',')))
        {
            var parts = wanted.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*" or "application/*")) continue;
            var version = Parameter(parts, "v") ?? "v1";
            if (version is not ("v1" or "v1beta1")) continue;
            switch (Parameter(parts, "as"))
            {
                case null: return new(Shape.Object, version, RowObject.None);
                case "Table": return new(Shape.Table, version, Included(call));
                case "PartialObjectMetadata" or "PartialObjectMetadataList": return new(Shape.Metadata, version, RowObject.None);
            }
        }
        return new(Shape.Object, "v1", RowObject.None);
    }

    public string ApiVersion => $"meta.k8s.io/{Version}";

    /// <summary>Kind, version and metadata of an object, without the rest.</summary>
    public JsonObject MetadataOf(JsonObject shown) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = ApiVersion,
        ["metadata"] = shown["metadata"]?.DeepClone(),
    };

    private static RowObject Included(ApiCall call) => call.Query("includeObject") switch
    {
        null or "Metadata" => RowObject.Metadata,
        "None" => RowObject.None,
        "Object" => RowObject.Object,
        var other => throw ApiError.BadRequest($"unrecognized includeObject value: \"{other}\""),
    };

    private static string? Parameter(string[] parts, string name) =>
        parts.Skip(1).FirstOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
