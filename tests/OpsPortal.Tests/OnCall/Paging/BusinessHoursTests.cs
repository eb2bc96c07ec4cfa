using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.OnCall.Paging.Testing;
using Xunit;

namespace OpsPortal.Tests.OnCall.Paging;

public class BusinessHoursTests
{
    private static readonly BusinessHours Berlin = BusinessHours.Usual with { TimeZone = "Europe/Berlin" };

    [Theory]
    // Within them, at their first minute, before and after them, at the week's end.
    [InlineData("2026-01-07T10:30:00Z", "2026-01-07T10:30:00Z")]
    [InlineData("2026-01-07T08:00:00Z", "2026-01-07T08:00:00Z")]
    [InlineData("2026-01-07T03:00:00Z", "2026-01-07T08:00:00Z")]
    [InlineData("2026-01-07T16:00:00Z", "2026-01-08T08:00:00Z")]
    [InlineData("2026-01-09T15:59:59Z", "2026-01-09T15:59:59Z")]
    [InlineData("2026-01-09T16:00:00Z", "2026-01-12T08:00:00Z")]
    [InlineData("2026-01-10T12:00:00Z", "2026-01-12T08:00:00Z")]
    // It is Monday in Berlin already.
    [InlineData("2026-01-11T23:30:00Z", "2026-01-12T08:00:00Z")]
    // Clocks go forward on Sunday, back in autumn: nine in the morning stays nine in the morning.
    [InlineData("2026-03-27T17:00:00Z", "2026-03-30T07:00:00Z")]
    [InlineData("2026-10-23T16:00:00Z", "2026-10-26T08:00:00Z")]
    // The year's end, and a day that comes every four years.
    [InlineData("2025-12-31T18:00:00Z", "2026-01-01T08:00:00Z")]
    [InlineData("2028-02-28T18:00:00Z", "2028-02-29T08:00:00Z")]
    public void Next_is_now_or_when_they_begin_again(string at, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), Berlin.Next(DateTimeOffset.Parse(at)));

    [Fact]
    public void A_time_that_is_skipped_begins_when_the_clock_has_jumped()
    {
        var night = new BusinessHours("Europe/Berlin", [DayOfWeek.Sunday], new(2, 30), new(5, 0));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), night.Next(new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero)));
        // Of a time that comes twice the first counts.
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), night.Next(new(2026, 10, 24, 12, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Next_always_lies_within_them_and_never_before()
    {
        var chance = new Random(7);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        for (var n = 0; n < 2_000; n++)
        {
            var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(chance.Next(60 * 24 * 900));
            var next = Berlin.Next(at);
            var local = TimeZoneInfo.ConvertTime(next, zone);
            Assert.True(next >= at && next - at <= TimeSpan.FromDays(3), $"{at:O} → {next:O}");
            Assert.True(Berlin.Days.Contains(local.DayOfWeek) && local.TimeOfDay >= TimeSpan.FromHours(9) && local.TimeOfDay < TimeSpan.FromHours(17), $"{at:O} → {local:O}");
        }
    }

    [Theory]
    [InlineData(DayOfWeek.Monday, "2026-03-23T09:00:00Z", "2026-03-30T08:00:00Z")]
    [InlineData(DayOfWeek.Monday, "2026-03-23T08:59:00Z", "2026-03-23T09:00:00Z")]
    [InlineData(null, "2026-03-28T09:00:30Z", "2026-03-29T08:00:00Z")]
    public void A_planned_test_comes_at_its_wall_time_and_never_twice(DayOfWeek? day, string last, string next)
    {
        var routine = new TestRoutine { TimeZone = "Europe/Berlin", Day = day, At = new(10, 0), ContactId = Guid.NewGuid() };
        Assert.Equal(DateTimeOffset.Parse(next), routine.After(DateTimeOffset.Parse(last)));
    }
}
