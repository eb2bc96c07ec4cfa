using OpsPortal.Recurring;
using Xunit;
using static OpsPortal.Tests.Recurring.RecurrenceTests;

namespace OpsPortal.Tests.Recurring;

/// <summary>Rules in words, and words as rules.</summary>
public class RecurrenceTextTests
{
    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=0", "every Sunday at 02:00 UTC")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every 2 weeks on Monday and Thursday at 09:30 UTC")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every Monday to Friday at 09:30 UTC")]
    [InlineData("FREQ=MONTHLY;BYDAY=1SA;BYHOUR=2;BYMINUTE=0", "on the first Saturday of every month at 02:00 UTC")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=3", "on the last Friday of every 3 months at 09:30 UTC")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=1,-1", "on day 1 and the last day of every month at 09:30 UTC")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "on the last of Monday to Friday of every month at 09:30 UTC")]
    [InlineData("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "on the fourth Thursday of November at 09:30 UTC")]
    [InlineData("FREQ=YEARLY", "on day 2 of November at 09:30 UTC")]
    [InlineData("FREQ=DAILY;COUNT=3", "every day at 09:30, 3 times UTC")]
    [InlineData("FREQ=HOURLY;INTERVAL=6", "every 6 hours at minute 30 UTC")]
    [InlineData("FREQ=MINUTELY;INTERVAL=15;BYHOUR=8,9,10", "every 15 minutes from 08:00 to 11:00 UTC")]
    [InlineData("*/15 * * * *", "every day every 15 minutes UTC")]
    [InlineData("0 2 * * 0", "every Sunday at 02:00 UTC")]
    [InlineData("0 2 1 * *", "on day 1 of every month at 02:00 UTC")]
    [InlineData("0 2 1 * 1", "on day 1 of every month at 02:00, and every Monday at 02:00 UTC")]
    [InlineData("0 8-18 * * 1-5", "every Monday to Friday every hour from 08:00 to 18:00 UTC")]
    [InlineData("RRULE:FREQ=DAILY;UNTIL=20261231\nEXDATE:20261224", "every day at 09:30, until 31 Dec 2026 UTC, with one exception")]
    public void A_rule_is_said_in_words(string rule, string sentence) => Assert.Equal(sentence, Of(rule, "2026-11-02T09:30").Sentence);

    [Fact]
    public void The_zone_is_named() => Assert.Equal("every Sunday at 02:00 Europe/Berlin", Of("0 2 * * 0", "2026-11-02", "Europe/Berlin").Sentence);

    [Theory]
    [InlineData("weekly Sunday 02:00-04:00 UTC", "every Sunday at 02:00 UTC", 120)]
    [InlineData("Weekly: Sunday 2:00 AM - 4:00 AM UTC", "every Sunday at 02:00 UTC", 120)]
    [InlineData("monthly, first Saturday 02:00-06:00 UTC", "on the first Saturday of every month at 02:00 UTC", 240)]
    [InlineData("**Time**: First Saturday 2:00 AM - 6:00 AM UTC", "on the first Saturday of every month at 02:00 UTC", 240)]
    [InlineData("Sundays 02:00–04:00 Europe/Berlin", "every Sunday at 02:00 Europe/Berlin", 120)]
    [InlineData("every weekday at 8 am", "every Monday to Friday at 08:00 UTC", null)]
    [InlineData("daily 23:30-00:30", "every day at 23:30 UTC", 60)]
    [InlineData("first and third Tuesday of every month, 22:00 UTC", "on the first and third Tuesday of every month at 22:00 UTC", null)]
    [InlineData("1st and 15th of each month 03:00", "on day 1 and day 15 of every month at 03:00 UTC", null)]
    [InlineData("last day of the month at midnight", "on the last day of every month at 00:00 UTC", null)]
    [InlineData("every 2 weeks on Monday 10:00", "every 2 weeks on Monday at 10:00 UTC", null)]
    [InlineData("yearly on 15 March 12:00", "on day 15 of March at 12:00 UTC", null)]
    [InlineData("quarterly, first Monday 06:00 UTC", "on the first Monday of every 3 months at 06:00 UTC", null)]
    public void A_phrase_is_read(string phrase, string sentence, int? minutes)
    {
        var read = RecurrencePhrase.Read(phrase);
        Assert.True(read.Succeeded, read.Problem?.Detail);
        Assert.Equal(sentence, Of(read.Value.Rule, "2026-11-01", read.Value.Zone).Sentence);
        Assert.Equal(minutes, read.Value.Length?.TotalMinutes);
    }

    [Theory]
    [InlineData("weekly Sunday", "time of day is missing")]
    [InlineData("02:00-04:00 UTC", "How often is missing")]
    [InlineData("weekly 02:00 UTC", "day of the week is missing")]
    [InlineData("monthly 02:00 UTC", "day of the month is missing")]
    [InlineData("monthly Saturday 02:00 UTC", "Which one of the month")]
    [InlineData("weekly first Sunday 02:00", "goes with months")]
    [InlineData("weekly Sunday 02:00 EST", "different times in different places")]
    [InlineData("weekly Sunday 02:00 if it rains", "\"if\" is not understood")]
    [InlineData("weekly Sunday 02:00 03:00 04:00", "more than two times")]
    [InlineData("32nd of every month 02:00", "No month has a day 32")]
    public void What_is_not_understood_is_named(string phrase, string why) => Assert.Contains(why, RecurrencePhrase.Read(phrase).Problem?.Detail, StringComparison.Ordinal);
}
