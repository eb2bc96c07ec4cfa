namespace OpsPortal.OnCall.Schedules;

/// <summary>Who has to answer, and when. Pure: it asks no clock and no database.</summary>
/// <param name="Editions">By <see cref="Edition.ValidFrom"/>: what was arranged stays as it was when somebody arranges it anew.</param>
/// <param name="Overrides">In the order in which they were made; where two cover the same time, the later one holds.</param>
public sealed record Schedule(IReadOnlyList<Edition> Editions, IReadOnlyList<Override> Overrides)
{
    /// <summary>One arrangement that always held.</summary>
    public static Schedule Of(TimeZoneInfo timeZone, IReadOnlyList<Layer> layers, IReadOnlyList<Override>? overrides = null) =>
        new([new(DateTimeOffset.MinValue, timeZone, layers)], overrides ?? []);

    /// <summary>
    /// Every shift that touches <paramref name="from"/> until <paramref name="to"/>, whole: where it begins and ends does not depend on
    /// what was asked for. Gaps are cut to what was asked for, since they may go on for ever.
    /// </summary>
    public Rota Shifts(DateTimeOffset from, DateTimeOffset to) => from < to ? Resolution.Of(this, from, to) : Rota.Empty;

    /// <summary>Null where nobody is on call.</summary>
    public Shift? At(DateTimeOffset at) => Shifts(at, at.AddTicks(1)).Shifts is [var shift, ..] ? shift : null;
}

/// <summary>What was arranged, from <paramref name="ValidFrom"/> until the next edition.</summary>
/// <param name="TimeZone">Hand-overs are at its wall time.</param>
/// <param name="Layers">The lowest first; a layer holds where those above it have nobody.</param>
public sealed record Edition(DateTimeOffset ValidFrom, TimeZoneInfo TimeZone, IReadOnlyList<Layer> Layers);

/// <summary>Somebody stands in. It wins over all layers. A swap is two of them, made in one act.</summary>
public sealed record Override(Guid Id, Guid Person, DateTimeOffset From, DateTimeOffset To);
