namespace OpsPortal.OnCall.Schedules;

/// <summary>Makes one owner, or a gap, out of layers and overrides.</summary>
internal sealed class Resolution
{
    private readonly List<(Piece Piece, int Rank)> pieces = [];
    private readonly List<Override> overrides;
    private readonly List<Shift> shifts = [], shadows = [];

    public static Rota Of(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        // A shift that reaches beyond what was asked for is found whole: its ends are ends of pieces and overrides that touch it.
        var asked = new Resolution(schedule, from, to);
        var (begins, ends) = (asked.pieces.Select(p => p.Piece.Whole.From).Concat(asked.overrides.Select(o => o.From)).Append(from).Min(),
            asked.pieces.Select(p => p.Piece.Whole.To).Concat(asked.overrides.Select(o => o.To)).Append(to).Max());
        var whole = new Resolution(schedule, begins, ends);
        whole.Resolve(begins, ends);
        List<Shift> shifts = [.. whole.shifts.Where(s => s.From < to && s.To > from)];
        return new(shifts, [.. whole.shadows.Where(s => s.From < to && s.To > from)], GapsBetween(shifts, from, to));
    }

    private Resolution(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var (at, edition) in schedule.Editions.Index())
        {
            var begins = edition.ValidFrom;
            var ends = at + 1 < schedule.Editions.Count ? schedule.Editions[at + 1].ValidFrom : DateTimeOffset.MaxValue;
            if (begins >= to || ends <= from) continue;
            foreach (var (rank, layer) in edition.Layers.Index())
                foreach (var piece in Turns.Of(layer, edition.TimeZone, Later(begins, from), Earlier(ends, to)))
                    pieces.Add((piece with { From = Later(begins, piece.From), To = Earlier(ends, piece.To) }, rank));
        }
        overrides = [.. schedule.Overrides.Where(o => o.From < o.To && o.From < to && o.To > from)];
    }

    private void Resolve(DateTimeOffset from, DateTimeOffset to)
    {
        var cuts = pieces.SelectMany(p => new[] { p.Piece.From, p.Piece.To }).Concat(overrides.SelectMany(o => new[] { o.From, o.To }))
            .Where(c => c > from && c < to).Append(from).Append(to).Distinct().Order().ToList();
        var coming = new Queue<(Piece Piece, int Rank)>(pieces.OrderBy(p => p.Piece.From));
        List<(Piece Piece, int Rank)> open = [];
        for (var at = 0; at + 1 < cuts.Count; at++)
        {
            var (start, end) = (cuts[at], cuts[at + 1]);
            open.RemoveAll(p => p.Piece.To <= start);
            while (coming.TryPeek(out var next) && next.Piece.From <= start)
                if (coming.Dequeue() is var piece && piece.Piece.To > start) open.Add(piece);
            var top = open.Count == 0 ? null : open.MaxBy(p => p.Rank).Piece;
            var stand = overrides.LastOrDefault(o => o.From <= start && o.To > start);
            var owner = stand is null ? Own(top, top?.Person, start, end) : new Shift(stand.Person, start, end, null, 0, stand.Id) { Whole = (stand.From, stand.To) };
            if (owner is not null) Add(shifts, owner);
            if (Own(top, top?.Shadow, start, end) is { } shadow && shadow.Person != owner?.Person) Add(shadows, shadow);
        }
    }

    private static Shift? Own(Piece? piece, Guid? person, DateTimeOffset start, DateTimeOffset end) =>
        piece is null || person is null ? null : new(person.Value, start, end, new(piece.Layer.Id, piece.Layer.Name), piece.Turn, null) { Whole = piece.Whole };

    /// <summary>Two neighbours out of one turn are one shift.</summary>
    private static void Add(List<Shift> to, Shift shift)
    {
        if (to is [.., var last] && last.To == shift.From && last.IsPartOf(shift)) to[^1] = last with { To = shift.To, Layer = shift.Layer };
        else to.Add(shift);
    }

    private static List<Gap> GapsBetween(IReadOnlyList<Shift> shifts, DateTimeOffset from, DateTimeOffset to)
    {
        List<Gap> gaps = [];
        foreach (var shift in shifts)
        {
            if (shift.From > from) gaps.Add(new(from, shift.From));
            from = shift.To;
        }
        if (from < to) gaps.Add(new(from, to));
        return gaps;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
