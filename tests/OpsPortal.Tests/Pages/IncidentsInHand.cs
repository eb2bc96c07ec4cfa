using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Systems.Facts;
using OpsPortal.Tests.Incidents;

namespace OpsPortal.Tests.Pages;

/// <summary>One incident and a system, held in memory, and everything that was asked.</summary>
internal sealed class IncidentsInHand : IIncidentDesk
{
    public IncidentSheet? Sheet { get; set; }
    public List<IncidentSheet> All { get; } = [];
    public List<TimelineEntry> Entries { get; } = [];
    public List<IncidentAct> Acts { get; } = [];
    public List<NewIncident> Declared { get; } = [];
    public List<int> ReadAfter { get; } = [];
    public List<SystemSheet> Systems { get; } = [];
    public List<SuggestedRunbook> Suggestions { get; } = [];
    public Dictionary<long, ExecutionState> States { get; } = [];
    public List<PersonName> Watching { get; } = [];
    public List<string> Components { get; } = [];
    public List<Watched> Watched { get; } = [];
    public int Present { get; private set; }

    /// <summary>What the next act is refused with.</summary>
    public Problem? Refusal { get; set; }

    public void AddSystem(string slug, string name, params (string Name, string Meaning)[] severities) => Systems.Add(new(
        new() { Id = Guid.NewGuid(), Slug = slug, Name = name },
        [.. severities.Select(s => new SystemFact { Id = Guid.NewGuid(), Kind = FactKind.Severity, Key = s.Name, Origins = [new(Guid.NewGuid(), "web", 1, null, new Dictionary<string, string> { ["name"] = s.Name, ["meaning"] = s.Meaning, ["respondWithin"] = "PT15M" })] })]));

    public void Tell(TimelineKind kind, string text, int? corrects = null, params (string Key, string Value)[] detail)
    {
        Entries.Add(Samples.Entry(Entries.Count + 1, kind, text, corrects, detail));
        Sheet!.Incident.LastEntry = Entries.Count;
    }

    public Task<IReadOnlyList<IncidentSheet>> ListAsync(IncidentFilter filter, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<IncidentSheet>>([.. All.Where(s => filter.Open is null || s.Incident.State.IsOpen() == filter.Open).OrderByDescending(s => s.Incident.Number).Take(filter.Limit)]);

    public Task<int> OpenCountAsync(CancellationToken cancellation) => Task.FromResult(All.Count(s => s.Incident.State.IsOpen()));
    public Task<IncidentSheet?> FindAsync(long number, CancellationToken cancellation) => Task.FromResult(Sheet?.Incident.Number == number ? Sheet : null);

    public Task<IReadOnlyList<TimelineEntry>?> NewestAsync(long number, int? before, IReadOnlyCollection<TimelineKind>? kinds, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<TimelineEntry>?>([.. Entries.Where(e => (before is null || e.Number < before) && (kinds?.Contains(e.Kind) ?? true)).TakeLast(limit)]);

    public Task<IReadOnlyList<TimelineEntry>?> AfterAsync(long number, int after, IReadOnlyCollection<TimelineKind>? kinds, CancellationToken cancellation)
    {
        ReadAfter.Add(after);
        return Task.FromResult<IReadOnlyList<TimelineEntry>?>([.. Entries.Where(e => e.Number > after && (kinds?.Contains(e.Kind) ?? true)).Take(IncidentQueries.MostEntries)]);
    }

    public Task<IReadOnlyList<TimelineEntry>> EntriesAsync(long number, IReadOnlyCollection<int> entries, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<TimelineEntry>>([.. Entries.Where(e => entries.Contains(e.Number))]);
    public Task<IReadOnlyDictionary<TimelineKind, int>> TallyAsync(long number, CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<TimelineKind, int>>(Entries.GroupBy(e => e.Kind).ToDictionary(g => g.Key, g => g.Count()));
    public Task<IReadOnlyDictionary<long, ExecutionState>> StatesAsync(IReadOnlyCollection<long> executions, CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<long, ExecutionState>>(States.Where(s => executions.Contains(s.Key)).ToDictionary());
    public Task<IReadOnlyList<SystemSheet>> SystemsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<SystemSheet>>([.. Systems]);
    public Task<IReadOnlyList<SuggestedRunbook>> SuggestAsync(string system, string words, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<SuggestedRunbook>>([.. Suggestions]);
    public Task<IReadOnlyList<PersonName>> PeopleAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PersonName>>([new(Samples.Ann, "Ann"), new(Samples.Bob, "Bob")]);
    public Task<IReadOnlyList<PersonName>> WatchingAsync(long number, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PersonName>>([.. Watching]);

    public Task<IAsyncDisposable> WatchAsync(Actor actor, long number, CancellationToken cancellation)
    {
        Present++;
        return Task.FromResult<IAsyncDisposable>(new Leaving(() => Present--));
    }

    public Task<IReadOnlyList<string>> ComponentsAsync(string system, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([.. Components]);
    public Task<IReadOnlyList<Watched>> WatchedAsync(Incident incident, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Watched>>([.. Watched]);

    public Task<Result<Incident>> DeclareAsync(Actor actor, NewIncident wanted, CancellationToken cancellation)
    {
        Declared.Add(wanted);
        return Task.FromResult(Refusal is { } refusal ? (Result<Incident>)refusal : Samples.Incident());
    }

    public Task<Result<Incident>> ActAsync(Actor actor, long number, IncidentAct act, CancellationToken cancellation)
    {
        Acts.Add(act);
        if (Refusal is { } refusal) return Task.FromResult<Result<Incident>>(refusal);
        if (act is IncidentAct.Note note) Tell(TimelineKind.Note, note.Text);
        return Task.FromResult<Result<Incident>>(Sheet!.Incident);
    }

    private sealed class Leaving(Action leave) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            leave();
            return ValueTask.CompletedTask;
        }
    }
}
