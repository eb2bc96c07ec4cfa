using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Scraping;

/// <summary>The labels of a target with the name of each of its metrics, made once for all scrapes.</summary>
internal sealed class NamedLabels(Labels basis)
{
    private readonly Dictionary<string, Labels> made = [];

    public Labels Basis => basis;

    public Labels this[string metric]
    {
        get
        {
            if (!made.TryGetValue(metric, out var labels)) made[metric] = labels = basis.With(Labels.MetricName, metric);
            return labels;
        }
    }
}
