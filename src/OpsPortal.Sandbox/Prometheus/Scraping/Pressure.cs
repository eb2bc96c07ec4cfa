using OpsPortal.Sandbox.Simulation.Logs;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Prometheus.Scraping;

/// <summary>How a pod does under its share of the requests.</summary>
/// <param name="RequestsPerSecond">That reach this pod.</param>
/// <param name="ErrorShare">Of them, 0 to 1.</param>
internal readonly record struct Pressure(double RequestsPerSecond, double ErrorShare, ResponseTimes Times)
{
    /// <summary>A pod bears half as much again as usual before it fails requests.</summary>
    private const double Bearable = 1.5;

    /// <summary>Of the requests that a crashing pod's neighbours have to take over.</summary>
    private const double LostByCrashes = 0.15;

    /// <param name="usual">Replicas that the workload has when all is well.</param>
    /// <param name="ready">That share the requests now.</param>
    /// <param name="crashing">Pods of the workload that keep ending.</param>
    public static Pressure Of(TrafficDefinition traffic, LogConditions conditions, bool maintenance, int usual, int ready, int crashing)
    {
        var load = (double)usual / Math.Max(1, ready);
        var errors = conditions.ErrorShare
            + Math.Min(0.3, 0.08 * Math.Max(0, load - Bearable))
            + LostByCrashes * crashing / Math.Max(1, ready + crashing);
        var slowness = conditions.Slowness * Math.Pow(load, load > 1 ? 0.9 : 0.3);
        return new(traffic.RequestsPerSecond / Math.Max(1, ready), maintenance ? 1 : Math.Min(1, errors), new(traffic.MedianMilliseconds / 1000 * slowness));
    }
}
