using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>A replica set as a rollout sees it.</summary>
/// <param name="Wanted">spec.replicas.</param>
internal sealed record RolloutSet(string Name, int Wanted, int Existing, int Available, DateTimeOffset CreatedAt)
{
    public static RolloutSet Of(JsonObject set) => new(
        set.Name, set.Replicas, (int)(set.Number("status", "replicas") ?? 0), (int)(set.Number("status", "availableReplicas") ?? 0), set.CreatedAt);
}

/// <summary>
/// How many pods each replica set of a deployment is to have next (pkg/controller/deployment: rolling.go, util/deployment_util.go).
/// Pure: given the same sets it answers the same.
/// </summary>
internal static class RolloutPlan
{
    public static (int MaxSurge, int MaxUnavailable) Limits(JsonObject deployment)
    {
        var replicas = deployment.Replicas;
        var surge = Quantity.Share(deployment.Text("spec", "strategy", "rollingUpdate", "maxSurge") ?? "25%", replicas, roundUp: true);
        var unavailable = Quantity.Share(deployment.Text("spec", "strategy", "rollingUpdate", "maxUnavailable") ?? "25%", replicas, roundUp: false);
        // With both at zero nothing could ever move.
        return (surge, surge == 0 && unavailable == 0 ? 1 : Math.Min(unavailable, replicas));
    }

    /// <summary>Replica sets to scale now, with their new size.</summary>
    public static IReadOnlyDictionary<string, int> Next(int replicas, int maxSurge, int maxUnavailable, RolloutSet? current, IReadOnlyList<RolloutSet> old)
    {
        Dictionary<string, int> next = [];
        if (current is not null && current.Wanted != replicas)
        {
            // Pods that an old set is still to delete take room, so that the surge holds at every instant.
            var room = replicas + maxSurge - current.Wanted - old.Sum(s => Math.Max(s.Wanted, s.Existing));
            var size = current.Wanted > replicas ? replicas : current.Wanted + Math.Clamp(room, 0, replicas - current.Wanted);
            if (size != current.Wanted) next[current.Name] = size;
            // One side at a time, as the controller does: what was just scaled shows in the next round.
            if (next.Count > 0) return next;
        }
        ScaleDownOld(next, replicas - maxUnavailable, current, old);
        return next;
    }

    private static void ScaleDownOld(Dictionary<string, int> next, int minAvailable, RolloutSet? current, IReadOnlyList<RolloutSet> old)
    {
        var total = (current?.Wanted ?? 0) + old.Sum(s => s.Wanted);
        var newUnavailable = (current?.Wanted ?? 0) - (current?.Available ?? 0);
        var removable = total - minAvailable - newUnavailable;
        if (removable <= 0) return;
        var oldest = old.Where(s => s.Wanted > 0).OrderBy(s => s.CreatedAt).ThenBy(s => s.Name, StringComparer.Ordinal).ToList();
        var sizes = oldest.ToDictionary(s => s.Name, s => s.Wanted);
        // Pods that serve nobody go first; they cost no availability.
        foreach (var set in oldest)
        {
            var unhealthy = Math.Min(removable, set.Wanted - set.Available);
            if (unhealthy <= 0) continue;
            sizes[set.Name] -= unhealthy;
            removable -= unhealthy;
        }
        var spare = (current?.Available ?? 0) + old.Sum(s => Math.Min(s.Available, s.Wanted)) - minAvailable;
        foreach (var set in oldest)
        {
            var fewer = Math.Min(Math.Min(spare, removable), sizes[set.Name]);
            if (fewer <= 0) continue;
            sizes[set.Name] -= fewer;
            spare -= fewer;
            removable -= fewer;
        }
        foreach (var set in oldest.Where(s => sizes[s.Name] != s.Wanted)) next[set.Name] = sizes[set.Name];
    }
}
