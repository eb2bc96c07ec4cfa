using OpsPortal.Sandbox.Prometheus.Evaluation;
using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Prometheus;

/// <summary>Results worked out by hand, at minute ten of samples that come each minute.</summary>
public class QueryEngineTests
{
    private const long Now = 600_000;

    private static readonly QueryEngine Engine = new(WrittenSamples.Of(TimeSpan.FromMinutes(1),
        "requests_total{job=\"api\", status=\"200\"} 0+60x10",
        "requests_total{job=\"api\", status=\"500\"} 0+6x10",
        "requests_total{job=\"web\", status=\"200\"} 0+30x10",
        "restarted_total{job=\"api\"} 0 60 120 180 10 70 130 190 250 310 370",
        "level{job=\"api\", pod=\"a\"} 1+1x10",
        "level{job=\"api\", pod=\"b\"} 8x10",
        "level{job=\"web\", pod=\"c\"} 3 stale",
        "limit{job=\"api\", pod=\"a\"} 20x10",
        "limit{job=\"api\", pod=\"b\"} 10x10",
        "owner{job=\"api\", team=\"blue\"} 1x10",
        "times_bucket{le=\"0.1\"} 0+50x10",
        "times_bucket{le=\"0.5\"} 0+90x10",
        "times_bucket{le=\"1\"} 0+100x10",
        "times_bucket{le=\"+Inf\"} 0+100x10",
        "broken{job=\"api\"} NaNx10"));

    [Theory]
    [InlineData("1 + 2 * 3 ^ 2", "19")]
    [InlineData("-2 ^ 2", "-4")]
    [InlineData("7 % 4 - 1", "2")]
    [InlineData("2 > bool 1", "1")]
    [InlineData("time()", "600")]
    [InlineData("scalar(level{pod=\"a\"})", "11")]
    [InlineData("scalar(level)", "NaN")]
    [InlineData("0x1F + 1e2 + 5m", "431")]
    public void Numbers(string query, string expected) => Assert.Equal(expected, SampleNumber.Format(Assert.IsType<ScalarValue>(Engine.Instant(query, Now)).Value));

    [Theory]
    [InlineData("level", "level{job=\"api\", pod=\"a\"} 11", "level{job=\"api\", pod=\"b\"} 8")]
    [InlineData("level{pod!=\"a\"}", "level{job=\"api\", pod=\"b\"} 8")]
    [InlineData("{__name__=~\"lev.*\", pod=~\"a|c\"}", "level{job=\"api\", pod=\"a\"} 11")]
    [InlineData("level{pod!~\"a|b\"}")]
    [InlineData("level{pod=\"a\"} offset 3m", "level{job=\"api\", pod=\"a\"} 8")]
    [InlineData("level{pod=\"a\"} @ 120", "level{job=\"api\", pod=\"a\"} 3")]
    [InlineData("nothing")]
    [InlineData("rate(requests_total{status=\"500\"}[5m])", "{job=\"api\", status=\"500\"} 0.1")]
    [InlineData("sum(rate(requests_total[5m]))", "{} 1.6")]
    [InlineData("sum by (job) (rate(requests_total[5m]))", "{job=\"api\"} 1.1", "{job=\"web\"} 0.5")]
    [InlineData("sum without (status) (increase(requests_total[5m]))", "{job=\"api\"} 330", "{job=\"web\"} 150")]
    [InlineData("increase(restarted_total[10m])", "{job=\"api\"} 544.444444444")]
    [InlineData("resets(restarted_total[10m])", "{job=\"api\"} 1")]
    [InlineData("irate(restarted_total[5m])", "{job=\"api\"} 1")]
    [InlineData("sum(rate(requests_total{status=~\"5..\"}[5m])) / sum(rate(requests_total[5m]))", "{} 0.0625")]
    [InlineData("level / limit > 0.6", "{job=\"api\", pod=\"b\"} 0.8")]
    [InlineData("level / limit > bool 0.6", "{job=\"api\", pod=\"a\"} 0", "{job=\"api\", pod=\"b\"} 1")]
    [InlineData("level > 9", "level{job=\"api\", pod=\"a\"} 11")]
    [InlineData("9 < level", "level{job=\"api\", pod=\"a\"} 11")]
    [InlineData("level * on (job) group_left (team) owner", "{job=\"api\", pod=\"a\", team=\"blue\"} 11", "{job=\"api\", pod=\"b\", team=\"blue\"} 8")]
    [InlineData("level and limit{pod=\"a\"}", "level{job=\"api\", pod=\"a\"} 11")]
    [InlineData("level unless on (pod) limit{pod=\"a\"}", "level{job=\"api\", pod=\"b\"} 8")]
    [InlineData("level{pod=\"a\"} or limit", "level{job=\"api\", pod=\"a\"} 11", "limit{job=\"api\", pod=\"b\"} 10")]
    [InlineData("max(level)", "{} 11")]
    [InlineData("avg(level)", "{} 9.5")]
    [InlineData("count(level)", "{} 2")]
    [InlineData("stddev(level)", "{} 1.5")]
    [InlineData("quantile(0.5, level)", "{} 9.5")]
    [InlineData("topk(1, level)", "level{job=\"api\", pod=\"a\"} 11")]
    [InlineData("bottomk(1, level)", "level{job=\"api\", pod=\"b\"} 8")]
    [InlineData("count_values(\"value\", limit)", "{value=\"20\"} 1", "{value=\"10\"} 1")]
    [InlineData("max(broken)", "{} NaN")]
    [InlineData("avg_over_time(level{pod=\"a\"}[3m])", "{job=\"api\", pod=\"a\"} 10")]
    [InlineData("max_over_time(level{pod=\"a\"}[10m:2m])", "{job=\"api\", pod=\"a\"} 11")]
    [InlineData("count_over_time(level{pod=\"c\"}[10m])")]
    [InlineData("delta(level{pod=\"a\"}[5m])", "{job=\"api\", pod=\"a\"} 5")]
    [InlineData("deriv(level{pod=\"a\"}[5m]) * 60", "{job=\"api\", pod=\"a\"} 1")]
    [InlineData("predict_linear(level{pod=\"a\"}[5m], 600)", "{job=\"api\", pod=\"a\"} 21")]
    [InlineData("histogram_quantile(0.95, rate(times_bucket[5m]))", "{} 0.75")]
    [InlineData("histogram_quantile(0.95, times_bucket)", "{} 0.75")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(times_bucket[5m])))", "{} 0.5")]
    [InlineData("histogram_quantile(2, times_bucket)", "{} +Inf")]
    [InlineData("absent(nothing{job=\"x\"})", "{job=\"x\"} 1")]
    [InlineData("absent(level)")]
    [InlineData("clamp_max(level, 9)", "{job=\"api\", pod=\"a\"} 9", "{job=\"api\", pod=\"b\"} 8")]
    [InlineData("round(level{pod=\"a\"} / 2)", "{job=\"api\", pod=\"a\"} 6")]
    [InlineData("sort_desc(limit)", "limit{job=\"api\", pod=\"a\"} 20", "limit{job=\"api\", pod=\"b\"} 10")]
    [InlineData("label_replace(owner, \"who\", \"$1 team\", \"team\", \"(.*)\")", "owner{job=\"api\", team=\"blue\", who=\"blue team\"} 1")]
    [InlineData("label_join(owner, \"both\", \"-\", \"job\", \"team\")", "owner{both=\"api-blue\", job=\"api\", team=\"blue\"} 1")]
    [InlineData("-level{pod=\"a\"}", "{job=\"api\", pod=\"a\"} -11")]
    [InlineData("vector(3)", "{} 3")]
    public void Vectors(string query, params string[] expected) =>
        Assert.Equal(expected, Assert.IsType<VectorValue>(Engine.Instant(query, Now)).Samples.Select(s => $"{s.Labels} {SampleNumber.Format(Math.Round(s.Value, 9))}"));

    [Theory]
    [InlineData("level * on (job) owner", "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)")]
    [InlineData("owner * on (job) level",
        "found duplicate series for the match group {job=\"api\"} on the right hand-side of the operation: [{__name__=\"level\", job=\"api\", pod=\"b\"}, {__name__=\"level\", job=\"api\", pod=\"a\"}];many-to-many matching not allowed: matching labels must be unique on one side")]
    [InlineData("label_replace(level, \"pod\", \"same\", \"pod\", \".*\")", "vector cannot contain metrics with the same labelset")]
    public void What_the_samples_do_not_allow_is_an_error(string query, string expected) =>
        Assert.Equal(expected, Assert.Throws<QueryEvaluationException>(() => Engine.Instant(query, Now)).Message);

    [Fact]
    public void A_range_has_a_value_for_each_step_that_has_samples()
    {
        var series = Engine.Range("level{pod=~\"a|c\"}", 0, 180_000, 60_000);
        Assert.Equal(["level{job=\"api\", pod=\"a\"} 0:1 60000:2 120000:3 180000:4", "level{job=\"web\", pod=\"c\"} 0:3"],
            series.Select(s => $"{s.Labels} {string.Join(' ', s.Samples.Select(v => $"{v.At}:{v.Value}"))}"));
        Assert.Equal("invalid expression type \"range vector\" for range query, must be Scalar or instant Vector",
            Assert.Throws<QueryTypeException>(() => Engine.Range("level[5m]", 0, 60_000, 60_000)).Message);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(-123456789012345680d, "-123456789012345680")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_are_written_as_Prometheus_writes_them(double value, string expected) => Assert.Equal(expected, SampleNumber.Format(value));
}
