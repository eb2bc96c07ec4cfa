using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Scraping;

/// <summary>
/// The samples of the last scrapes, one for each series and scrape. A series that a scrape does not give has ended with it.
/// Bounded: the oldest scrape makes room for the newest. Safe for concurrent use.
/// </summary>
internal sealed class MetricHistory(int capacity) : ISampleStore
{
    private readonly Lock gate = new();
    private readonly long[] times = new long[capacity];
    private readonly Dictionary<Labels, ScrapedSeries> series = [];

    /// <summary>How many scrapes there were, those included that are forgotten.</summary>
    private long count;

    /// <summary>Writes all samples of one scrape.</summary>
    /// <param name="at">Milliseconds since 1970, later than the scrape before.</param>
    public void Scrape(long at, Action scrape)
    {
        lock (gate)
        {
            times[count++ % capacity] = at;
            scrape();
            if (count % capacity == 0)
                foreach (var ended in series.Where(s => s.Value.Last <= count - capacity).Select(s => s.Key).ToList()) series.Remove(ended);
        }
    }

    /// <summary>Only within a scrape.</summary>
    public void Write(Labels labels, double value)
    {
        if (!series.TryGetValue(labels, out var found)) series[labels] = found = new(this, labels, capacity);
        found.Write(count - 1, value);
    }

    public IReadOnlyList<ISeries> Select(IReadOnlyList<LabelMatcher> matchers)
    {
        lock (gate) return [.. series.Values.Where(s => matchers.All(m => m.Matches(s.Labels))).OrderBy(s => s.Labels)];
    }

    private Sample? Newest(ScrapedSeries of, long after, long until)
    {
        lock (gate)
            return Index(until) is var index and >= 0 && times[index % capacity] > after && of.At(index) is { } value ? new(times[index % capacity], value) : null;
    }

    private List<Sample> Between(ScrapedSeries of, long after, long until)
    {
        List<Sample> samples = [];
        lock (gate)
            for (var index = Index(after) is var before and >= 0 ? before + 1 : Math.Max(0, count - capacity); index < count && times[index % capacity] <= until; index++)
                if (of.At(index) is { } value) samples.Add(new(times[index % capacity], value));
        return samples;
    }

    /// <summary>The number of the last scrape not after that time; -1 where all that are remembered were later.</summary>
    private long Index(long at)
    {
        var (low, high) = (Math.Max(0, count - capacity), count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (times[middle % capacity] <= at) low = middle + 1;
            else high = middle - 1;
        }
        return high < Math.Max(0, count - capacity) ? -1 : high;
    }

    private sealed class ScrapedSeries(MetricHistory history, Labels labels, int capacity) : ISeries
    {
        private readonly double[] values = new double[capacity];

        /// <summary>In which round of the ring each value was written; 0: never.</summary>
        private readonly byte[] rounds = new byte[capacity];

        public Labels Labels => labels;
        public long Last { get; private set; } = -1;

        public void Write(long scrape, double value)
        {
            values[scrape % capacity] = value;
            rounds[scrape % capacity] = Round(scrape);
            Last = scrape;
        }

        public double? At(long scrape) => rounds[scrape % capacity] == Round(scrape) ? values[scrape % capacity] : null;
        private byte Round(long scrape) => (byte)(1 + scrape / capacity % 255);
        public Sample? Newest(long after, long until) => history.Newest(this, after, until);
        public IReadOnlyList<Sample> Between(long after, long until) => history.Between(this, after, until);
    }
}
