using OpsPortal.Checks;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Judging;
using OpsPortal.Checks.Pages;
using Xunit;

namespace OpsPortal.Tests.Checks;

public class DrawingTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 8, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static HistoryPoint Point(int minute, float? value, CheckOutcome outcome = CheckOutcome.Passed) => new(From.AddMinutes(minute), Minute, Rollup.Of([new(From.AddMinutes(minute), (short)outcome, value)]));

    [Fact]
    public void Thresholds_incidents_and_bad_runs_are_drawn_in()
    {
        var lines = PlotLines.Of([Point(0, 100), Point(30, 300, CheckOutcome.Failed), Point(59, 120)], From, From.AddHours(1), new("<", 200, 400, "ms"),
            [new(From.AddMinutes(30), From.AddMinutes(45), "INC-7", "/incidents/7"), new(From.AddDays(-2), From.AddDays(-1), "INC-1", "/incidents/1")])!;
        Assert.Equal(["target < 200 ms", "acceptable < 400 ms"], lines.Bounds.Select(b => b.Text));
        Assert.Equal("failed", Assert.Single(lines.Bad).Tone);
        var (x, width, span) = Assert.Single(lines.Spans);
        Assert.Equal(("360", "180", "INC-7"), (x, width, span.Text));
    }

    [Fact]
    public void A_long_gap_is_not_drawn_over()
    {
        var lines = PlotLines.Of([Point(0, 1), Point(1, 2), Point(50, 3)], From, From.AddHours(1), Thresholds.None, [])!;
        Assert.Equal(2, lines.Line.Count(c => c == 'M'));
    }

    [Fact]
    public void A_threshold_far_away_does_not_flatten_the_line() =>
        Assert.Empty(PlotLines.Of([Point(0, 1), Point(1, 2)], From, From.AddHours(1), new("<", 10_000), [])!.Bounds);

    [Fact]
    public void Nothing_measured_is_nothing_drawn() => Assert.Null(PlotLines.Of([], From, From.AddHours(1), Thresholds.None, []));

    [Fact]
    public void Bad_runs_stand_over_the_whole_height()
    {
        var shape = SparkShape.Of([new(From, 0, 80), new(From, 2, 900), new(From, 0, 40)]);
        Assert.Equal([false, true, false], shape.Bars.Select(b => b.Height == SparkShape.Height));
        Assert.Equal("last 3 runs: 1 bad", shape.Label);
    }

    [Fact]
    public void An_incident_lasts_until_the_check_passed_again()
    {
        var spans = CheckPage.Spans([
            new() { CheckId = 1, At = From.AddMinutes(20), From = CheckState.Failing, To = CheckState.Passing, Why = "ok", Incident = 7 },
            new() { CheckId = 1, At = From.AddMinutes(5), From = CheckState.Passing, To = CheckState.Failing, Why = "no", Incident = 7 },
        ], From.AddHours(1));
        Assert.Equal(new(From.AddMinutes(5), From.AddMinutes(20), "INC-7", "/incidents/7"), Assert.Single(spans));
    }

    [Fact]
    public void What_is_typed_is_read_and_what_is_not_right_is_told_with_its_field()
    {
        var draft = CheckDraft.New(new("Errors", "shop", Spec: new PrometheusCheck("up"), Thresholds: new("<", 0.1)));
        Assert.Equal((new PrometheusCheck("up"), new Thresholds("<", 0.1, null, "")), draft.Read().Value is { } form ? (form.Spec, form.Thresholds) : default);
        draft.Target = "a lot";
        Assert.Equal("thresholds", draft.Read().Problem!.Field);
        Assert.Equal("a lot", draft.Target);
    }
}
