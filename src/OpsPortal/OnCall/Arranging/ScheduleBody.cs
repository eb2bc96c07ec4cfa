using System.Globalization;
using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall.Arranging;

/// <summary>A schedule as the API takes and gives it.</summary>
/// <param name="TimeZone">IANA.</param>
/// <param name="Layers">The lowest first; all of them, since what is left out is gone.</param>
internal sealed record ScheduleBody(string? Name, string? TimeZone, string? Notes, IReadOnlyList<LayerBody>? Layers)
{
    public Result<ScheduleForm> ToForm()
    {
        List<Layer> layers = [];
        foreach (var body in Layers ?? [])
        {
            if (body is null) return Problem.Invalid("A layer is empty; give its name, people, start, handOver and length.", "layers");
            var layer = body.ToLayer();
            if (!layer.Succeeded) return layer.Problem;
            layers.Add(layer.Value);
        }
        return new ScheduleForm(Name, TimeZone, Notes, Layers is null ? null : layers);
    }
}

/// <param name="Id">Of a layer that was there before, so that its shifts stay the same ones.</param>
/// <param name="People">Ids of contacts, in the order of their turns.</param>
/// <param name="Start">Local date: <c>2026-01-07</c>.</param>
/// <param name="HandOver">Local time: <c>09:00</c>.</param>
internal sealed record LayerBody(Guid? Id, string? Name, IReadOnlyList<Guid>? People, string? Start, string? HandOver, LengthBody? Length, IReadOnlyList<RestrictionBody>? Restrictions, IReadOnlyList<Guid>? Shadows)
{
    public Result<Layer> ToLayer()
    {
        if (!DateOnly.TryParseExact(Start, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)) return Wrong($"begins on \"{Start}\"; a date looks like 2026-01-07");
        if (Time(HandOver) is not { } handOver) return Wrong($"is handed over at \"{HandOver}\"; a time looks like 09:00");
        if (!Enum.TryParse<TurnUnit>(Length?.Unit, ignoreCase: true, out var unit) || !Enum.IsDefined(unit) || char.IsDigit(Length!.Unit![0])) return Wrong($"has turns of \"{Length?.Unit}\"; they last hours, days or weeks");
        if (Day(Length?.Day) is not { Succeeded: true } day) return Wrong($"is handed over on \"{Length?.Day}\"; days are called monday to sunday");
        List<Restriction> restrictions = [];
        foreach (var body in Restrictions ?? [])
        {
            if (body is null || Time(body.From) is not { } from || Time(body.To) is not { } to) return Wrong("has hours that are no times; they look like 09:00");
            var days = (body.Days ?? []).Select(Day).ToList();
            if (days.Any(d => !d.Succeeded || d.Value.Of is null)) return Wrong("has hours on days that there are not; days are called monday to sunday");
            restrictions.Add(new([.. days.Select(d => d.Value!.Of!.Value)], from, to));
        }
        return new Layer(Id ?? Guid.Empty, Name ?? "", People ?? [], start, handOver, new(unit, Length!.Count ?? 1, day.Value.Of)) { Restrictions = restrictions, Shadows = Shadows ?? [] };
    }

    public static LayerBody Of(Layer layer) => new(layer.Id, layer.Name, layer.People, $"{layer.Start:yyyy-MM-dd}", $"{layer.HandOver:HH:mm}",
        new($"{layer.Length.Unit}".ToLowerInvariant(), layer.Length.Count, layer.Length.Day is { } day ? Word(day) : null),
        [.. layer.Restrictions.Select(r => new RestrictionBody([.. r.Days.Select(Word)], $"{r.From:HH:mm}", $"{r.To:HH:mm}"))], layer.Shadows);

    private Problem Wrong(string what) => Problem.Invalid($"The layer {Name} {what}.", "layers");

    private static string Word(DayOfWeek day) => $"{day}".ToLowerInvariant();

    private static TimeOnly? Time(string? text) => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static Result<Weekday> Day(string? text) => text is null ? new Weekday(null)
        : Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var day) && Enum.IsDefined(day) && !char.IsDigit(text[0]) ? new Weekday(day)
        : Problem.Invalid("no day");

    private sealed record Weekday(DayOfWeek? Of);
}

/// <param name="Unit"><c>hours</c>, <c>days</c> or <c>weeks</c>.</param>
/// <param name="Day">Of weeks: <c>monday</c> …</param>
internal sealed record LengthBody(string? Unit, int? Count, string? Day);

/// <param name="Days">Empty for every day.</param>
internal sealed record RestrictionBody(IReadOnlyList<string>? Days, string? From, string? To);
