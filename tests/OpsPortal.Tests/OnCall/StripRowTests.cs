using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Pages;
using OpsPortal.OnCall.Schedules;
using OpsPortal.Tests.OnCall.Schedules;
using Xunit;

namespace OpsPortal.Tests.OnCall;

/// <summary>What pages and the API make of a schedule.</summary>
public class StripRowTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 12, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Ann = RandomSchedule.Person(1), Bob = RandomSchedule.Person(2);

    private static readonly Layer Rotation = new(Guid.NewGuid(), "Rotation", [Ann], new(2026, 1, 12), new(9, 0), TurnLength.Weekly(DayOfWeek.Monday));
    private static readonly Layer Office = new(Guid.NewGuid(), "Office", [Bob], new(2026, 1, 12), new(9, 0), new(TurnUnit.Days, 2))
    {
        Restrictions = [new([DayOfWeek.Tuesday, DayOfWeek.Monday], new(22, 0), new(6, 0))],
        Shadows = [Ann],
    };

    [Fact]
    public void Who_is_on_call_comes_first_and_then_what_it_is_made_of_the_top_layer_first()
    {
        var schedule = Schedule.Of(TimeZoneInfo.Utc, [Rotation, Office], [new(Guid.NewGuid(), Bob, Monday.AddHours(2), Monday.AddHours(3))]);
        var rows = StripRow.Of(schedule, p => p == Ann ? "Ann" : "Bob", Monday.AddHours(-3), Monday.AddDays(2));
        Assert.Equal(["On call", "Shadow", "Overrides", "Office", "Rotation"], rows.Select(r => r.Label));
        Assert.Equal([(BarKind.Gap, "nobody"), (BarKind.Owner, "Ann"), (BarKind.Override, "Bob"), (BarKind.Owner, "Ann"), (BarKind.Owner, "Bob"), (BarKind.Owner, "Ann"), (BarKind.Owner, "Bob"), (BarKind.Owner, "Ann")],
            rows[0].Bars.Select(b => (b.Kind, b.Text)));
        Assert.All(rows[0].Bars.Zip(rows[0].Bars.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Null(rows[0].Bars[0].Shift);
    }

    [Fact]
    public void A_layer_goes_through_the_API_and_through_the_form_as_it_is()
    {
        foreach (var layer in new[] { Rotation, Office, Rotation with { Length = new(TurnUnit.Hours, 12), People = [Ann, Bob] } })
        {
            Assert.Equivalent(layer, LayerBody.Of(LayerBody.Of(layer).ToLayer().Value!).ToLayer().Value, strict: true);
            Assert.Equal(layer.People, LayerDraft.Of(layer).ToLayer().People);
            Assert.Equal((layer.Id, layer.Start, layer.HandOver, layer.Length), LayerDraft.Of(layer).ToLayer() is var same ? (same.Id, same.Start, same.HandOver, same.Length) : default);
        }
        Assert.Equal("weekly, Monday at 09:00 · since 2026-01-12", LayerDraft.Words(Rotation));
        Assert.Equal("every 2 days from 09:00 · since 2026-01-12 · only Tue Mon 22:00–06:00", LayerDraft.Words(Office));
    }

    [Theory]
    [InlineData("2026-01-07", "9", "days", null, "a time looks like 09:00")]
    [InlineData("7.1.2026", "09:00", "days", null, "a date looks like 2026-01-07")]
    [InlineData("2026-01-07", "09:00", "years", null, "hours, days or weeks")]
    [InlineData("2026-01-07", "09:00", "weeks", "1", "monday to sunday")]
    [InlineData("2026-01-07", "09:00", "1", null, "hours, days or weeks")]
    public void A_layer_that_cannot_be_read_gets_a_sentence(string start, string handOver, string unit, string? day, string told) =>
        Assert.Contains(told, new LayerBody(null, "Rotation", [], start, handOver, new(unit, 1, day), null, null).ToLayer().Problem!.Detail);
}
