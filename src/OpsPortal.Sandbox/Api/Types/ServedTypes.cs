using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>Every kind that the API serves at this moment.</summary>
internal sealed class ServedTypes(ClusterStore store, IPodRuntime runtime)
{
    private static readonly string[] CreateOnly = ["create"];
    private static readonly string[] ReadOnly = ["get", "list"];

    private readonly IReadOnlyList<ServedType> fixedTypes =
    [
        .. ResourceTypes.BuiltIn.Select(type => new ServedType(type)),
        new(ResourceTypes.HorizontalPodAutoscalers with { Version = "v1" }) { Stored = ResourceTypes.HorizontalPodAutoscalers, View = AutoscalerV1.View },
        new(ResourceTypes.Events with { Group = "events.k8s.io" }) { Stored = ResourceTypes.Events, View = EventsV1.View },
        new(PodMetrics.Type) { Computed = new PodMetrics(store, runtime).List, Verbs = ReadOnly },
        new(NodeMetrics.Type) { Computed = new NodeMetrics(store, runtime).List, Verbs = ReadOnly },
        Review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        Review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
        Review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
        Review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
    ];

    public IReadOnlyList<ServedType> All => [.. fixedTypes, .. store.View(ResourceTypes.CustomResourceDefinitions).Items.SelectMany(CustomKind.Of)];

    public ServedType? Find(string group, string version, string name) =>
        All.FirstOrDefault(t => t.Type.Group == group && t.Type.Version == version && t.Type.Name == name);

    /// <summary>Every kind that has objects in the store, once.</summary>
    public IEnumerable<ServedType> Kept => All.Where(t => t.Computed is null && t.View is null && t.Verbs.Count > 2).DistinctBy(t => t.Stored.Id);

    private static ServedType Review(string group, string name, string kind) =>
        new(new ResourceType(group, "v1", name, kind.ToLowerInvariant(), kind, false)) { Verbs = CreateOnly };
}
