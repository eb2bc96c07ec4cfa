using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Scales deployments by the CPU and memory that their pods use.</summary>
internal sealed class AutoscalerController(ClusterStore store, PodUsage usage, EventRecorder events) : Controller
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private readonly Dictionary<string, List<(DateTimeOffset At, int Replicas)>> recommendations = [];
    private readonly Dictionary<string, (int Replicas, DateTimeOffset? ScaledAt)> last = [];

    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.HorizontalPodAutoscalers];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => [change.Object.Key];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.HorizontalPodAutoscalers, key.Namespace, key.Name) is not { } scaler || scaler.IsDeleting) return null;
        var target = scaler.Text("spec", "scaleTargetRef", "kind") == "StatefulSet" ? ResourceTypes.StatefulSets : ResourceTypes.Deployments;
        if (store.Get(target, key.Namespace, scaler.Text("spec", "scaleTargetRef", "name") ?? "") is not { } workload)
        {
            Report(scaler, 0, 0, [], [Condition("AbleToScale", false, "FailedGetScale", "the HPA controller was unable to get the target's current scale")]);
            return Period;
        }
        Scale(scaler, target, workload);
        return Period;
    }

    private void Scale(JsonObject scaler, ResourceType target, JsonObject workload)
    {
        var now = store.Time.GetUtcNow();
        var current = workload.Replicas;
        // Zero replicas switch the autoscaler off, as in Kubernetes.
        if (current == 0)
        {
            Report(scaler, 0, 0, [], [Condition("ScalingActive", false, "ScalingDisabled", "scaling is disabled since the replica count of the target is zero")]);
            return;
        }
        var (desired, metrics) = Recommend(scaler, workload, current);
        var recent = Recent(scaler, current, desired, now);
        var (replicas, limited) = AutoscalerDecision.Limit(
            current, desired, (int)(scaler.Number("spec", "minReplicas") ?? 1), (int)(scaler.Number("spec", "maxReplicas") ?? current), recent);
        if (replicas != current)
        {
            store.Update(target, workload.Namespace, workload.Name, w =>
            {
                w.Into("spec")["replicas"] = replicas;
                return w;
            });
            events.Normal(scaler, "horizontal-pod-autoscaler", "SuccessfulRescale",
                $"New size: {replicas}; reason: {(replicas > current ? "cpu resource utilization (percentage of request) above target" : "All metrics below target")}");
        }
        last[scaler.Uid] = (replicas, replicas != current ? now : last.GetValueOrDefault(scaler.Uid).ScaledAt);
        Report(scaler, current, replicas, metrics,
        [
            Condition("AbleToScale", true, replicas != current ? "SucceededRescale" : "ReadyForNewScale", replicas != current
                ? $"the HPA controller was able to update the target scale to {replicas}" : "recommended size matches current size"),
            metrics.Count > 0
                ? Condition("ScalingActive", true, "ValidMetricFound", "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)")
                : Condition("ScalingActive", false, "FailedGetResourceMetric", "the HPA was unable to compute the replica count: no metrics returned from resource metrics API"),
            Condition("ScalingLimited", limited != "DesiredWithinRange", limited, limited == "DesiredWithinRange"
                ? "the desired count is within the acceptable range" : "the desired replica count is outside of what the limits allow"),
        ]);
    }

    /// <summary>The highest wish of all metrics; the present size where nothing could be measured.</summary>
    private (int Desired, JsonArray Metrics) Recommend(JsonObject scaler, JsonObject workload, int current)
    {
        var pods = store.View(ResourceTypes.Pods, workload.Namespace).Items
            .Where(p => Workload.Of(p) == workload.Name && p.HasCondition("Ready") && !p.IsDeleting)
            .Select(p => (Pod: p, Usage: usage.Of(p.Namespace!, p.Name))).Where(p => p.Usage is not null).ToList();
        var metrics = new JsonArray();
        if (pods.Count == 0) return (current, metrics);
        List<int> wishes = [];
        foreach (var metric in scaler.List("spec", "metrics").Where(m => m.Text("type") == "Resource"))
        {
            var name = metric.Text("resource", "name")!;
            var used = pods.Sum(p => p.Usage!.Values.Sum(u => name == "cpu" ? u.NanoCores / 1e9 : u.Bytes));
            var requested = pods.Sum(p => p.Pod.List("spec", "containers").Sum(c => (double)(Quantity.Parse(c.Text("resources", "requests", name)) ?? 0)));
            if (requested <= 0 || metric.Number("resource", "target", "averageUtilization") is not { } target) continue;
            var utilization = 100 * used / requested;
            wishes.Add(pods.Count == current ? AutoscalerDecision.Desired(pods.Count, utilization, target) : Math.Max(current, AutoscalerDecision.Desired(pods.Count, utilization, target)));
            var average = name == "cpu" ? $"{used / pods.Count * 1000:0}m" : $"{used / pods.Count:0}";
            metrics.Add(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = name, ["current"] = new JsonObject { ["averageUtilization"] = (int)utilization, ["averageValue"] = average } },
            });
        }
        return (wishes.Count > 0 ? wishes.Max() : current, metrics);
    }

    /// <summary>
    /// Recommendations of the stabilisation window. A size that a person set counts as one: whoever scales up by hand keeps it for that long.
    /// </summary>
    private IEnumerable<int> Recent(JsonObject scaler, int current, int desired, DateTimeOffset now)
    {
        if (!recommendations.TryGetValue(scaler.Uid, out var known)) recommendations[scaler.Uid] = known = [];
        if (!last.TryGetValue(scaler.Uid, out var before) || before.Replicas != current) known.Add((now, current));
        var window = TimeSpan.FromSeconds(scaler.Number("spec", "behavior", "scaleDown", "stabilizationWindowSeconds") ?? 300);
        known.RemoveAll(r => r.At <= now - window);
        known.Add((now, desired));
        return known.Select(r => r.Replicas);
    }

    private void Report(JsonObject scaler, int current, int desired, JsonArray metrics, JsonArray conditions)
    {
        var scaledAt = last.GetValueOrDefault(scaler.Uid).ScaledAt;
        store.Update(ResourceTypes.HorizontalPodAutoscalers, scaler.Namespace, scaler.Name, s =>
        {
            foreach (var condition in conditions.OfType<JsonObject>())
                if (s.Condition(condition.Text("type")!) is { } known && known.Text("status") == condition.Text("status"))
                    condition["lastTransitionTime"] = known.Text("lastTransitionTime");
            var status = new JsonObject { ["currentReplicas"] = current, ["desiredReplicas"] = desired, ["conditions"] = conditions };
            if (metrics.Count > 0) status["currentMetrics"] = metrics;
            if (scaledAt is { } at) status["lastScaleTime"] = Fields.Stamp(at);
            s["status"] = status;
            return s;
        });
    }

    private JsonObject Condition(string type, bool holds, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = holds ? "True" : "False",
        ["lastTransitionTime"] = Fields.Stamp(store.Time.GetUtcNow()),
        ["reason"] = reason,
        ["message"] = message,
    };
}
