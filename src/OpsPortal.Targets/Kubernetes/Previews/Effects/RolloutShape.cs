using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Previews.Effects;

/// <summary>In which order and how many at a time the pods of a workload are replaced, as its controller computes it.</summary>
/// <param name="Pods">How many are replaced.</param>
/// <param name="Text">"at most 1 more than 3 at a time, and never fewer than 3 that are available".</param>
/// <param name="Down">All are gone before a new one comes.</param>
internal sealed record RolloutShape(int Pods, string Text, bool Down = false)
{
    public static RolloutShape Of(JsonObject workload)
    {
        var replicas = (int)(workload.NumberAt("spec", "replicas") ?? 1);
        return workload.TextAt("kind") switch
        {
            "StatefulSet" => StatefulSet(workload, replicas),
            "DaemonSet" => DaemonSet(workload),
            _ => Deployment(workload, replicas),
        };
    }

    /// <summary>Surge is rounded up, unavailability down; where both come to nothing one pod may be missing.</summary>
    public static (int Surge, int Unavailable) Bounds(string? surge, string? unavailable, int pods)
    {
        var (more, fewer) = (Share(surge ?? "25%", pods, up: true), Share(unavailable ?? "25%", pods, up: false));
        return more == 0 && fewer == 0 ? (0, 1) : (more, Math.Min(fewer, pods));
    }

    private static RolloutShape Deployment(JsonObject deployment, int replicas)
    {
        if (deployment.TextAt("spec", "strategy", "type") == "Recreate")
            return new(replicas, "all at once: the old ones end before the first new one starts", Down: replicas > 0);
        var rolling = deployment.At("spec", "strategy", "rollingUpdate");
        var (surge, unavailable) = Bounds(rolling.TextAt("maxSurge"), rolling.TextAt("maxUnavailable"), replicas);
        return new(replicas, $"at most {surge} more than {replicas} at a time, and at least {replicas - unavailable} of {replicas} stay available", Down: replicas > 0 && unavailable >= replicas);
    }

    private static RolloutShape StatefulSet(JsonObject set, int replicas)
    {
        if (set.TextAt("spec", "updateStrategy", "type") == "OnDelete") return new(0, "none by itself: each one is replaced when somebody deletes it (OnDelete)");
        var partition = (int)(set.NumberAt("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0);
        var pods = Math.Max(0, replicas - partition);
        var name = set.Name();
        if (pods == 0) return new(0, $"none: the partition {partition} keeps them");
        return new(pods, pods == 1 ? $"{name}-{replicas - 1}" : $"one after another, from {name}-{replicas - 1} down to {name}-{partition}{(partition > 0 ? $" (partition {partition})" : "")}", Down: replicas == 1);
    }

    private static RolloutShape DaemonSet(JsonObject daemons)
    {
        var pods = (int)(daemons.NumberAt("status", "desiredNumberScheduled") ?? 0);
        if (daemons.TextAt("spec", "updateStrategy", "type") == "OnDelete") return new(0, "none by itself: each one is replaced when somebody deletes it (OnDelete)");
        var rolling = daemons.At("spec", "updateStrategy", "rollingUpdate");
        var surge = Share(rolling.TextAt("maxSurge") ?? "0", pods, up: true);
        var unavailable = Share(rolling.TextAt("maxUnavailable") ?? "1", pods, up: true);
        return new(pods, surge > 0 ? $"node by node, {surge} new one{(surge == 1 ? "" : "s")} started at a time before the old one ends" : $"node by node, at most {Math.Max(1, unavailable)} missing at a time");
    }

    private static int Share(string amount, int of, bool up)
    {
        if (!amount.EndsWith('%')) return int.TryParse(amount, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) ? count : 0;
        if (!int.TryParse(amount[..^1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var percent)) return 0;
        return (int)(up ? Math.Ceiling(of * percent / 100m) : Math.Floor(of * percent / 100m));
    }
}
