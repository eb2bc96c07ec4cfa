using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall.HandingOver;

/// <summary>One person's time on call ends, another's begins.</summary>
/// <param name="From">Null where nobody was on call before.</param>
/// <param name="To">Null where nobody follows.</param>
public sealed record HandOver(DateTimeOffset At, Guid? From, Guid? To)
{
    /// <summary>Every change of the owner in a time, by time; shifts of one person that follow each other are none. Pure.</summary>
    public static IReadOnlyList<HandOver> Between(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        // A little more on both sides, so that whoever was before and comes after is known.
        var spells = schedule.Shifts(from.AddTicks(-1), to.AddTicks(1)).Spells;
        return [.. spells.SelectMany(s => new[] { s.From, s.To }).Distinct().Where(at => from <= at && at < to).Order()
            .Select(at => new HandOver(at, spells.FirstOrDefault(s => s.To == at)?.Person, spells.FirstOrDefault(s => s.From == at)?.Person))];
    }
}

/// <summary>What whoever takes over has to know.</summary>
/// <param name="Kind">A word: "incident", "maintenance".</param>
/// <param name="Address">Of its page; null where it has none that everybody may open.</param>
public sealed record OpenMatter(string Kind, string Title, string Sentence, string? Address);

/// <summary>Tells what is open at a hand-over. Capabilities above this one register theirs; none need to.</summary>
public interface IOpenMatters
{
    /// <param name="schedule">Whose hand-over it is.</param>
    Task<IReadOnlyList<OpenMatter>> OpenAsync(Guid schedule, CancellationToken cancellation);
}

/// <summary>A hand-over, with what goes over.</summary>
/// <param name="Events">What happened to the schedule in the ending shift: overrides and swaps that were made.</param>
public sealed record HandOverSummary(HandOver HandOver, string From, string To, IReadOnlyList<OpenMatter> Open, IReadOnlyList<string> Events)
{
    /// <summary>Of the hand-over that comes next within a month; null where none does. Pure.</summary>
    public static HandOverSummary? Of(ScheduleView view, DateTimeOffset now, IReadOnlyList<OpenMatter> open)
    {
        if (HandOver.Between(view.Schedule, now.AddTicks(1), now.AddDays(31)) is not [var next, ..]) return null;
        var began = view.Schedule.At(now)?.From ?? now;
        return new(next, Name(next.From), Name(next.To), open,
            [.. view.Entity.Overrides.Where(o => o.MadeAt >= began && o.MadeAt <= now && o.To > now).OrderBy(o => o.From)
                .Select(o => $"{view.NameOf(o.ContactId)} stands in from {o.From:u} to {o.To:u}{(o.Reason is null ? "" : $": {o.Reason}")}")]);

        string Name(Guid? person) => person is { } id ? view.NameOf(id) : "nobody";
    }
}
