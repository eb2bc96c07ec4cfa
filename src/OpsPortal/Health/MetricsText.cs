using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace OpsPortal.Health;

/// <summary>What .NET's meters measured, in the Prometheus text format (version 0.0.4).</summary>
public sealed class MetricsText : IDisposable
{
    private static readonly string[] Meters = ["OpsPortal", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components.Server.Circuits", "System.Runtime", "Npgsql"];

    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), MetricSeries> all = new();
    private readonly MeterListener listener = new();

    public MetricsText()
    {
        listener.InstrumentPublished = (instrument, l) => { if (Meters.Contains(instrument.Meter.Name)) l.EnableMeasurementEvents(instrument); };
        listener.SetMeasurementEventCallback<byte>((i, value, tags, _) => Record(i, value, tags));
        listener.SetMeasurementEventCallback<short>((i, value, tags, _) => Record(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Record(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Record(i, value, tags));
        listener.SetMeasurementEventCallback<float>((i, value, tags, _) => Record(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Record(i, value, tags));
        listener.SetMeasurementEventCallback<decimal>((i, value, tags, _) => Record(i, (double)value, tags));
        listener.Start();
    }

    public string Render()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in all.GroupBy(s => MetricName.Of(s.Key.Instrument)).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} {MetricName.KindOf(family.First().Key.Instrument)}\n");
            foreach (var ((_, labels), series) in family.OrderBy(s => s.Key.Labels, StringComparer.Ordinal)) series.Write(text, family.Key, labels);
        }
        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var tag in tags)
            labels.Append(labels.Length > 0 ? "," : "").Append(MetricName.Clean(tag.Key)).Append("=\"")
                .Append(MetricName.Escape(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        all.GetOrAdd((instrument, labels.ToString()), static key => new MetricSeries(key.Instrument)).Record(value);
    }
}
