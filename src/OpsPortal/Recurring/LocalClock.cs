namespace OpsPortal.Recurring;

/// <summary>The clock on the wall of a time zone. What it shows is turned into instants as RFC 5545 (3.3.5) says.</summary>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    /// <summary>Further than any two offsets are apart.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(27);

    public DateTime Show(DateTimeOffset at) => Bounded(at.UtcTicks + Offset(at.UtcTicks));

    /// <summary>Clocks did not change in the day before.</summary>
    public bool IsCalm(DateTimeOffset at) => Offset(at.UtcTicks) == Offset(at.UtcTicks - Apart.Ticks);

    /// <summary>A time that comes twice is the first. One that is skipped is read with the offset from before the jump, so it comes out later by its length.</summary>
    public (DateTimeOffset At, bool Skipped) Instant(DateTime wall)
    {
        if (zone == TimeZoneInfo.Utc) return (At(wall.Ticks), false);
        var (before, after) = Around(wall);
        var early = wall.Ticks - Math.Max(before, after);
        if (Offset(early) + early == wall.Ticks) return (At(early), false);
        var late = wall.Ticks - Math.Min(before, after);
        if (Offset(late) + late == wall.Ticks) return (At(late), false);
        return (At(wall.Ticks - Offset(early)), true);
    }

    /// <summary>When the clock shows the same a second time.</summary>
    public DateTimeOffset? Again(DateTime wall, DateTimeOffset first)
    {
        var (before, after) = Around(wall);
        var late = wall.Ticks - Math.Min(before, after);
        return late > first.UtcTicks && Offset(late) + late == wall.Ticks ? At(late) : null;
    }

    private (long Before, long After) Around(DateTime wall) => (Offset(wall.Ticks - Apart.Ticks), Offset(wall.Ticks + Apart.Ticks));

    private long Offset(long utc) => zone.GetUtcOffset(At(utc)).Ticks;

    private static DateTimeOffset At(long utc) => new(Bounded(utc), TimeSpan.Zero);

    private static DateTime Bounded(long ticks) => new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));
}
