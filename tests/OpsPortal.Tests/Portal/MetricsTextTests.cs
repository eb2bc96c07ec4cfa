using System.Diagnostics.Metrics;
using OpsPortal.Health;
using Xunit;

namespace OpsPortal.Tests.Portal;

public sealed class MetricsTextTests : IDisposable
{
    private readonly Meter meter = new("OpsPortal");
    private readonly MetricsText metrics = new();

    [Fact]
    public void A_counter_adds_up_per_set_of_labels()
    {
        var counter = meter.CreateCounter<int>("test.runs");
        counter.Add(2, new KeyValuePair<string, object?>("state", "a \"quoted\" one"));
        counter.Add(3, new KeyValuePair<string, object?>("state", "a \"quoted\" one"));
        var text = metrics.Render();
        Assert.Contains("# TYPE test_runs_total counter\n", text);
        Assert.Contains("test_runs_total{state=\"a \\\"quoted\\\" one\"} 5\n", text);
    }

    [Fact]
    public void A_histogram_counts_into_every_bucket_that_holds_the_value()
    {
        var histogram = meter.CreateHistogram<double>("test.wait", "s");
        histogram.Record(0.3);
        var text = metrics.Render();
        Assert.Contains("test_wait_seconds_bucket{le=\"0.25\"} 0\n", text);
        Assert.Contains("test_wait_seconds_bucket{le=\"0.5\"} 1\n", text);
        Assert.Contains("test_wait_seconds_bucket{le=\"+Inf\"} 1\n", text);
        Assert.Contains("test_wait_seconds_sum 0.3\n", text);
        Assert.Contains("test_wait_seconds_count 1\n", text);
    }

    [Fact]
    public void A_gauge_says_what_it_said_last()
    {
        var value = 7;
        meter.CreateObservableGauge("test.level", () => value);
        metrics.Render();
        value = 9;
        Assert.Contains("test_level 9\n", metrics.Render());
    }

    public void Dispose()
    {
        metrics.Dispose();
        meter.Dispose();
    }
}
