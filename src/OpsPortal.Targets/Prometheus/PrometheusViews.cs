namespace OpsPortal.Targets.Prometheus;

/// <summary>An answer for the eye.</summary>
internal static class PrometheusViews
{
    private const int MostRows = 1000, MostSeries = 30, MostPoints = 2000;

    /// <summary>Labels and value; labels that all have in common too, so that nothing has to be guessed.</summary>
    public static ResultGrid? Grid(PrometheusAnswer answer, string title)
    {
        if (answer.Type != "vector" || answer.Series.Count == 0) return null;
        var labels = answer.Series.SelectMany(s => s.Labels.Select(l => l.Name)).Distinct().Order(StringComparer.Ordinal).ToList();
        var named = answer.Series.Any(s => s.Name.Length > 0);
        List<GridColumn> columns = [.. named ? [new GridColumn("metric")] : Array.Empty<GridColumn>(), .. labels.Select(l => new GridColumn(l)), new("value", null, Numeric: true)];
        var rows = answer.Series.Take(MostRows).Select(s => (IReadOnlyList<string?>)[.. named ? [s.Name] : Array.Empty<string?>(), .. labels.Select(l => s.Labels.FirstOrDefault(own => own.Name == l).Value), s.Samples.Count > 0 ? s.Samples[0].Text : null]);
        return new(title, columns, [.. rows], answer.Series.Count > MostRows);
    }

    public static ResultPlot? Plot(PrometheusAnswer answer, string title)
    {
        if (answer.Type != "matrix" || answer.Series.Count == 0) return null;
        return new(title, [.. answer.Series.Take(MostSeries).Select(s => new PlotSeries(s.ToString(), [.. Thinned(s.Samples).Select(v => new PlotPoint(v.Time, v.Value))]))]);
    }

    private static IEnumerable<Sample> Thinned(IReadOnlyList<Sample> samples)
    {
        var step = Math.Max(1, (samples.Count + MostPoints - 1) / MostPoints);
        return samples.Where((_, i) => i % step == 0);
    }
}
