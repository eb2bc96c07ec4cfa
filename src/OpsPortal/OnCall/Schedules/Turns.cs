namespace OpsPortal.OnCall.Schedules;

/// <summary>A stretch of a layer's turn in which the layer has somebody.</summary>
/// <param name="From">Of the stretch itself, whatever was asked for.</param>
internal sealed record Piece(DateTimeOffset From, DateTimeOffset To, Layer Layer, long Turn)
{
    /// <summary>Before an edition cut it.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Whole { get; } = (From, To);

    public Guid Person => Layer.People[(int)(Turn % Layer.People.Count)];
    public Guid? Shadow => Layer.Shadows.Count == 0 ? null : Layer.Shadows[(int)(Turn % Layer.Shadows.Count)];
}

/// <summary>Lays out a layer's turns, as if it were alone.</summary>
internal static class Turns
{
    /// <summary>Pieces that touch the time asked for, by time, none of them empty.</summary>
    public static IEnumerable<Piece> Of(Layer layer, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        if (layer.People.Count == 0) yield break;
        var (anchor, length) = (layer.Anchor, layer.Length.Span);
        var first = WallClock.Instant(zone, layer.Start.ToDateTime(layer.HandOver));
        if (first > from) from = first;
        if (from >= to) yield break;
        // No turn before this one lasts until "from": the local clock shows a later time there.
        for (var turn = Math.Max(0, (WallClock.Local(zone, from).Ticks - anchor.Ticks) / length.Ticks); ; turn++)
        {
            var (begins, ends) = (Handover(turn), Handover(turn + 1));
            if (begins < first) begins = first;
            if (begins >= to) yield break;
            foreach (var (start, end) in Within(layer, zone, begins, ends))
                if (start < to && end > from) yield return new(start, end, layer, turn);
        }

        DateTimeOffset Handover(long turn) => WallClock.Instant(zone, anchor.AddTicks(turn * length.Ticks));
    }

    /// <summary>What the restrictions leave of a turn.</summary>
    private static List<(DateTimeOffset From, DateTimeOffset To)> Within(Layer layer, TimeZoneInfo zone, DateTimeOffset begins, DateTimeOffset ends)
    {
        if (begins >= ends) return [];
        if (layer.Restrictions.Count == 0) return [(begins, ends)];
        List<(DateTimeOffset From, DateTimeOffset To)> open = [];
        // One that wraps over midnight began the day before.
        var last = DateOnly.FromDateTime(WallClock.Local(zone, ends));
        for (var date = DateOnly.FromDateTime(WallClock.Local(zone, begins)).AddDays(-2); date <= last; date = date.AddDays(1))
            foreach (var restriction in layer.Restrictions.Where(r => r.BeginsOn(date)))
            {
                var (local, until) = restriction.On(date);
                var (start, end) = (WallClock.Instant(zone, local), WallClock.Instant(zone, until));
                if (start < begins) start = begins;
                if (end > ends) end = ends;
                if (start < end) open.Add((start, end));
            }
        return Joined(open);
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> Joined(List<(DateTimeOffset From, DateTimeOffset To)> open)
    {
        List<(DateTimeOffset From, DateTimeOffset To)> joined = [];
        foreach (var (start, end) in open.OrderBy(o => o.From))
            if (joined is [.., var last] && start <= last.To) joined[^1] = (last.From, end > last.To ? end : last.To);
            else joined.Add((start, end));
        return joined;
    }
}
