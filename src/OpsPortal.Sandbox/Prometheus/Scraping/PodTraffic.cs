using OpsPortal.Sandbox.Prometheus.Samples;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Prometheus.Scraping;

/// <summary>The requests that one run of a container has counted. A restart begins a new one: its counters start at zero.</summary>
internal sealed class PodTraffic
{
    private const double NotFoundShare = 0.02;

    private readonly List<Counter> counters = [];
    private readonly double[] counts;
    private readonly double[] buckets = new double[ResponseTimes.Bounds.Count];
    private readonly IReadOnlyList<Labels> bucketLabels;
    private readonly Labels errorLabels, sumLabels, countLabels, openLabels;
    private readonly ulong seed;
    private double errors, seconds;
    private double open;

    /// <param name="target">Labels of everything that this pod tells.</param>
    /// <param name="before">Seconds that the container ran before it was first looked at.</param>
    public PodTraffic(TrafficDefinition traffic, Labels target, Pressure pressure, double before)
    {
        seed = Simulation.Naming.Hash(target.ToString());
        var handlers = traffic.Handlers.Select((h, i) => (Parts: h.Split(' ', 2), Weight: 1.0 / (i + 1))).ToList();
        var all = handlers.Sum(h => h.Weight);
        foreach (var (parts, weight) in handlers)
            foreach (var status in (string[])["200", "500", "503", "404"])
                if (status != "404" || parts[0] == "GET")
                    counters.Add(new(Named(target, "http_requests_total").With("method", parts[0]).With("handler", parts[^1]).With("status", status), status, weight / all, parts[0] == "GET"));
        counts = new double[counters.Count];
        errorLabels = Named(target, "http_request_errors_total");
        sumLabels = Named(target, "http_request_duration_seconds_sum");
        countLabels = Named(target, "http_request_duration_seconds_count");
        openLabels = Named(target, "active_connections");
        bucketLabels = [.. ResponseTimes.Bounds.Select(b => Named(target, "http_request_duration_seconds_bucket").With("le", SampleNumber.Format(b)))];
        // An hour of it is enough of a past, and keeps the numbers apart from those that a person would call broken.
        Count(pressure, Math.Min(before, 3600), unavailable: false);
    }

    /// <param name="unavailable">What fails says so (503) rather than 500.</param>
    public void Count(Pressure pressure, double duration, bool unavailable)
    {
        var requests = pressure.RequestsPerSecond * duration;
        for (var i = 0; i < counts.Length; i++)
        {
            var share = counters[i].Status switch
            {
                "200" => (1 - pressure.ErrorShare) * (counters[i].MayMiss ? 1 - NotFoundShare : 1),
                "404" => (1 - pressure.ErrorShare) * NotFoundShare,
                "503" => unavailable ? pressure.ErrorShare : 0,
                _ => unavailable ? 0 : pressure.ErrorShare,
            };
            counts[i] += requests * counters[i].Weight * share;
        }
        for (var i = 0; i < buckets.Length; i++) buckets[i] += requests * pressure.Times.ShareUpTo(ResponseTimes.Bounds[i]);
        errors += requests * pressure.ErrorShare;
        seconds += requests * pressure.Times.Mean;
        open = 4 + pressure.RequestsPerSecond * pressure.Times.Mean * 3;
    }

    public void Tell(MetricHistory history, DateTimeOffset at)
    {
        for (var i = 0; i < counts.Length; i++)
            // A status appears with its first request, but the usual ones from the start.
            if (counts[i] >= 1 || counters[i].Status is "200" or "500") history.Write(counters[i].Labels, Math.Floor(counts[i]));
        for (var i = 0; i < buckets.Length; i++) history.Write(bucketLabels[i], Math.Floor(buckets[i]));
        history.Write(countLabels, Math.Floor(buckets[^1]));
        history.Write(sumLabels, Math.Round(seconds, 3));
        history.Write(errorLabels, Math.Floor(errors));
        history.Write(openLabels, Math.Round(open * (1 + 0.2 * Math.Sin(at.ToUnixTimeSeconds() / 37.0 + seed % 7))));
    }

    /// <param name="Weight">Share of the requests that ask for it.</param>
    /// <param name="MayMiss">Some of what is asked for does not exist.</param>
    private sealed record Counter(Labels Labels, string Status, double Weight, bool MayMiss);

    private static Labels Named(Labels target, string name) => target.With(Labels.MetricName, name);
}
