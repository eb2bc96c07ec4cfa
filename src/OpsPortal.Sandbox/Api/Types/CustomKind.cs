using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>What a CustomResourceDefinition adds to the API.</summary>
internal static class CustomKind
{
    public static IEnumerable<ServedType> Of(JsonObject definition)
    {
        var names = definition.At("spec.names");
        foreach (var version in definition.Objects("spec.versions").Where(v => v.Flag("served")))
        {
            var kind = names.Text("kind") ?? "";
            var type = new ResourceType(definition.Text("spec.group") ?? "", version.Text("name") ?? "", names.Text("plural") ?? "",
                names.Text("singular") ?? kind.ToLowerInvariant(), kind, definition.Text("spec.scope") == "Namespaced")
            {
                ShortNames = names.Texts("shortNames"),
                Categories = names.Texts("categories"),
                Subresources = [.. version.At("subresources") is JsonObject subresources ? subresources.Select(s => s.Key) : []],
            };
            yield return new ServedType(type) { Definition = definition };
        }
    }

    /// <summary>The columns that a table of this version's objects has beside the name.</summary>
    public static IReadOnlyList<JsonObject> Columns(ServedType served) =>
        served.Definition.Objects("spec.versions").FirstOrDefault(v => v.Text("name") == served.Type.Version).Objects("additionalPrinterColumns");
}
