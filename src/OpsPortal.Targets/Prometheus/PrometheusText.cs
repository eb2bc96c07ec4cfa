using System.Globalization;

namespace OpsPortal.Targets.Prometheus;

/// <summary>An answer as lines: one for each series, its value behind it.</summary>
internal static class PrometheusText
{
    // one long name does not push all values out of sight
    private const int Widest = 120;

    public static IEnumerable<string> Lines(PrometheusAnswer answer)
    {
        if (answer.Type is "scalar" or "string") return answer.Series.SelectMany(s => s.Samples).Select(s => s.Text);
        if (answer.Series.Count == 0) return ["no data"];
        if (answer.Type == "matrix")
            return answer.Series.SelectMany(s => new[] { s.ToString() }.Concat(s.Samples.Select(v => $"  {v.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}  {v.Text}")));
        var names = answer.Series.Select(s => s.ToString()).ToList();
        var width = Math.Min(Widest, names.Max(n => n.Length));
        return answer.Series.Select((s, i) => $"{names[i].PadRight(width)}  {(s.Samples.Count > 0 ? s.Samples[0].Text : "")}");
    }

    /// <summary>"3 series", "no data".</summary>
    public static string Summary(PrometheusAnswer answer) => answer.Type switch
    {
        "scalar" or "string" => answer.Series[0].Samples[0].Text,
        _ when answer.Series.Count == 0 => "no data",
        _ when answer is { Type: "vector", Series: [{ Labels.Count: 0, Samples: [var only, ..] }] } => only.Text,
        _ => $"{answer.Series.Count} series",
    };
}
