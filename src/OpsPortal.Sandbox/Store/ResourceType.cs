namespace OpsPortal.Sandbox.Store;

/// <summary>A kind of object that the cluster keeps.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Name">Plural.</param>
public sealed record ResourceType(string Group, string Version, string Name, string Singular, string Kind, bool Namespaced)
{
    public IReadOnlyList<string> ShortNames { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>The same for every version of a kind: <c>deployments.apps</c>, <c>pods.</c></summary>
    public string Id => $"{Name}.{Group}";

    /// <summary>As messages name it: <c>deployments.apps</c>, <c>pods</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Name : Id;

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
