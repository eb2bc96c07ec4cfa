using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Telling;
using Xunit;

namespace OpsPortal.Tests.Maintenance;

public class LeadTimeTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("P14D", "2 weeks")]
    [InlineData("P2W", "2 weeks")]
    [InlineData("P10D", "10 days")]
    [InlineData("PT24H", "24 hours")]
    [InlineData("P1DT12H", "1 day and 12 hours")]
    [InlineData("PT90M", "1 hour 30 minutes")]
    public void Is_said_in_words(string iso, string words) => Assert.Equal(words, LeadTime.Read(iso).Value!.Words);

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("two weeks")]
    [InlineData("PT0S")]
    [InlineData("-P1D")]
    [InlineData("P400D")]
    public void What_is_none_gets_a_sentence(string text) => Assert.Equal("announceBefore", LeadTime.Read(text).Problem?.Field);

    [Fact]
    public void Two_weeks_before_is_the_same_time_of_day_although_clocks_change_and_24_hours_are_24_hours()
    {
        // Clocks go forward on 29 March 2026: 02:00 becomes 03:00.
        var start = new DateTimeOffset(2026, 3, 29, 4, 0, 0, TimeSpan.FromHours(2));
        Assert.Equal(new DateTimeOffset(2026, 3, 15, 4, 0, 0, TimeSpan.FromHours(1)), LeadTime.Read("P14D").Value!.Before(start, Berlin));
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 4, 0, 0, TimeSpan.FromHours(1)), LeadTime.Read("P1D").Value!.Before(start, Berlin));
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 3, 0, 0, TimeSpan.FromHours(1)), LeadTime.Read("PT24H").Value!.Before(start, Berlin));
        // And back on 25 October 2026.
        var autumn = new DateTimeOffset(2026, 10, 25, 4, 0, 0, TimeSpan.FromHours(1));
        Assert.Equal(new DateTimeOffset(2026, 10, 24, 4, 0, 0, TimeSpan.FromHours(2)), LeadTime.Read("P1D").Value!.Before(autumn, Berlin));
        Assert.Equal(new DateTimeOffset(2026, 10, 24, 5, 0, 0, TimeSpan.FromHours(2)), LeadTime.Read("PT24H").Value!.Before(autumn, Berlin));
    }

    [Fact]
    public void Of_lead_times_that_are_past_the_nearest_is_due_at_once()
    {
        var start = new DateTimeOffset(2026, 3, 8, 2, 0, 0, TimeSpan.Zero);
        string[] leads = ["P14D", "P7D", "PT24H"];
        Assert.Equal(["P14D", "P7D", "PT24H"], Announcements.Times(leads, start, TimeZoneInfo.Utc, start.AddDays(-20)).Select(a => a.Lead));
        var now = start.AddDays(-3);
        Assert.Equal([("P7D", now), ("PT24H", start.AddDays(-1))], Announcements.Times(leads, start, TimeZoneInfo.Utc, now));
        var late = start.AddHours(-1);
        Assert.Equal([("PT24H", late)], Announcements.Times(leads, start, TimeZoneInfo.Utc, late));
    }
}
