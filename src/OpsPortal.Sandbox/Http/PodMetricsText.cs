using System.Text;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Http;

/// <summary>The metrics of one pod in Prometheus' text format, as it would give them when asked itself.</summary>
internal sealed class PodMetricsText(ISampleStore store)
{
    /// <summary>Labels that Prometheus adds, not the pod.</summary>
    private static readonly HashSet<string> OfTarget = [Labels.MetricName, "app", "instance", "job", "namespace", "pod"];

    public ServiceAnswer Of(Backend backend)
    {
        var at = backend.Now.ToUnixTimeMilliseconds();
        var series = store.Select([
            new("namespace", MatchKind.Equal, backend.Namespace), new("pod", MatchKind.Equal, backend.State.Life.Name),
            new(Labels.MetricName, MatchKind.Regex, "(http|process)_.*|active_connections")]);
        var text = new StringBuilder();
        foreach (var family in series.Select(s => (s.Labels, Sample: s.Newest(at - 60_000, at))).Where(s => s.Sample is not null).GroupBy(s => Family(s.Labels[Labels.MetricName])))
        {
            text.Append("# TYPE ").Append(family.Key).Append(' ').Append(Type(family.Key)).Append('\n');
            foreach (var (labels, sample) in family)
                text.Append(labels[Labels.MetricName]).Append(Inner(labels)).Append(' ').Append(SampleNumber.Format(sample!.Value.Value)).Append('\n');
        }
        return ServiceAnswer.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }

    private static string Inner(Labels labels)
    {
        var own = labels.Pairs.Where(p => !OfTarget.Contains(p.Key)).Select(p => $"{p.Key}=\"{p.Value}\"").ToList();
        return own.Count == 0 ? "" : $"{{{string.Join(',', own)}}}";
    }

    private static string Family(string name) => name.StartsWith("http_request_duration_seconds", StringComparison.Ordinal) ? "http_request_duration_seconds" : name;

    private static string Type(string family) => family == "http_request_duration_seconds" ? "histogram" : family.EndsWith("_total", StringComparison.Ordinal) ? "counter" : "gauge";
}
