using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>A kind as the API shows it: mostly as it is stored, sometimes as another version's view of it, sometimes computed.</summary>
internal sealed record ServedType(ResourceType Type)
{
    private static readonly string[] Everything = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>Where its objects are kept.</summary>
    public ResourceType Stored { get; init; } = Type;

    public View? View { get; init; }

    /// <summary>Makes the objects of a namespace (null: of all) where nothing is stored; they can only be read.</summary>
    public Func<string?, IEnumerable<JsonObject>>? Computed { get; init; }

    /// <summary>The definition of a custom kind.</summary>
    public JsonObject? Definition { get; init; }

    public IReadOnlyList<string> Verbs { get; init; } = Everything;

    public bool IsCustom => Definition is not null;
    public bool HasStatus => Type.Subresources.Contains("status");

    public JsonObject Show(JsonObject stored) => View is null ? stored : View.Show(stored);
    public JsonObject Store(JsonObject shown) => View is null ? shown : View.Store(shown);
}

/// <summary>Another version's way of writing the same objects. Both directions return a new object.</summary>
internal sealed record View(Func<JsonObject, JsonObject> Show, Func<JsonObject, JsonObject> Store);
