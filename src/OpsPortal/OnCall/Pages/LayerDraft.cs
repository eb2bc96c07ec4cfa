using System.Globalization;
using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall.Pages;

/// <summary>A layer as it is being edited.</summary>
public sealed class LayerDraft
{
    public Guid Id { get; init; } = Guid.NewGuid();
    public string Name { get; set; } = "";
    public List<Guid> People { get; init; } = [];
    public List<Guid> Shadows { get; init; } = [];
    public DateOnly Start { get; set; }
    public TimeOnly HandOver { get; set; } = new(9, 0);
    public TurnUnit Unit { get; set; } = TurnUnit.Weeks;
    public int Count { get; set; } = 1;
    public DayOfWeek Day { get; set; } = DayOfWeek.Monday;
    public List<RestrictionDraft> Restrictions { get; init; } = [];

    public static LayerDraft Of(Layer layer) => new()
    {
        Id = layer.Id,
        Name = layer.Name,
        People = [.. layer.People],
        Shadows = [.. layer.Shadows],
        Start = layer.Start,
        HandOver = layer.HandOver,
        Unit = layer.Length.Unit,
        Count = layer.Length.Count,
        Day = layer.Length.Day ?? layer.Start.DayOfWeek,
        Restrictions = [.. layer.Restrictions.Select(r => new RestrictionDraft { Days = [.. r.Days], From = r.From, To = r.To })],
    };

    public Layer ToLayer() => new(Id, Name.Trim(), [.. People], Start, HandOver, new(Unit, Count, Unit == TurnUnit.Weeks ? Day : null))
    {
        Shadows = [.. Shadows],
        Restrictions = [.. Restrictions.Select(r => new Restriction([.. r.Days.Order()], r.From, r.To))],
    };

    /// <summary>Of one that is not being edited.</summary>
    public static string Words(Layer layer) => string.Join(" · ", new[]
    {
        layer.Length switch
        {
            { Unit: TurnUnit.Days, Count: 1 } => $"daily at {layer.HandOver:HH:mm}",
            { Unit: TurnUnit.Weeks, Count: 1, Day: var day } => $"weekly, {day ?? layer.Start.DayOfWeek} at {layer.HandOver:HH:mm}",
            { Unit: TurnUnit.Weeks, Count: var count, Day: var day } => $"every {count} weeks, {day ?? layer.Start.DayOfWeek} at {layer.HandOver:HH:mm}",
            { Unit: var unit, Count: var count } => $"every {count} {unit.ToString().ToLowerInvariant()} from {layer.HandOver:HH:mm}",
        },
        string.Create(CultureInfo.InvariantCulture, $"since {layer.Start:yyyy-MM-dd}"),
        string.Join(", ", layer.Restrictions.Select(r => $"{(r.Days.Count is 0 or 7 ? "every day" : string.Join(" ", r.Days.Select(d => d.ToString()[..3])))} {(r.From == r.To ? "all day" : $"{r.From:HH:mm}–{r.To:HH:mm}")}")) is { Length: > 0 } hours ? $"only {hours}" : "",
    }.Where(t => t.Length > 0));
}

public sealed class RestrictionDraft
{
    public HashSet<DayOfWeek> Days { get; init; } = [];
    public TimeOnly From { get; set; } = new(9, 0);
    public TimeOnly To { get; set; } = new(17, 0);
}
