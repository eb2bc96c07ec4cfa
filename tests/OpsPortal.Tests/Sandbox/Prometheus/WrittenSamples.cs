using System.Globalization;
using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Tests.Sandbox.Prometheus;

/// <summary>
/// Samples written by hand, a series a line: <c>name{label="value"} 0 1 2+10x3 _ stale</c>. One sample each step from time zero;
/// <c>2+10x3</c> is 2 12 22 32, <c>_</c> is no sample, <c>stale</c> ends the series there.
/// </summary>
internal sealed class WrittenSamples : ISampleStore
{
    private readonly Dictionary<Labels, WrittenSeries> series = [];

    public static WrittenSamples Of(TimeSpan step, params string[] lines)
    {
        var samples = new WrittenSamples();
        foreach (var line in lines) samples.Add(step, line);
        return samples;
    }

    public void Add(TimeSpan step, string line)
    {
        var split = line.IndexOf('}') is var brace and >= 0 ? brace + 1 : line.IndexOf(' ');
        var selector = (SelectorExpression)QueryParser.Parse(line[..split]);
        var labels = Labels.Of(selector.Matchers.Select(m => KeyValuePair.Create(m.Name, m.Value)));
        if (!series.TryGetValue(labels, out var one)) series[labels] = one = new(labels);
        var at = 0L;
        foreach (var value in line[split..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Values))
        {
            one.Add(at, value);
            at += (long)step.TotalMilliseconds;
        }
    }

    public IReadOnlyList<ISeries> Select(IReadOnlyList<LabelMatcher> matchers) =>
        [.. series.Values.Where(s => matchers.All(m => m.Matches(s.Labels))).OrderBy(s => s.Labels)];

    /// <summary>Null: no sample.</summary>
    public static IEnumerable<double?> Values(string word)
    {
        if (word == "_") return [null];
        if (word == "stale") return [double.NegativeZero];
        var times = word.IndexOf('x') is var x and > 0 && !word.StartsWith("0x", StringComparison.Ordinal) ? x : -1;
        if (times < 0) return [SampleNumber.Parse(word) ?? throw new FormatException(word)];
        var count = int.Parse(word.AsSpan(times + 1), CultureInfo.InvariantCulture);
        var head = word[..times];
        if (head == "_") return Enumerable.Repeat<double?>(null, count);
        var sign = head.AsSpan(1).IndexOfAny('+', '-') is var s and >= 0 ? s + 1 : -1;
        while (sign > 0 && head[sign - 1] is 'e' or 'E') sign = head.IndexOfAny(['+', '-'], sign + 1);
        if (sign < 0) return Enumerable.Repeat<double?>(SampleNumber.Parse(head), count + 1);
        var (first, step) = (SampleNumber.Parse(head[..sign])!.Value, SampleNumber.Parse(head[sign..])!.Value);
        return Enumerable.Range(0, count + 1).Select(i => (double?)(first + i * step));
    }

    private sealed class WrittenSeries(Labels labels) : ISeries
    {
        private readonly List<(long At, double? Value)> samples = [];

        public Labels Labels => labels;

        public void Add(long at, double? value)
        {
            if (value is { } given) samples.Add((at, given is 0 && double.IsNegative(given) ? null : given));
        }

        public Sample? Newest(long after, long until) =>
            samples.LastOrDefault(s => s.At <= until, (At: long.MinValue, Value: null)) is { Value: { } value, At: var at } && at > after ? new(at, value) : null;

        public IReadOnlyList<Sample> Between(long after, long until) =>
            [.. samples.Where(s => s.At > after && s.At <= until && s.Value is not null).Select(s => new Sample(s.At, s.Value!.Value))];
    }
}
