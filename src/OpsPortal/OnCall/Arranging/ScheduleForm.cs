using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall.Arranging;

/// <summary>What somebody wants a schedule to be. In a change, what is null stays as it is.</summary>
/// <param name="TimeZone">IANA: <c>Europe/Berlin</c>.</param>
/// <param name="Layers">The lowest first.</param>
/// <param name="Revision">That was seen; null changes whatever is there.</param>
public sealed record ScheduleForm(string? Name = null, string? TimeZone = null, string? Notes = null, IReadOnlyList<Layer>? Layers = null, int? Revision = null)
{
    public const int LongestName = 100;
    private const int MostLayers = 20;
    private const int MostPeople = 100;

    /// <summary>What is wrong with it, without asking who the people are; null where nothing is.</summary>
    internal Problem? Check() =>
        Name is { } name && name.Trim().Length is 0 or > LongestName ? Problem.Invalid($"Give the schedule a name of at most {LongestName} characters, e.g. Primary.", "name")
        : TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone.Trim(), out _) ? Problem.Invalid($"There is no time zone \"{zone}\"; one is called Europe/Berlin, America/New_York or UTC.", "timeZone")
        : Notes?.Length > 2_000 ? Problem.Invalid("Notes have at most 2,000 characters.", "notes")
        : Layers?.Count > MostLayers ? Problem.Invalid($"A schedule has at most {MostLayers} layers.", "layers")
        : Layers?.Select(Check).FirstOrDefault(p => p is not null);

    private static Problem? Check(Layer? layer, int index)
    {
        var what = $"Layer {index + 1}";
        if (layer is null || layer.Length is null || layer.People is null || layer.Restrictions is null || layer.Shadows is null) return Wrong($"{what} is not complete: give people, start, handOver and length.");
        if (string.IsNullOrWhiteSpace(layer.Name) || layer.Name.Length > LongestName) return Wrong($"{what} needs a name of at most {LongestName} characters.");
        if (layer.People.Count > MostPeople || layer.Shadows.Count > MostPeople) return Wrong($"{layer.Name} has more than {MostPeople} people.");
        var most = layer.Length.Unit switch { TurnUnit.Hours => 24 * 366, TurnUnit.Days => 366, _ => 52 };
        if (!Enum.IsDefined(layer.Length.Unit) || layer.Length.Count < 1 || layer.Length.Count > most) return Wrong($"A turn of {layer.Name} lasts from 1 to {most} {layer.Length.Unit.ToString().ToLowerInvariant()}.");
        if (layer.Start.Year is < 2000 or > 2200) return Wrong($"{layer.Name} begins in the year {layer.Start.Year}; choose a date from 2000 on.");
        if (layer.Length.Day is { } day && !Enum.IsDefined(day)) return Wrong($"{layer.Name} is handed over on no day of the week.");
        return layer.Restrictions.Count > 20 || layer.Restrictions.Any(r => r?.Days is null || r.Days.Any(d => !Enum.IsDefined(d))) ? Wrong($"{layer.Name} has hours that cannot be; give days from, and to, at most 20 times.") : null;

        static Problem Wrong(string detail) => Problem.Invalid(detail, "layers");
    }
}
