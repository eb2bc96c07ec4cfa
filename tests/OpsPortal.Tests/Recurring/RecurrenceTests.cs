using System.Globalization;
using OpsPortal.Recurring;
using Xunit;

namespace OpsPortal.Tests.Recurring;

/// <summary>Nights on which clocks change, leap days, ends of years, and rules that mean no good.</summary>
public class RecurrenceTests
{
    internal static Recurrence Of(string rule, string start, string zone = "UTC")
    {
        var read = Recurrence.Parse(rule, DateTime.Parse(start, CultureInfo.InvariantCulture), zone);
        Assert.True(read.Succeeded, read.Problem?.Detail);
        return read.Value;
    }

    internal static DateTimeOffset Utc(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    internal static string[] Times(Recurrence recurrence, string from, int count) => [.. recurrence.Following(Utc(from).AddTicks(-1), count).Select(o => o.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))];

    [Fact]
    public void A_local_time_that_does_not_exist_is_later_by_the_jump()
    {
        var nightly = Of("FREQ=DAILY", "2027-03-26T02:30", "Europe/Berlin");
        Assert.Equal(["2027-03-27 01:30", "2027-03-28 01:30", "2027-03-29 00:30"], Times(nightly, "2027-03-27", 3));
        var moved = nightly.Between(Utc("2027-03-28"), Utc("2027-03-29")).Single();
        Assert.True(moved.Moved);
        Assert.Equal(new DateTime(2027, 3, 28, 3, 30, 0), moved.Local);
    }

    [Fact]
    public void A_local_time_that_comes_twice_is_the_first()
    {
        Assert.Equal(["2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30"], Times(Of("FREQ=DAILY", "2026-10-01T02:30", "Europe/Berlin"), "2026-10-24", 3));
    }

    [Fact]
    public void A_moved_time_comes_in_its_turn_and_once()
    {
        // 02:00 and 02:30 are skipped; they come out at 03:00 and 03:30, which the rule has anyway.
        Assert.Equal(["2027-03-28 00:30", "2027-03-28 01:00", "2027-03-28 01:30", "2027-03-28 02:00"], Times(Of("FREQ=MINUTELY;INTERVAL=30", "2027-03-28T00:00", "Europe/Berlin"), "2027-03-28T00:30", 4));
        Assert.Equal(["2027-03-28 01:10", "2027-03-28 01:30", "2027-03-28 01:50"], Times(Of("FREQ=MINUTELY;INTERVAL=40", "2027-03-28T00:30", "Europe/Berlin"), "2027-03-28T01:00", 3));
    }

    [Fact]
    public void What_comes_next_is_the_same_from_wherever_one_looks()
    {
        var recurrence = Of("FREQ=MINUTELY;INTERVAL=17;BYHOUR=1,2,3", "2027-03-26T01:05", "Europe/Berlin");
        var all = recurrence.Between(Utc("2027-03-26"), Utc("2027-03-30")).ToList();
        for (var at = Utc("2027-03-26"); at < Utc("2027-03-29"); at = at.AddMinutes(11))
            Assert.Equal(all.First(o => o.At > at), recurrence.Next(at));
    }

    [Fact]
    public void A_leap_day_waits_for_its_year()
    {
        Assert.Equal(["2028-02-29 09:00", "2032-02-29 09:00", "2036-02-29 09:00"], Times(Of("FREQ=YEARLY", "2028-02-29T09:00"), "2026-01-01", 3));
        Assert.Equal(["2096-02-29 09:00", "2104-02-29 09:00"], Times(Of("FREQ=YEARLY", "2028-02-29T09:00"), "2093-01-01", 2));
        Assert.Equal(["2027-01-31 09:00", "2027-03-31 09:00"], Times(Of("FREQ=MONTHLY", "2027-01-31T09:00"), "2027-01-01", 2));
        Assert.Equal(["2027-01-31 09:00", "2027-02-28 09:00"], Times(Of("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-31T09:00"), "2027-01-01", 2));
    }

    [Fact]
    public void A_year_ends_in_its_own_week()
    {
        Assert.Equal(["2027-01-01 02:00", "2027-12-31 02:00"], Times(Of("FREQ=YEARLY;BYWEEKNO=52,53;BYDAY=FR", "2026-12-28T02:00"), "2026-12-28", 2));
        Assert.Equal(["2026-12-31 23:45", "2027-12-31 23:45"], Times(Of("FREQ=YEARLY;BYYEARDAY=-1", "2026-01-01T23:45"), "2026-06-01", 2));
    }

    [Fact]
    public void Weeks_are_numbered_as_ISO_8601_has_them()
    {
        var weeks = Enumerable.Range(1, 53).ToDictionary(w => w, w => Of($"FREQ=YEARLY;BYWEEKNO={w}", "2000-01-01T00:00").Between(Utc("2000-01-01"), Utc("2060-01-01")).Select(o => o.At).ToHashSet());
        for (var day = Utc("2000-01-01"); day < Utc("2060-01-01"); day = day.AddDays(1))
            Assert.Equal([ISOWeek.GetWeekOfYear(day.UtcDateTime)], weeks.Where(w => w.Value.Contains(day)).Select(w => w.Key));
    }

    [Fact]
    public void Dates_are_added_and_left_out()
    {
        var recurrence = Of("RRULE:FREQ=WEEKLY;BYDAY=SU\nRDATE:20261225T020000\nEXDATE:20261220,20261227T010000Z", "2026-12-01T02:00", "Europe/Berlin");
        Assert.Equal(["2026-12-06 01:00", "2026-12-13 01:00", "2026-12-25 01:00", "2027-01-03 01:00"], Times(recurrence, "2026-12-01", 4));
    }

    [Fact]
    public void It_ends_when_it_says_so()
    {
        Assert.Equal(["2026-12-06 02:00", "2026-12-13 02:00"], Times(Of("FREQ=WEEKLY;BYDAY=SU;UNTIL=20261213", "2026-12-01T02:00"), "2026-01-01", 9));
        Assert.Equal(["2026-12-13 02:00"], Times(Of("FREQ=WEEKLY;BYDAY=SU;COUNT=2", "2026-12-01T02:00"), "2026-12-07", 9));
        Assert.Null(Of("FREQ=DAILY;COUNT=1", "2026-12-01T02:00").Next(Utc("2026-12-01T02:00")));
    }

    [Theory]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never falls")]
    [InlineData("FREQ=MINUTELY;INTERVAL=1440;BYHOUR=7", "never falls")]
    [InlineData("FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=31", "never falls")]
    [InlineData("FREQ=DAILY;UNTIL=20200101", "ends before its start")]
    [InlineData("FREQ=DAILY;COUNT=999999999", "COUNT=999999999: it is a whole number from 1 to 10000")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;INTERVAL=3;COUNT=9000", "")]
    [InlineData("FREQ=SECONDLY", "shortest is FREQ=MINUTELY")]
    [InlineData("FREQ=OFTEN", "YEARLY, MONTHLY, WEEKLY")]
    [InlineData("FREQ=3", "YEARLY, MONTHLY, WEEKLY")]
    [InlineData("BYDAY=SU", "FREQ is missing")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX", "\"XX\" is no day")]
    [InlineData("FREQ=WEEKLY;BYDAY=1SU", "goes with MONTHLY and YEARLY")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0", "\"0\" is not a number from 1 to 31")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20301231", "exclude each other")]
    [InlineData("FREQ=DAILY;FREQ=DAILY", "twice")]
    [InlineData("FREQ=DAILY;BYEASTER=0", "BYEASTER is not known")]
    [InlineData("FREQ=DAILY;INTERVAL=0", "INTERVAL=0")]
    [InlineData("FREQ=DAILY;UNTIL=soon", "UNTIL=SOON")]
    [InlineData("RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "two rules")]
    [InlineData("DTSTART:20260101T000000\nRRULE:FREQ=DAILY", "Leave DTSTART out")]
    [InlineData("RRULE:FREQ=DAILY\nEXDATE:tomorrow", "\"tomorrow\" is no date")]
    [InlineData("", "Say when")]
    [InlineData("every now and then", "neither a rule")]
    public void What_is_wrong_is_said(string rule, string why)
    {
        var read = Recurrence.Parse(rule, new(2026, 11, 1, 2, 0, 0), "UTC");
        if (why.Length == 0) Assert.True(read.Succeeded, read.Problem?.Detail);
        else Assert.Contains(why, read.Problem?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_that_does_not_exist_is_named() =>
        Assert.Equal("timeZone", Recurrence.Parse("FREQ=DAILY", new(2026, 11, 1), "Europe/Atlantis").Problem?.Field);

    [Fact]
    public void A_long_time_after_its_start_nothing_is_counted_through()
    {
        var everyMinute = Of("FREQ=MINUTELY", "1950-01-01T00:00", "Europe/Berlin");
        Assert.Equal(Utc("2026-11-21T12:01"), everyMinute.Next(Utc("2026-11-21T12:00"))!.At);
        var heavy = Of($"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR={string.Join(',', Enumerable.Range(0, 24))};BYMINUTE={string.Join(',', Enumerable.Range(0, 60))}", "1950-01-01T00:00");
        Assert.Equal(Utc("2026-12-31T23:59"), heavy.Next(Utc("2026-11-21"))!.At);
    }
}
