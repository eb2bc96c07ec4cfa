using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall.Warnings;

/// <param name="Contact">Of <see cref="WarningKind.NoMethod"/>.</param>
public sealed record Finding(WarningKind Kind, Guid? Contact, DateTimeOffset From, DateTimeOffset To, string Sentence);

/// <summary>Finds what will go wrong with a schedule. Pure.</summary>
public static class Foresight
{
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(7);

    /// <summary>By time. Of a person whom nothing reaches the first shift tells, of a gap each one.</summary>
    public static IReadOnlyList<Finding> Of(ScheduleView view, DateTimeOffset now)
    {
        var rota = view.Schedule.Shifts(now, now + Horizon);
        var zone = Arranging.TimeZones.Find(view.Entity.Current.TimeZone);
        var gaps = rota.Gaps.Select(g => new Finding(WarningKind.Gap, null, g.From, g.To, rota.Shifts.Count == 0
            ? $"Nobody is on call for {view.Entity.Name} in the next {Horizon.TotalDays:0} days. Add people to a layer."
            : $"Nobody is on call for {view.Entity.Name} {(g.From <= now ? $"until {Said(g.To)}" : g.To >= now + Horizon ? $"from {Said(g.From)} on" : $"from {Said(g.From)} to {Said(g.To)}")}. Add an override, or change the layers."));
        var unreachable = rota.Spells.Where(s => view.People.GetValueOrDefault(s.Person) is not { CanBeReached: true }).DistinctBy(s => s.Person)
            .Select(s => new Finding(WarningKind.NoMethod, s.Person, s.From > now ? s.From : now, s.To, view.People.GetValueOrDefault(s.Person) is { RemovedAt: null } person
                ? $"No verified contact method reaches {person.Name}, who {(s.From <= now ? "is on call" : $"will be on call from {Said(s.From)} on")} for {view.Entity.Name}. Add and verify one."
                : $"{view.NameOf(s.Person)} is on call for {view.Entity.Name}, and is no contact any more. Change the layers."));
        return [.. gaps.Concat(unreachable).OrderBy(f => f.From)];

        string Said(DateTimeOffset at) => $"{WallClock.Local(zone, at):ddd d MMM HH:mm}";
    }
}
