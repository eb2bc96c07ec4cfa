using Microsoft.AspNetCore.Components;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Frame;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Runbooks;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents;

/// <summary>An incident: its timeline, the runbook in hand and the facts, as they move.</summary>
public sealed partial class IncidentPage(IIncidentDesk desk, IRunbookReader runbooks, ILiveBus bus, Workplace workplace, NavigationManager navigation, Toasts toasts, TimeProvider time, ILogger<IncidentPage> log) : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StatesPause = TimeSpan.FromSeconds(1);
    private static readonly (string Id, string Name)[] Tabs = [("timeline", "Timeline"), ("runbook", "Runbook"), ("facts", "Facts")];

    private readonly TimelineWindow window = new();
    private readonly Dictionary<TimelineKind, int> tally = [];
    private List<TimelineEntry> links = [];
    private IncidentSheet? sheet;
    private Problem? problem;
    private Actor actor = new(Guid.Empty, "", Role.Viewer);
    private IReadOnlyList<EntryRow> rows = [], pinned = [];
    private IReadOnlyList<TimelineEntry> pins = [];
    private Dictionary<long, ExecutionState> states = [];
    private IReadOnlyList<PersonName> watching = [];
    private IReadOnlyList<SuggestedRunbook> suggestions = [];
    private TimelineFilter filter = TimelineFilter.All[0];
    private string tab = Tabs[0].Id;
    private int turns;
    private IReadOnlyList<Watched> watched = [];

    /// <summary>Everything up to here was read.</summary>
    private int seen;
    private long opened;
    private IAsyncDisposable? presence;
    private List<Following> following = [];

    [Parameter] public long Number { get; set; }

    private bool MayAct => IncidentRights.May(actor, sheet!);
    private NextAct? Next => NextAct.Of(sheet!, actor.Id, time.GetUtcNow());

    protected override Task OnParametersSetAsync() => sheet?.Incident.Number == Number ? Task.CompletedTask : OpenAsync();

    private async Task OpenAsync()
    {
        (problem, sheet, seen, looked, asked, moves, corrects) = (null, null, 0, null, Asked.Nothing, null, null);
        actor = await workplace.ActorAsync();
        if (await desk.FindAsync(Number, default) is not { } found || await desk.NewestAsync(Number, null, filter.Kinds, TimelineWindow.Page, default) is not { } newest)
        {
            problem = Problem.NotFound($"There is no INC-{Number} that you may see. Where it is private, somebody who works on it can bring you in.");
            return;
        }
        (pins, states) = ([], []);
        window.Begin(newest);
        seen = found.Incident.LastEntry;
        tally.Clear();
        foreach (var (kind, count) in await desk.TallyAsync(Number, default)) tally[kind] = count;
        links = [.. await desk.NewestAsync(Number, null, [TimelineKind.Link], 50, default) ?? []];
        suggestions = await desk.SuggestAsync(found.Incident.System, found.Incident.Title, found.Incident.Parameters, default);
        watching = await desk.WatchingAsync(Number, default);
        watched = await WatchedAsync(found, default);
        sheet = found;
        await PinsAsync(default);
        await StatesAsync(default);
        Draw();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (sheet is null || opened == Number) return;
        opened = Number;
        await StopAsync();
        // Subscribed first, read afterwards: nothing falls between.
        following =
        [
            new(bus.Subscribe(HintKind.Incident, $"{Number}"), Pause, time, log, RefreshAsync),
            new(bus.SubscribeAll(HintKind.Execution), StatesPause, time, log, MovedAsync),
        ];
        presence = await desk.WatchAsync(actor, Number, default);
        await RefreshAsync(default);
    }

    private Task RefreshAsync(CancellationToken cancellation) => InvokeAsync(async () =>
    {
        if (sheet is null || await ReadAsync(cancellation)) StateHasChanged();
    });

    /// <summary>Only what came since.</summary>
    private async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        var number = Number;
        var now = await desk.FindAsync(number, cancellation);
        if (number != Number || sheet is null) return false;
        if (now is null)
        {
            problem = Problem.NotFound($"INC-{number} is no longer there for you.");
            return true;
        }
        while (seen < now.Incident.LastEntry)
        {
            // An act and a hint may read at the same time: what the other one has taken in meanwhile is left out.
            var newer = (await desk.AfterAsync(number, seen, null, cancellation) ?? []).Where(e => e.Number > seen).ToList();
            if (newer.Count == 0) break;
            foreach (var entry in newer)
            {
                tally[entry.Kind] = tally.GetValueOrDefault(entry.Kind) + 1;
                if (entry.Kind == TimelineKind.Link) links.Add(entry);
            }
            window.After([.. newer.Where(filter.Lets)]);
            seen = newer[^1].Number;
        }
        watched = await WatchedAsync(now, cancellation);
        sheet = now;
        watching = await desk.WatchingAsync(number, cancellation);
        await PinsAsync(cancellation);
        await StatesAsync(cancellation);
        Draw();
        return true;
    }

    /// <summary>An execution somewhere moved; it matters where one of those in the timeline still does.</summary>
    private Task MovedAsync(CancellationToken cancellation) => InvokeAsync(async () =>
    {
        if (sheet is null) return;
        // Checks are executions, too.
        var seen = watched;
        watched = await WatchedAsync(sheet, cancellation);
        if (!await StatesAsync(cancellation) && watched.SequenceEqual(seen)) return;
        Draw();
        StateHasChanged();
    });

    private async Task<bool> StatesAsync(CancellationToken cancellation)
    {
        var moving = EntryRow.Moving(window.Entries.Concat(pins)).Where(id => !states.TryGetValue(id, out var state) || !state.IsTerminal()).ToList();
        if (moving.Count == 0) return false;
        var now = await desk.StatesAsync(moving, cancellation);
        var changed = now.Any(n => states.GetValueOrDefault(n.Key) != n.Value || !states.ContainsKey(n.Key));
        if (changed) states = states.Concat(now).GroupBy(s => s.Key).ToDictionary(s => s.Key, s => s.Last().Value);
        return changed;
    }

    private Task<IReadOnlyList<Watched>> WatchedAsync(IncidentSheet of, CancellationToken cancellation) =>
        of.Running.Any(c => c.Kind == ClockKind.Monitor) ? desk.WatchedAsync(of.Incident, cancellation) : Task.FromResult<IReadOnlyList<Watched>>([]);

    private async Task PinsAsync(CancellationToken cancellation)
    {
        var wanted = sheet!.Pins.Select(p => p.Number).Order().ToList();
        if (!wanted.SequenceEqual(pins.Select(p => p.Number))) pins = await desk.EntriesAsync(Number, wanted, cancellation);
    }

    private void Draw()
    {
        rows = EntryRow.Of(window.Entries, sheet!.Pins, states);
        pinned = EntryRow.Of(pins, sheet.Pins, states);
    }

    private async Task FilterAsync(TimelineFilter wanted)
    {
        filter = wanted;
        await NewestAsync();
    }

    private async Task NewestAsync()
    {
        window.Begin(await desk.NewestAsync(Number, null, filter.Kinds, TimelineWindow.Page, default) ?? []);
        await StatesAsync(default);
        Draw();
    }

    private async Task OlderAsync()
    {
        window.Before(await desk.NewestAsync(Number, window.First, filter.Kinds, TimelineWindow.Page, default) ?? []);
        await StatesAsync(default);
        Draw();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopAsync()
    {
        foreach (var one in following) await one.DisposeAsync();
        following = [];
        if (presence is not null) await presence.DisposeAsync();
        presence = null;
    }
}
