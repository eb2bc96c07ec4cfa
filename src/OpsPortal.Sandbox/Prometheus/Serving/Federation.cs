using System.Globalization;
using System.Text;
using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Serving;

/// <summary>The newest samples for another Prometheus to read (https://prometheus.io/docs/prometheus/latest/federation/), in its text format.</summary>
internal static class Federation
{
    /// <summary>Milliseconds after which a series counts as ended.</summary>
    private const long Lookback = 300_000;

    /// <param name="selectors">At least one takes a series.</param>
    /// <param name="at">Milliseconds since 1970.</param>
    /// <exception cref="ParameterException">A selector is none.</exception>
    public static string Of(ISampleStore store, IEnumerable<string> selectors, long at)
    {
        var newest = selectors
            .SelectMany(text => QueryParser.Parse(text) is SelectorExpression selector ? store.Select(selector.Matchers) : throw new ParameterException("match[]", "expected type instant vector selector"))
            .DistinctBy(s => s.Labels).OrderBy(s => s.Labels)
            .Select(s => (s.Labels, Sample: s.Newest(at - Lookback, at))).Where(s => s.Sample is not null);
        var text = new StringBuilder();
        foreach (var family in newest.GroupBy(s => s.Labels[Labels.MetricName]))
        {
            text.Append("# TYPE ").Append(family.Key).Append(" untyped\n");
            foreach (var (labels, sample) in family)
                text.Append(family.Key).Append(Inner(labels)).Append(' ').Append(SampleNumber.Format(sample!.Value.Value)).Append(CultureInfo.InvariantCulture, $" {sample.Value.At}\n");
        }
        return text.ToString();
    }

    // As a query writes it, without the name in front; what reads it does not mind the spaces.
    private static string Inner(Labels labels) => labels.WithoutName() is { Pairs.Count: > 0 } rest ? rest.ToString() : "";
}
