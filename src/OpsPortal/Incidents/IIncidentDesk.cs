using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents;

/// <summary>Pages' way to the incidents. What the reader may not see is not there.</summary>
public interface IIncidentDesk
{
    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<IncidentSheet>> ListAsync(IncidentFilter filter, CancellationToken cancellation);
    Task<int> OpenCountAsync(CancellationToken cancellation);
    Task<IncidentSheet?> FindAsync(long number, CancellationToken cancellation);

    /// <summary>The newest entries before a number (null: the newest of all), oldest first; null where the incident is not there.</summary>
    Task<IReadOnlyList<TimelineEntry>?> NewestAsync(long number, int? before, IReadOnlyCollection<TimelineKind>? kinds, int limit, CancellationToken cancellation);

    /// <summary>Entries after a number, oldest first, at most <see cref="IncidentQueries.MostEntries"/>; null where the incident is not there.</summary>
    Task<IReadOnlyList<TimelineEntry>?> AfterAsync(long number, int after, IReadOnlyCollection<TimelineKind>? kinds, CancellationToken cancellation);

    /// <summary>Single entries, e.g. those that are pinned; by number.</summary>
    Task<IReadOnlyList<TimelineEntry>> EntriesAsync(long number, IReadOnlyCollection<int> entries, CancellationToken cancellation);

    /// <summary>How many entries there are of each kind.</summary>
    Task<IReadOnlyDictionary<TimelineKind, int>> TallyAsync(long number, CancellationToken cancellation);

    /// <summary>How executions stand now, by number.</summary>
    Task<IReadOnlyDictionary<long, ExecutionState>> StatesAsync(IReadOnlyCollection<long> executions, CancellationToken cancellation);

    /// <summary>Systems by name, with their severities.</summary>
    Task<IReadOnlyList<SystemSheet>> SystemsAsync(CancellationToken cancellation);

    /// <summary>The best first.</summary>
    /// <param name="words">What is wrong, in somebody's words.</param>
    /// <param name="labels">Of the alert.</param>
    Task<IReadOnlyList<SuggestedRunbook>> SuggestAsync(string system, string words, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation);

    /// <summary>Whom one can bring in, by name.</summary>
    Task<IReadOnlyList<PersonName>> PeopleAsync(CancellationToken cancellation);

    /// <summary>Who has the incident's page open, by name.</summary>
    Task<IReadOnlyList<PersonName>> WatchingAsync(long number, CancellationToken cancellation);

    /// <summary>This person has the page open until what is returned is disposed of.</summary>
    Task<IAsyncDisposable> WatchAsync(Actor actor, long number, CancellationToken cancellation);

    /// <summary>What may be affected, the likeliest first.</summary>
    /// <param name="system">Slug.</param>
    Task<IReadOnlyList<string>> ComponentsAsync(string system, CancellationToken cancellation);

    /// <summary>What is watched while somebody monitors the incident.</summary>
    Task<IReadOnlyList<Watched>> WatchedAsync(Incident incident, CancellationToken cancellation);

    Task<Result<Incident>> DeclareAsync(Actor actor, NewIncident wanted, CancellationToken cancellation);
    Task<Result<Incident>> ActAsync(Actor actor, long number, IncidentAct act, CancellationToken cancellation);
}

/// <summary>What somebody does to an incident.</summary>
public abstract record IncidentAct
{
    public sealed record Move(IncidentState Next, string? Said = null) : IncidentAct;
    public sealed record Severity(string Name, string? Reason) : IncidentAct;
    public sealed record Join(IncidentRole Role) : IncidentAct;
    public sealed record Give(Guid Person, IncidentRole Role) : IncidentAct;
    public sealed record Leave : IncidentAct;
    public sealed record Note(string Text) : IncidentAct;
    public sealed record Correct(int Entry, string Text) : IncidentAct;
    public sealed record Pin(int Entry, bool Pinned) : IncidentAct;
    public sealed record TellStatus(string Text) : IncidentAct;
    public sealed record Link(string Address, string? Text) : IncidentAct;
    public sealed record Describe(IncidentFacts Facts) : IncidentAct;

    /// <param name="Item">Key of an item of the response guide.</param>
    public sealed record TickGuide(string Item, bool Done) : IncidentAct;

    /// <param name="Minutes">0 ends it early.</param>
    public sealed record Monitor(int Minutes) : IncidentAct;
}

/// <summary>An account, as lists show it.</summary>
public sealed record PersonName(Guid Id, string Name)
{
    /// <summary>At most two letters.</summary>
    public string Initials => string.Concat(Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(w => char.ToUpperInvariant(w[0])));
}
