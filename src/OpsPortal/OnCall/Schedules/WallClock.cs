namespace OpsPortal.OnCall.Schedules;

/// <summary>From the local clock of a time zone to instants, and back.</summary>
internal static class WallClock
{
    /// <summary>Further than any two offsets are apart.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(27);

    public static DateTime Local(TimeZoneInfo zone, DateTimeOffset at) => Bounded(at.UtcTicks + zone.GetUtcOffset(at).Ticks);

    /// <summary>
    /// The first instant at which the clock shows this time or a later one. So a time that is skipped is the end of the jump, and of a time
    /// that comes twice it is the first.
    /// </summary>
    public static DateTimeOffset Instant(TimeZoneInfo zone, DateTime local)
    {
        var (before, after) = (Offset(zone, local.Ticks - Apart.Ticks), Offset(zone, local.Ticks + Apart.Ticks));
        if (before == after && Offset(zone, local.Ticks - before) == before) return At(local.Ticks - before);
        var (early, late) = (local.Ticks - Math.Max(before, after), local.Ticks - Math.Min(before, after));
        if (Offset(zone, early) + early == local.Ticks) return At(early);
        if (Offset(zone, late) + late == local.Ticks) return At(late);
        // The time is skipped: in between the clock jumps over it.
        while (late - early > 1)
        {
            var middle = early + (late - early) / 2;
            if (middle + Offset(zone, middle) >= local.Ticks) late = middle;
            else early = middle;
        }
        return At(late);
    }

    private static long Offset(TimeZoneInfo zone, long utc) => zone.GetUtcOffset(At(utc)).Ticks;

    private static DateTimeOffset At(long utc) => new(Bounded(utc), TimeSpan.Zero);

    private static DateTime Bounded(long ticks) => new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));
}
