using OpsPortal.Recurring;
using Quartz;
using Xunit;
using static OpsPortal.Tests.Recurring.RecurrenceTests;

namespace OpsPortal.Tests.Recurring;

/// <summary>Cron, beside the one of the job engine, and on nights on which clocks change.</summary>
public class CronTests
{
    [Fact]
    public void It_falls_when_the_job_engines_cron_falls()
    {
        var random = new Random(7);
        string[] minutes = ["0", "30", "*/15", "*", "5-10", "0,20,40", "3/7"], hours = ["2", "*", "*/6", "8-18", "0,12", "22"], days = ["*", "1", "15", "*/5", "28-31", "1,15"], months = ["*", "1", "*/3", "JUN-AUG", "2", "12"], weekdays = ["*", "SUN", "MON-FRI", "SAT", "MON,WED"];
        string Any(string[] of) => of[random.Next(of.Length)];
        for (var i = 0; i < 500; i++)
        {
            var (minute, hour, month) = (Any(minutes), Any(hours), Any(months));
            // The engine wants a question mark in one of the two.
            var (day, weekday) = random.Next(2) == 0 ? (Any(days), "?") : ("?", Any(weekdays));
            var theirs = new CronExpression($"0 {minute} {hour} {day} {month} {weekday}", TimeZoneInfo.Utc);
            var from = Utc("2026-11-21").AddHours(random.Next(20_000));
            var ours = Of($"{minute} {hour} {day} {month} {weekday}", "2026-01-01").Following(from, 10).Select(o => (DateTimeOffset?)o.At);
            List<DateTimeOffset?> expected = [];
            for (DateTimeOffset? at = from; expected.Count < 10;) expected.Add(at = theirs.GetNextValidTimeAfter(at!.Value));
            Assert.Equal(expected, ours);
        }
    }

    [Fact]
    public void A_star_for_hours_follows_the_time_that_passes()
    {
        Assert.Equal(["2026-10-25 00:00", "2026-10-25 00:30", "2026-10-25 01:00", "2026-10-25 01:30", "2026-10-25 02:00"], Times(Of("*/30 * * * *", "2026-01-01", "Europe/Berlin"), "2026-10-25", 5));
        Assert.Equal(["2027-03-28 00:00", "2027-03-28 00:30", "2027-03-28 01:00", "2027-03-28 01:30"], Times(Of("*/30 * * * *", "2026-01-01", "Europe/Berlin"), "2027-03-28", 4));
    }

    [Fact]
    public void A_named_hour_comes_once_on_each_day()
    {
        Assert.Equal(["2026-10-25 00:30", "2026-10-26 01:30"], Times(Of("30 2 * * *", "2026-01-01", "Europe/Berlin"), "2026-10-25", 2));
        Assert.Equal(["2027-03-28 01:30", "2027-03-29 00:30"], Times(Of("30 2 * * *", "2026-01-01", "Europe/Berlin"), "2027-03-28", 2));
    }

    [Fact]
    public void Two_kinds_of_days_are_either_of_them() =>
        Assert.Equal(["2026-11-13 00:00", "2026-11-20 00:00", "2026-11-27 00:00", "2026-12-04 00:00", "2026-12-11 00:00", "2026-12-13 00:00"], Times(Of("0 0 13 * 5", "2026-01-01"), "2026-11-13", 6));

    [Fact]
    public void Seven_is_Sunday_too() => Assert.Equal(Times(Of("0 2 * * 0", "2026-01-01"), "2026-11-21", 3), Times(Of("0 2 * * 7", "2026-01-01"), "2026-11-21", 3));

    [Theory]
    [InlineData("0 0 2 * * 0", "five fields")]
    [InlineData("0 2 * *", "five fields")]
    [InlineData("60 2 * * *", "Cron, minute: \"60\" is not a number from 0 to 59")]
    [InlineData("0 2 * * SUNDAY", "Cron, day of week: \"SUNDAY\" is not a number from 0 to 7, nor a name such as SAT")]
    [InlineData("0 22-6 * * *", "runs backwards")]
    [InlineData("0 */0 * * *", "step")]
    [InlineData("0 2 L * *", "FREQ=MONTHLY;BYMONTHDAY=-1")]
    [InlineData("0 2 * * 6#1", "FREQ=MONTHLY;BYDAY=1SA")]
    [InlineData("0 2 30 2 *", "never falls")]
    [InlineData("@reboot", "After @ comes")]
    public void What_is_wrong_is_said(string cron, string why) =>
        Assert.Contains(why, Recurrence.Parse(cron, new(2026, 11, 1), "UTC").Problem?.Detail, StringComparison.Ordinal);
}
