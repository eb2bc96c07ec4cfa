using System.Globalization;
using OpsPortal.OnCall.Schedules;
using Xunit;

namespace OpsPortal.Tests.OnCall.Schedules;

public class ScheduleTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly Guid Ann = RandomSchedule.Person(1), Bob = RandomSchedule.Person(2), Cleo = RandomSchedule.Person(3);

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc + "Z", CultureInfo.InvariantCulture);

    private static Layer Daily(params Guid[] people) => new(Guid.NewGuid(), "Primary", people, new(2026, 1, 1), new(9, 0), TurnLength.Daily);

    private static IEnumerable<(Guid, DateTimeOffset, DateTimeOffset)> Told(IEnumerable<Shift> shifts) => shifts.Select(s => (s.Person, s.From, s.To));

    [Fact]
    public void Days_of_23_and_25_hours_hand_over_at_the_same_wall_time()
    {
        var schedule = Schedule.Of(Berlin, [Daily(Ann, Bob)]);
        var spring = schedule.Shifts(At("2026-03-28T08:00:00"), At("2026-03-30T07:00:00")).Shifts;
        Assert.Equal([TimeSpan.FromHours(23), TimeSpan.FromHours(24)], spring.Select(s => s.To - s.From));
        Assert.Equal([At("2026-03-28T08:00:00"), At("2026-03-29T07:00:00")], spring.Select(s => s.From));
        var autumn = schedule.Shifts(At("2026-10-24T07:00:00"), At("2026-10-25T08:00:00")).Shifts;
        Assert.Equal(TimeSpan.FromHours(25), Assert.Single(autumn).To - autumn[0].From);
    }

    [Theory]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:00:00")]
    [InlineData("2026-03-29T02:00:00", "2026-03-29T01:00:00")]
    [InlineData("2026-03-29T03:00:00", "2026-03-29T01:00:00")]
    [InlineData("2026-03-29T01:59:59", "2026-03-29T00:59:59")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00")]
    [InlineData("2026-10-25T02:00:00", "2026-10-25T00:00:00")]
    [InlineData("2026-10-25T03:00:00", "2026-10-25T02:00:00")]
    public void A_skipped_time_is_the_end_of_the_jump_and_a_doubled_one_the_first(string local, string utc) =>
        Assert.Equal(At(utc), WallClock.Instant(Berlin, DateTime.Parse(local, CultureInfo.InvariantCulture)));

    [Fact]
    public void A_day_that_a_country_left_out_is_skipped_as_a_whole() =>
        Assert.Equal(At("2011-12-30T10:00:00"), WallClock.Instant(TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"), new(2011, 12, 30, 12, 0, 0)));

    [Fact]
    public void The_leap_day_and_the_end_of_the_year_are_days_like_others()
    {
        var layer = Daily(Ann, Bob, Cleo) with { Start = new(2027, 12, 30) };
        var schedule = Schedule.Of(TimeZoneInfo.Utc, [layer]);
        Assert.Equal([Ann, Bob, Cleo, Ann], schedule.Shifts(At("2027-12-30T09:00:00"), At("2028-01-03T09:00:00")).Shifts.Select(s => s.Person));
        Assert.Equal([(62, Bob), (63, Cleo)], schedule.Shifts(At("2028-02-29T10:00:00"), At("2028-03-01T10:00:00")).Shifts.Select(s => ((int)s.Turn + 1, s.Person)));
    }

    [Fact]
    public void A_week_is_handed_over_on_its_day_and_the_first_one_is_shorter()
    {
        // a Wednesday
        var layer = new Layer(Guid.NewGuid(), "Primary", [Ann, Bob], new(2026, 1, 7), new(9, 0), TurnLength.Weekly(DayOfWeek.Monday));
        Assert.Equal([(Ann, At("2026-01-07T09:00:00"), At("2026-01-12T09:00:00")), (Bob, At("2026-01-12T09:00:00"), At("2026-01-19T09:00:00"))],
            Told(Schedule.Of(TimeZoneInfo.Utc, [layer]).Shifts(At("2026-01-01T00:00:00"), At("2026-01-13T00:00:00")).Shifts));
    }

    [Fact]
    public void Upper_layers_win_in_their_hours_and_overrides_over_all()
    {
        var office = Daily(Bob) with { Id = Guid.NewGuid(), Name = "Office", Restrictions = [new([DayOfWeek.Monday], new(10, 0), new(12, 0))] };
        var stand = new Override(Guid.NewGuid(), Cleo, At("2026-01-12T11:00:00"), At("2026-01-12T13:00:00"));
        var shifts = Schedule.Of(TimeZoneInfo.Utc, [Daily(Ann), office], [stand]).Shifts(At("2026-01-12T09:00:00"), At("2026-01-13T09:00:00")).Shifts;
        Assert.Equal([Ann, Bob, Cleo, Ann], shifts.Select(s => s.Person));
        Assert.Equal(["turn 12 of Primary", "turn 12 of Office", "override", "turn 12 of Primary"], shifts.Select(s => s.Because));
        Assert.Equal([9, 10, 11, 13], shifts.Select(s => s.From.Hour));
    }

    [Fact]
    public void The_later_of_two_overrides_holds_and_the_earlier_one_goes_on_after_it()
    {
        Override[] both = [new(Guid.NewGuid(), Ann, At("2026-01-12T00:00:00"), At("2026-01-13T00:00:00")), new(Guid.NewGuid(), Bob, At("2026-01-12T06:00:00"), At("2026-01-12T07:00:00"))];
        Assert.Equal([Ann, Bob, Ann], Schedule.Of(Berlin, [], both).Shifts(At("2026-01-12T00:00:00"), At("2026-01-13T00:00:00")).Shifts.Select(s => s.Person));
    }

    [Fact]
    public void A_shadow_comes_along_and_never_beside_itself()
    {
        var layer = Daily(Ann, Bob) with { Shadows = [Bob] };
        var rota = Schedule.Of(TimeZoneInfo.Utc, [layer]).Shifts(At("2026-01-01T09:00:00"), At("2026-01-03T09:00:00"));
        Assert.Equal((Bob, At("2026-01-01T09:00:00"), At("2026-01-02T09:00:00")), Assert.Single(Told(rota.Shadows)));
    }

    [Fact]
    public void What_was_arranged_before_stays_as_it_was()
    {
        var schedule = new Schedule([new(DateTimeOffset.MinValue, TimeZoneInfo.Utc, [Daily(Ann)]), new(At("2026-02-01T12:00:00"), TimeZoneInfo.Utc, [Daily(Bob)])], []);
        Assert.Equal([(Ann, At("2026-02-01T09:00:00"), At("2026-02-01T12:00:00")), (Bob, At("2026-02-01T12:00:00"), At("2026-02-02T09:00:00"))],
            Told(schedule.Shifts(At("2026-02-01T11:00:00"), At("2026-02-01T13:00:00")).Shifts));
    }

    [Fact]
    public void Nobody_is_a_gap_and_one_person_alone_is_one_spell()
    {
        Assert.Equal(new Gap(At("2026-01-01T00:00:00"), At("2026-01-02T00:00:00")), Assert.Single(Schedule.Of(Berlin, []).Shifts(At("2026-01-01T00:00:00"), At("2026-01-02T00:00:00")).Gaps));
        Assert.Null(Schedule.Of(Berlin, []).At(At("2026-01-01T00:00:00")));
        var alone = Schedule.Of(Berlin, [Daily(Ann)]).Shifts(At("2026-02-01T00:00:00"), At("2026-02-08T00:00:00"));
        Assert.Equal(8, alone.Shifts.Count);
        Assert.Single(alone.Spells);
    }
}
