namespace OpsPortal.OnCall.Schedules;

/// <summary>People who take turns.</summary>
/// <param name="People">In the order of their turns; nobody at all leaves the layer empty.</param>
/// <param name="Start">Local date on which the first person begins, at <paramref name="HandOver"/>.</param>
/// <param name="HandOver">Local wall time at which the first turn begins and, for turns of days and weeks, every turn.</param>
public sealed record Layer(Guid Id, string Name, IReadOnlyList<Guid> People, DateOnly Start, TimeOnly HandOver, TurnLength Length)
{
    /// <summary>When the layer counts; empty means always.</summary>
    public IReadOnlyList<Restriction> Restrictions { get; init; } = [];

    /// <summary>They come along, one with each turn, and are not paged in place of anybody.</summary>
    public IReadOnlyList<Guid> Shadows { get; init; } = [];

    /// <summary>Where turn 0 would begin, on the local clock; with a weekday that may be before <see cref="Start"/>.</summary>
    internal DateTime Anchor => (Length is { Unit: TurnUnit.Weeks, Day: { } day } ? Start.AddDays(-(((int)Start.DayOfWeek - (int)day + 7) % 7)) : Start).ToDateTime(HandOver);
}

public enum TurnUnit { Hours, Days, Weeks }

/// <summary>How long a turn is on the local clock.</summary>
/// <param name="Count">At least 1.</param>
/// <param name="Day">Of weeks: the day of hand-over. Null takes the weekday of the layer's start.</param>
public sealed record TurnLength(TurnUnit Unit, int Count = 1, DayOfWeek? Day = null)
{
    public static TurnLength Daily { get; } = new(TurnUnit.Days);

    public static TurnLength Weekly(DayOfWeek day) => new(TurnUnit.Weeks, 1, day);

    internal TimeSpan Span => Unit switch { TurnUnit.Hours => TimeSpan.FromHours(Count), TurnUnit.Days => TimeSpan.FromDays(Count), _ => TimeSpan.FromDays(7 * Count) };
}

/// <summary>Local hours of some weekdays.</summary>
/// <param name="Days">On which it begins; empty means every day.</param>
/// <param name="To">Not later than <paramref name="From"/>: on the next day, so equal times are a whole day.</param>
public sealed record Restriction(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    internal bool BeginsOn(DateOnly date) => Days.Count == 0 || Days.Contains(date.DayOfWeek);

    internal (DateTime From, DateTime To) On(DateOnly date) => (date.ToDateTime(From), (To > From ? date : date.AddDays(1)).ToDateTime(To));
}
