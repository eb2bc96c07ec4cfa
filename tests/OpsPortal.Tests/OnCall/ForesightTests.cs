using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.HandingOver;
using OpsPortal.OnCall.Schedules;
using OpsPortal.OnCall.Warnings;
using OpsPortal.Tests.OnCall.Schedules;
using Xunit;

namespace OpsPortal.Tests.OnCall;

/// <summary>What is said before it goes wrong, and at a hand-over.</summary>
public class ForesightTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Ann = RandomSchedule.Person(1), Bob = RandomSchedule.Person(2);

    private static Layer Daily(params Guid[] people) => new(Guid.NewGuid(), "Primary", people, new(2026, 1, 1), new(9, 0), TurnLength.Daily);

    private static Contact Person(int number, MethodUrgency urgency = MethodUrgency.Both, bool verified = true, bool disabled = false)
    {
        var contact = new Contact { Id = RandomSchedule.Person(number), Name = number == 1 ? "Ann" : "Bob", TimeZone = "UTC" };
        contact.Methods.Add(new() { Kind = MethodKind.Email, ProtectedAddress = "", Shown = "", Urgency = urgency, VerifiedAt = verified ? Now : null, DisabledAt = disabled ? Now : null, DisabledReason = disabled ? "gone" : null });
        return contact;
    }

    [Fact]
    public void All_is_well_says_nothing() =>
        Assert.Empty(Foresight.Of(CalendarTextTests.View(Schedule.Of(TimeZoneInfo.Utc, [Daily(Ann, Bob)]), n => Person(n)), Now));

    [Theory]
    [InlineData(MethodUrgency.Both, false, false)]
    [InlineData(MethodUrgency.Both, true, true)]
    [InlineData(MethodUrgency.Low, true, false)]
    public void Somebody_whom_nothing_reaches_is_named_once_with_the_first_shift(MethodUrgency urgency, bool verified, bool disabled)
    {
        var found = Assert.Single(Foresight.Of(CalendarTextTests.View(Schedule.Of(TimeZoneInfo.Utc, [Daily(Ann, Bob)]), n => n == 2 ? Person(2, urgency, verified, disabled) : Person(n)), Now));
        Assert.Equal((WarningKind.NoMethod, Bob), (found.Kind, found.Contact));
        Assert.Contains("Bob", found.Sentence);
        Assert.Contains("Add and verify one", found.Sentence);
    }

    [Fact]
    public void Gaps_of_the_next_week_are_told_in_the_schedules_own_time()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var weekdays = Daily(Ann) with { Restrictions = [new([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], new(0, 0), new(0, 0))] };
        var found = Assert.Single(Foresight.Of(CalendarTextTests.View(Schedule.Of(berlin, [weekdays]), n => Person(n)), Now));
        Assert.Equal((WarningKind.Gap, new DateTimeOffset(2026, 3, 20, 23, 0, 0, TimeSpan.Zero)), (found.Kind, found.From));
        Assert.Contains("from Sat 21 Mar 00:00 to Mon 23 Mar 00:00", found.Sentence);
        Assert.Contains("Add people to a layer", Assert.Single(Foresight.Of(CalendarTextTests.View(Schedule.Of(berlin, [])), Now)).Sentence);
    }

    [Fact]
    public void Hand_overs_are_the_changes_of_the_owner_and_gaps_have_two()
    {
        var layer = Daily(Ann, Ann, Bob) with { Start = new(2026, 3, 20) };
        Assert.Equal([(new DateTimeOffset(2026, 3, 22, 9, 0, 0, TimeSpan.Zero), Ann, Bob), (new DateTimeOffset(2026, 3, 23, 9, 0, 0, TimeSpan.Zero), Bob, Ann)],
            HandOver.Between(Schedule.Of(TimeZoneInfo.Utc, [layer]), Now, Now.AddDays(4)).Select(h => (h.At, h.From!.Value, h.To!.Value)));
        var alone = Schedule.Of(TimeZoneInfo.Utc, [], [new(Guid.NewGuid(), Ann, Now.AddHours(1), Now.AddHours(2))]);
        Assert.Equal([(null, Ann), ((Guid?)Ann, (Guid?)null)], HandOver.Between(alone, Now, Now.AddDays(1)).Select(h => (h.From, h.To)));
    }

    [Fact]
    public void A_summary_has_who_hands_over_to_whom_and_what_is_open()
    {
        var view = CalendarTextTests.View(Schedule.Of(TimeZoneInfo.Utc, [Daily(Ann, Bob)]), n => Person(n));
        var summary = HandOverSummary.Of(view, Now, [new("incident", "INC-42", "open for 12 minutes", "/incidents/42")])!;
        Assert.Equal((view.NameOf(view.Schedule.At(Now)!.Person), new DateTimeOffset(2026, 3, 21, 9, 0, 0, TimeSpan.Zero)), (summary.From, summary.HandOver.At));
        Assert.NotEqual(summary.From, summary.To);
        Assert.Equal("INC-42", Assert.Single(summary.Open).Title);
        Assert.Null(HandOverSummary.Of(CalendarTextTests.View(Schedule.Of(TimeZoneInfo.Utc, [Daily(Ann)])), Now, []));
    }
}
