using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Discovery;

/// <param name="Group">Of the kind that it takes and gives, where that is another than its parent's.</param>
internal sealed record Subresource(string Name, string Kind, string? Group, string? Version, IReadOnlyList<string> Verbs)
{
    private static readonly string[] Change = ["get", "patch", "update"];

    public static Subresource Of(ResourceType type, string name) => name switch
    {
        "scale" => new(name, "Scale", "autoscaling", "v1", Change),
        "eviction" => new(name, "Eviction", "policy", "v1", ["create"]),
        "exec" => new(name, "PodExecOptions", null, null, ["create", "get"]),
        "portforward" => new(name, "PodPortForwardOptions", null, null, ["create", "get"]),
        "log" => new(name, type.Kind, null, null, ["get"]),
        _ => new(name, type.Kind, null, null, Change),
    };
}
