using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>A program that issues credentials (<c>client.authentication.k8s.io</c>).</summary>
/// <param name="Command">A path, or a name that PATH is searched for.</param>
public sealed record ExecPlugin(string ApiVersion, string Command, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Shown where the program is missing.</summary>
    public string? InstallHint { get; init; }

    /// <summary>What the program is told of the cluster (<c>provideClusterInfo</c>); null tells it nothing.</summary>
    public JsonObject? Cluster { get; init; }

    /// <summary>Where it runs; relative commands are looked up from here.</summary>
    public string? Directory { get; init; }

    public override string ToString() => Command;
}
