using OpsPortal.Frame;
using Xunit;

namespace OpsPortal.Tests.Frame;

public class TimeTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 12, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2, "now")]
    [InlineData(40, "40 s ago")]
    [InlineData(240, "4 min ago")]
    [InlineData(7300, "2 h ago")]
    [InlineData(90000, "1 d ago")]
    [InlineData(-600, "in 10 min")]
    [InlineData(5_000_000, "2026-09-24")]
    public void SaysHowLongAgo(int seconds, string expected) => Assert.Equal(expected, RelativeText.Of(Now.AddSeconds(-seconds), Now));

    [Fact]
    public void NamesTheZoneOfAnAbsoluteTime() =>
        Assert.Equal("2026-11-21 03:12:00 UTC", RelativeText.Absolute(new DateTimeOffset(2026, 11, 21, 5, 12, 0, TimeSpan.FromHours(2))));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(1.44, "1.4 s")]
    [InlineData(42.9, "42 s")]
    [InlineData(72, "1 m 12 s")]
    [InlineData(7380, "2 h 3 m")]
    [InlineData(90000, "25 h 0 m")]
    public void SaysHowLongItTook(double seconds, string expected) => Assert.Equal(expected, DurationText.Of(TimeSpan.FromSeconds(seconds)));
}
