namespace OpsPortal.Targets.Kubernetes;

/// <summary>What a cluster offers at one moment.</summary>
/// <param name="Resources">Groups in the server's order; within a group the preferred version first.</param>
/// <param name="Unavailable">Groups that could not be read, e.g. <c>metrics.k8s.io/v1beta1</c>: their names are not known.</param>
internal sealed record DiscoveredResources(IReadOnlyList<ApiResource> Resources, IReadOnlyList<string> Unavailable);
