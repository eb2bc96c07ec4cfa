namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>How many replicas an autoscaler wants (pkg/controller/podautoscaler: horizontal.go). Pure.</summary>
internal static class AutoscalerDecision
{
    private const double Tolerance = 0.1;

    /// <summary>Before limits: from the average utilization over the ready pods, in percent of what they request.</summary>
    public static int Desired(int ready, double utilization, double target)
    {
        var ratio = utilization / target;
        return Math.Abs(ratio - 1) <= Tolerance ? ready : (int)Math.Ceiling(ready * ratio);
    }

    /// <summary>Down only to the highest recommendation of the window; up by at most the double or four pods; within the bounds.</summary>
    public static (int Replicas, string Limited) Limit(int current, int desired, int min, int max, IEnumerable<int> recentRecommendations)
    {
        var stable = desired < current ? Math.Min(current, recentRecommendations.Append(desired).Max()) : desired;
        var fastest = Math.Max(current * 2, current + 4);
        if (stable > Math.Min(fastest, max)) return fastest < max ? (fastest, "ScaleUpLimit") : (max, "TooManyReplicas");
        if (stable < min) return (min, "TooFewReplicas");
        return (stable, "DesiredWithinRange");
    }
}
