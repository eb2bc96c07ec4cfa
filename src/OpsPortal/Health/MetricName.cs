using System.Diagnostics.Metrics;

namespace OpsPortal.Health;

/// <summary>How an instrument is called in Prometheus: base units and <c>_total</c> as its naming guide wants them.</summary>
internal static class MetricName
{
    public static string Of(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return Clean(instrument.Name) + unit + (KindOf(instrument) == "counter" ? "_total" : "");
    }

    public static string KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var name = type.IsGenericType ? type.GetGenericTypeDefinition().Name : type.Name;
        return name.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : name is "Counter`1" or "ObservableCounter`1" ? "counter" : "gauge";
    }

    public static string Clean(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));

    public static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
