using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall.Pages;

public enum BarKind { Layer, Owner, Override, Shadow, Gap }

/// <param name="Text">In the bar.</param>
/// <param name="Shift">Null for a gap.</param>
public sealed record StripBar(DateTimeOffset From, DateTimeOffset To, BarKind Kind, string Text, Shift? Shift);

/// <summary>A row of the strip that shows a schedule's next weeks.</summary>
public sealed record StripRow(string Label, IReadOnlyList<StripBar> Bars)
{
    /// <summary>Who is on call first, then what it comes from, the upper layers first. Pure.</summary>
    public static IReadOnlyList<StripRow> Of(Schedule schedule, Func<Guid, string> nameOf, DateTimeOffset from, DateTimeOffset to)
    {
        var rota = schedule.Shifts(from, to);
        List<StripRow> rows = [new("On call", [.. rota.Shifts.Select(s => Bar(s, s.Override is null ? BarKind.Owner : BarKind.Override)).Concat(rota.Gaps.Select(g => new StripBar(g.From, g.To, BarKind.Gap, "nobody", null))).OrderBy(b => b.From)])];
        if (rota.Shadows.Count > 0) rows.Add(new("Shadow", [.. rota.Shadows.Select(s => Bar(s, BarKind.Shadow))]));
        if (schedule.Overrides.Any(o => o.From < to && o.To > from))
            rows.Add(new("Overrides", [.. new Schedule([], schedule.Overrides).Shifts(from, to).Shifts.Select(s => Bar(s, BarKind.Override))]));
        // The layers that hold when the time begins; of what was arranged before only the outcome counts.
        if (schedule.Editions is [.., { Layers.Count: > 1 } edition])
            rows.AddRange(edition.Layers.Reverse().Select(l => new StripRow(l.Name, [.. Schedule.Of(edition.TimeZone, [l]).Shifts(from, to).Shifts.Select(s => Bar(s, BarKind.Layer))])));
        return rows;

        StripBar Bar(Shift shift, BarKind kind) => new(shift.From, shift.To, kind, nameOf(shift.Person), shift);
    }
}
