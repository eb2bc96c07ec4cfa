using OpsPortal.Rehearsals;
using OpsPortal.Schedules;
using OpsPortal.Tests.Recurring;
using Xunit;

namespace OpsPortal.Tests.Schedules;

/// <summary>What is done about times that have come, and what is said of steps that were rehearsed.</summary>
public class DueTimeTests
{
    private static DateTimeOffset Utc(string at) => RecurrenceTests.Utc(at);

    [Theory]
    [InlineData("0 4 * * *", "2026-03-08T04:00", "2026-03-08T04:00:02", MissedRule.Skip, "2026-03-08T04:00", true)]
    [InlineData("0 4 * * *", "2026-03-08T04:00", "2026-03-08T04:06", MissedRule.Skip, "2026-03-08T04:00", false)]
    [InlineData("0 4 * * *", "2026-03-08T04:00", "2026-03-08T04:06", MissedRule.RunOnce, "2026-03-08T04:00", true)]
    [InlineData("0 4 * * *", "2026-03-08T04:00", "2026-03-20T05:00", MissedRule.RunOnce, "2026-03-20T04:00", true)]
    [InlineData("* * * * *", "2025-03-08T04:00", "2026-03-20T05:00:30", MissedRule.Skip, "2026-03-20T05:00", true)]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=4;BYMINUTE=0", "2028-02-29T04:00", "2031-01-01", MissedRule.RunOnce, "2028-02-29T04:00", true)]
    public void The_latest_time_counts(string rule, string first, string now, MissedRule missed, string at, bool runs)
    {
        var due = DueTime.Of(RecurrenceTests.Of(rule, "2025-01-01"), Utc(first), Utc(now), missed);
        Assert.Equal((Utc(at), runs), (due.At, due.Runs));
        Assert.True(due.Next > Utc(now));
    }

    [Fact]
    public void What_was_missed_is_counted_within_reason() =>
        Assert.Contains("at least 1000 times", DueTime.Of(RecurrenceTests.Of("* * * * *", "2020-01-01"), Utc("2020-01-01"), Utc("2026-01-01"), MissedRule.RunOnce).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("2027-03-28T00:30", "daily 02:30", "Europe/Berlin", "2027-03-28T01:30")]
    [InlineData("2026-12-31T23:00", "0 0 1 1 *", "UTC", "2027-01-01T00:00")]
    public void Words_cron_and_rules_are_taken(string now, string when, string zone, string next) =>
        Assert.Equal(Utc(next), Timing.Read(when, null, zone, Utc(now)).Value!.Times.Next(Utc(now))!.At);

    [Theory]
    [InlineData(null, "Europe/Atlantis", "no time zone")]
    [InlineData("", "UTC", "Say when")]
    [InlineData("sometimes", "UTC", "\"sometimes\" is not understood")]
    public void What_is_no_time_is_told(string? when, string zone, string why) => Assert.Contains(why, Timing.Read(when, null, zone, Utc("2026-01-01")).Problem?.Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData(StepOutcome.Worked, 0, 1, "a", HealthState.Rehearsed)]
    [InlineData(StepOutcome.Worked, 0, 15, "a", HealthState.Stale)]
    [InlineData(StepOutcome.Worked, 0, 1, "b", HealthState.Stale)]
    [InlineData(StepOutcome.Broken, 1, 1, "a", HealthState.Stale)]
    [InlineData(StepOutcome.Broken, 2, 1, "a", HealthState.Broken)]
    [InlineData(StepOutcome.Broken, 1, null, "a", HealthState.Broken)]
    [InlineData(StepOutcome.NeedsParameters, 0, 1, "a", HealthState.NeedsParameters)]
    [InlineData(StepOutcome.LeftOut, 0, null, "a", HealthState.NotRehearsed)]
    public void A_step_is_trusted_as_far_as_it_worked(StepOutcome outcome, int failures, int? daysAgo, string written, HealthState state)
    {
        var now = Utc("2026-03-20");
        StepHealth health = new() { StepId = "s", Title = "s", Reason = "why.", Outcome = outcome, Failures = failures, WorkedAt = daysAgo is { } days ? now.AddDays(-days) : null, WorkedAsWritten = "a", WorkedVersion = 1 };
        Assert.Equal(state, StepStanding.Of(health, written, now).State);
        Assert.Equal(HealthState.Never, StepStanding.Of(null, written, now).State);
    }
}
