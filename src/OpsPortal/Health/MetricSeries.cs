using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace OpsPortal.Health;

/// <summary>One instrument with one set of labels.</summary>
internal sealed class MetricSeries(Instrument instrument)
{
    /// <summary>Upper bounds, in seconds where the instrument measures time.</summary>
    private static readonly double[] Bounds = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly Lock gate = new();
    private readonly bool replaces = instrument.IsObservable || instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);
    private readonly long[] hits = MetricName.KindOf(instrument) == "histogram" ? new long[Bounds.Length] : [];
    private double sum;
    private long count;

    public void Record(double value)
    {
        lock (gate)
        {
            count++;
            sum = replaces ? value : sum + value;
            for (var i = 0; i < hits.Length; i++)
                if (value <= Bounds[i]) hits[i]++;
        }
    }

    public void Write(StringBuilder text, string name, string labels)
    {
        lock (gate)
        {
            if (hits.Length == 0) { Line(text, name, labels, sum); return; }
            for (var i = 0; i < hits.Length; i++) Line(text, name + "_bucket", Join(labels, $"le=\"{Bounds[i].ToString("R", CultureInfo.InvariantCulture)}\""), hits[i]);
            Line(text, name + "_bucket", Join(labels, "le=\"+Inf\""), count);
            Line(text, name + "_sum", labels, sum);
            Line(text, name + "_count", labels, count);
        }
    }

    private static string Join(string labels, string more) => labels.Length == 0 ? more : $"{labels},{more}";

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}
