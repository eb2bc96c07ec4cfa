using OpsPortal.Checks.History;
using OpsPortal.Checks.Judging;
using Xunit;

namespace OpsPortal.Tests.Checks;

public class HistoryTests
{
    private static readonly DateTimeOffset Hour = new(2026, 3, 8, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_packed_comes_out_as_it_went_in()
    {
        var random = new Random(42);
        for (var round = 0; round < 200; round++)
        {
            var at = Hour;
            List<Sample> samples = [];
            for (var i = 0; i < random.Next(0, 400); i++)
            {
                at = at.AddMilliseconds(random.Next(0, 20_000));
                samples.Add(new(at, (short)random.Next(0, 4), random.Next(4) switch { 0 => null, 1 => 84.5f, 2 => float.MaxValue, _ => (float)random.NextDouble() * 1_000 }));
            }
            Assert.Equal(samples, SamplePack.Unpack(Hour, SamplePack.Pack(Hour, samples)));
        }
    }

    [Fact]
    public void An_hour_of_a_minutely_check_takes_less_than_half_a_kilobyte()
    {
        var random = new Random(1);
        var samples = Enumerable.Range(0, 60).Select(i => new Sample(Hour.AddSeconds((i * 60) + (random.NextDouble() * 6)), 0, 80 + (float)random.NextDouble())).ToList();
        Assert.InRange(SamplePack.Pack(Hour, [.. samples.Select(s => s with { At = Hour.AddMilliseconds(Math.Floor((s.At - Hour).TotalMilliseconds)) })]).Length, 1, 512);
    }

    [Fact]
    public void A_rollup_counts_and_measures()
    {
        var samples = Enumerable.Range(1, 100).Select(i => new Sample(Hour.AddSeconds(i), (short)(i <= 90 ? CheckOutcome.Passed : i <= 95 ? CheckOutcome.Warned : i <= 99 ? CheckOutcome.Failed : CheckOutcome.Unknown), i == 100 ? null : i)).ToList();
        var rollup = Rollup.Of(samples);
        Assert.Equal((90, 5, 4, 1), (rollup.Passed, rollup.Warned, rollup.Failed, rollup.Unknown));
        Assert.Equal((1f, 50f, 99f, 95f), (rollup.Min, rollup.Average, rollup.Max, rollup.P95));
        Assert.Equal(95 / 99.0, Rollup.Uptime(rollup.Passed, rollup.Warned, rollup.Failed));
    }

    [Fact]
    public void Nothing_measured_is_no_number_and_nothing_told_no_uptime()
    {
        Assert.Equal(new Rollup(0, 0, 0, 1, null, null, null, null), Rollup.Of([new(Hour, (short)CheckOutcome.Unknown, null)]));
        Assert.Null(Rollup.Uptime(0, 0, 0));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 19)]
    [InlineData(21, 20)]
    [InlineData(100, 95)]
    public void The_95th_percentile_is_a_value_that_was_measured(int count, float expected) =>
        Assert.Equal(expected, Rollup.Percentile([.. Enumerable.Range(1, count).Select(i => (float)i)], 0.95));
}
