using OpsPortal.OnCall.Schedules;

namespace OpsPortal.Tests.OnCall.Schedules;

/// <summary>Schedules of all sorts around a moment, each told by its seed.</summary>
internal sealed class RandomSchedule(int seed, DateTimeOffset around, TimeZoneInfo zone)
{
    private readonly Random random = new(seed);

    public static Guid Person(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public Schedule Make()
    {
        List<Edition> editions = [new(DateTimeOffset.MinValue, zone, Layers())];
        if (random.Next(3) == 0)
        {
            // Often only one layer of several is arranged anew, so that the others' turns go on over the change.
            var next = Layers();
            if (random.Next(2) == 0 && editions[0].Layers is [var lowest, ..]) next.Insert(0, lowest);
            editions.Add(new(around.AddMinutes(random.Next(-4000, 4000)), zone, next));
        }
        return new(editions, [.. Enumerable.Range(0, random.Next(5)).Select(_ => Override())]);
    }

    private List<Layer> Layers() => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Layer())];

    private Layer Layer() => new(Guid.NewGuid(), $"layer {random.Next(100)}", People(random.Next(5)), DateOnly.FromDateTime(around.UtcDateTime).AddDays(random.Next(-12, 4)), Time(), Length())
    {
        Restrictions = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new Restriction(Days(), Time(), Time()))],
        Shadows = random.Next(3) == 0 ? People(random.Next(1, 3)) : [],
    };

    private TurnLength Length() => random.Next(6) switch
    {
        0 => TurnLength.Daily,
        1 => TurnLength.Weekly((DayOfWeek)random.Next(7)),
        2 => new(TurnUnit.Days, random.Next(1, 5)),
        3 => new(TurnUnit.Weeks, random.Next(1, 3), random.Next(2) == 0 ? null : (DayOfWeek)random.Next(7)),
        4 => new(TurnUnit.Hours, random.Next(1, 4)),
        _ => new(TurnUnit.Hours, random.Next(1, 50)),
    };

    private Override Override()
    {
        var from = around.AddMinutes(random.Next(-8000, 8000));
        return new(Guid.NewGuid(), Person(random.Next(6)), from, from.AddMinutes(random.Next(1, 3000)));
    }

    private List<Guid> People(int count) => [.. Enumerable.Range(0, count).Select(_ => Person(random.Next(6)))];

    private DayOfWeek[] Days() => [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(3) == 0)];

    /// <summary>Often in the hours that clocks jump over.</summary>
    private TimeOnly Time() => random.Next(3) switch { 0 => new(random.Next(4), random.Next(60)), 1 => new(random.Next(24), 0), _ => new(random.Next(24), random.Next(60)) };
}
