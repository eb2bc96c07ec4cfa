using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Components;
using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents;

/// <inheritdoc cref="IIncidentDesk"/>
internal sealed class IncidentDesk(
    IncidentQueries incidents, TimelineQueries timeline, SystemQueries systems, SuggestRunbooks runbooks, PeopleQueries people, PresenceBook presence,
    DeclareIncident declare, MoveIncident move, ChangeRoles roles, WriteTimeline write, MonitorIncident monitor, TickGuide guide, SuggestComponents components, WatchIncident watched) : IIncidentDesk
{
    public Task<IReadOnlyList<IncidentSheet>> ListAsync(IncidentFilter filter, CancellationToken cancellation) => incidents.ListAsync(filter, cancellation);
    public Task<int> OpenCountAsync(CancellationToken cancellation) => incidents.OpenCountAsync(cancellation);
    public Task<IncidentSheet?> FindAsync(long number, CancellationToken cancellation) => incidents.FindAsync(number, cancellation);

    public Task<IReadOnlyList<TimelineEntry>?> NewestAsync(long number, int? before, IReadOnlyCollection<TimelineKind>? kinds, int limit, CancellationToken cancellation) =>
        incidents.NewestAsync(number, before, kinds, limit, cancellation);

    public Task<IReadOnlyList<TimelineEntry>?> AfterAsync(long number, int after, IReadOnlyCollection<TimelineKind>? kinds, CancellationToken cancellation) =>
        incidents.TimelineAsync(number, after, kinds, cancellation);

    public Task<IReadOnlyList<TimelineEntry>> EntriesAsync(long number, IReadOnlyCollection<int> entries, CancellationToken cancellation) => timeline.EntriesAsync(number, entries, cancellation);
    public Task<IReadOnlyDictionary<TimelineKind, int>> TallyAsync(long number, CancellationToken cancellation) => timeline.TallyAsync(number, cancellation);
    public Task<IReadOnlyDictionary<long, ExecutionState>> StatesAsync(IReadOnlyCollection<long> executions, CancellationToken cancellation) => timeline.StatesAsync(executions, cancellation);
    public Task<IReadOnlyList<SystemSheet>> SystemsAsync(CancellationToken cancellation) => systems.AllAsync(cancellation);

    public Task<IReadOnlyList<SuggestedRunbook>> SuggestAsync(string system, string words, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation) =>
        runbooks.InvokeAsync(system, words, labels, cancellation);

    public Task<IReadOnlyList<PersonName>> PeopleAsync(CancellationToken cancellation) => people.AllAsync(cancellation);
    public Task<IReadOnlyList<PersonName>> WatchingAsync(long number, CancellationToken cancellation) => people.WatchingAsync(number, cancellation);
    public Task<IAsyncDisposable> WatchAsync(Actor actor, long number, CancellationToken cancellation) => presence.EnterAsync(actor, number, cancellation);

    public Task<IReadOnlyList<string>> ComponentsAsync(string system, CancellationToken cancellation) => components.InvokeAsync(system, cancellation);
    public Task<IReadOnlyList<Watched>> WatchedAsync(Incident incident, CancellationToken cancellation) => watched.OfAsync(incident, cancellation);

    /// <summary>With the runbook that answers it, where somebody wrote one and nobody chose another.</summary>
    public async Task<Result<Incident>> DeclareAsync(Actor actor, NewIncident wanted, CancellationToken cancellation)
    {
        if (wanted.Runbook is null && await runbooks.InvokeAsync(wanted.System, wanted.Title, wanted.Parameters, cancellation) is [{ Sure: true } best, ..])
            wanted = wanted with { Runbook = best.Slug, RunbookPlace = best.Place };
        return await declare.InvokeAsync(actor, wanted, cancellation);
    }

    public Task<Result<Incident>> ActAsync(Actor actor, long number, IncidentAct act, CancellationToken cancellation) => act switch
    {
        IncidentAct.Move to => move.InvokeAsync(actor, number, to.Next, to.Said, cancellation),
        IncidentAct.Severity to => move.ChangeSeverityAsync(actor, number, to.Name, to.Reason, cancellation),
        IncidentAct.Join join => roles.JoinAsync(actor, number, join.Role, cancellation),
        IncidentAct.Give give => roles.GiveAsync(actor, number, give.Person, give.Role, cancellation),
        IncidentAct.Leave => roles.LeaveAsync(actor, number, cancellation),
        IncidentAct.Note note => write.NoteAsync(actor, number, note.Text, cancellation),
        IncidentAct.Correct correct => write.CorrectAsync(actor, number, correct.Entry, correct.Text, cancellation),
        IncidentAct.Pin pin => write.PinAsync(actor, number, pin.Entry, pin.Pinned, cancellation),
        IncidentAct.TellStatus tell => write.TellStatusAsync(actor, number, tell.Text, cancellation),
        IncidentAct.Link link => write.LinkAsync(actor, number, link.Address, link.Text, cancellation),
        IncidentAct.Describe describe => write.DescribeAsync(actor, number, describe.Facts, cancellation),
        IncidentAct.Monitor watch => monitor.InvokeAsync(actor, number, watch.Minutes, cancellation),
        IncidentAct.TickGuide tick => guide.InvokeAsync(actor, number, tick.Item, tick.Done, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };
}
