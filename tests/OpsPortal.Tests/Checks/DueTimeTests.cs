using OpsPortal.Checks.Judging;
using Xunit;

namespace OpsPortal.Tests.Checks;

public class DueTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 8, 3, 12, 0, TimeSpan.Zero);

    [Fact]
    public void A_thousand_checks_of_a_minute_are_spread_over_it()
    {
        var perSecond = Enumerable.Range(1, 1_000).Select(id => DueTimes.Next(id, TimeSpan.FromMinutes(1), Now)).GroupBy(d => d.ToUnixTimeSeconds() % 60).Select(g => g.Count()).ToList();
        // 17 of them fall into each second on average; all at once would be 1,000.
        Assert.True(perSecond.Count >= 58, $"only {perSecond.Count} seconds are used");
        Assert.True(perSecond.Max() <= 40, $"{perSecond.Max()} in one second");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(900)]
    [InlineData(21_600)]
    public void Each_comes_once_per_interval_and_keeps_its_place(int seconds)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        foreach (var id in new[] { 1, 2, 77, 4_096 })
        {
            var at = DueTimes.Next(id, interval, Now);
            for (var run = 0; run < 200; run++)
            {
                var next = DueTimes.Next(id, interval, at);
                Assert.InRange((next - at) / interval, 0.85, 1.15);
                at = next;
            }
            // 200 intervals later it is where it was, give or take the jitter: nothing drifts.
            Assert.InRange((at - DueTimes.Next(id, interval, Now)) / interval, 199.8, 200.2);
        }
    }

    [Fact]
    public void A_late_run_is_followed_by_the_next_turn_and_not_by_two()
    {
        var interval = TimeSpan.FromMinutes(1);
        var due = DueTimes.Next(7, interval, Now);
        var late = due + TimeSpan.FromSeconds(40);
        Assert.InRange((DueTimes.Next(7, interval, late) - late).TotalSeconds, 30, 100);
    }

    [Fact]
    public void After_an_outage_they_come_back_spread_over_minutes()
    {
        var times = Enumerable.Range(1, 1_000).Select(id => DueTimes.AfterOutage(id, TimeSpan.FromHours(1), Now) - Now).ToList();
        Assert.All(times, t => Assert.InRange(t.TotalMinutes, 0, 5));
        Assert.True(times.GroupBy(t => (int)t.TotalSeconds).Max(g => g.Count()) <= 15);
        Assert.All(Enumerable.Range(1, 100), id => Assert.InRange((DueTimes.AfterOutage(id, TimeSpan.FromSeconds(30), Now) - Now).TotalSeconds, 0, 30));
    }
}
