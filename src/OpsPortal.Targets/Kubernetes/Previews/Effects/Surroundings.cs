using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Kubernetes.Previews.Effects;

/// <summary>What is around the objects of a plan, read when first asked for. What may not be read, or is not served, counts as not there.</summary>
internal sealed class Surroundings(IKubernetesApi api, CancellationToken cancellation)
{
    private static readonly ApiResource Budget = new("poddisruptionbudgets", "poddisruptionbudget", "PodDisruptionBudget", "policy", "v1", true);
    private static readonly ApiResource Autoscaler = new("horizontalpodautoscalers", "horizontalpodautoscaler", "HorizontalPodAutoscaler", "autoscaling", "v2", true);
    private static readonly ApiResource Quota = new("resourcequotas", "resourcequota", "ResourceQuota", "", "v1", true);
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> known = [];

    public Task<IReadOnlyList<JsonObject>> BudgetsAsync(string? place) => AllAsync(Budget, place);
    public Task<IReadOnlyList<JsonObject>> AutoscalersAsync(string? place) => AllAsync(Autoscaler, place);
    public Task<IReadOnlyList<JsonObject>> QuotasAsync(string? place) => AllAsync(Quota, place);
    public Task<IReadOnlyList<JsonObject>> PodsAsync(string? place) => AllAsync(ApiResource.Pods, place);
    public Task<IReadOnlyList<JsonObject>> ReplicaSetsAsync(string? place) => AllAsync(ApiResource.ReplicaSets, place);

    /// <summary>Everything in a namespace that is of a kind which discovery lists under <c>all</c>, and the kinds that hold data.</summary>
    public async Task<IReadOnlyList<(ApiResource Resource, IReadOnlyList<JsonObject> Items)>> ContentsAsync(string place)
    {
        var kinds = (await api.ResourcesAsync(cancellation)).Where(r => r.Namespaced && (r.Categories.Contains("all") || r is { Group: "", Name: "persistentvolumeclaims" or "secrets" or "configmaps" })).ToList();
        List<(ApiResource, IReadOnlyList<JsonObject>)> found = [];
        foreach (var kind in kinds) found.Add((kind, await AllAsync(kind, place)));
        return found;
    }

    public async Task<IReadOnlyList<JsonObject>> SelectedAsync(string? place, string? selector) =>
        string.IsNullOrEmpty(selector) ? [] : await ReadAsync($"pods?{place}?{selector}", new(ApiResource.Pods, place), new() { LabelSelector = selector });

    private Task<IReadOnlyList<JsonObject>> AllAsync(ApiResource resource, string? place) => ReadAsync($"{resource.QualifiedName}?{place}", new(resource, place), ListOptions.All);

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(string key, ResourcePath path, ListOptions options)
    {
        if (known.TryGetValue(key, out var items)) return items;
        try
        {
            return known[key] = [.. (await api.ListAsync(path, options, cancellation)).Items.Select(path.Resource.Typed)];
        }
        catch (KubernetesApiException)
        {
            return known[key] = [];
        }
    }

    /// <summary>Budgets whose selector takes a pod with these labels.</summary>
    public async Task<IReadOnlyList<JsonObject>> BudgetsOfAsync(JsonObject pod, string? place)
    {
        var budgets = await BudgetsAsync(place);
        List<JsonObject> found = [];
        foreach (var budget in budgets)
            if ((await SelectedAsync(place, LabelSelectorText.Of(budget.At("spec", "selector")))).Any(p => p.Uid() == pod.Uid())) found.Add(budget);
        return found;
    }

    public static bool Ready(JsonObject pod) => pod.Condition("Ready").TextAt("status") == "True" && pod.TextAt("metadata", "deletionTimestamp") is null;
}
