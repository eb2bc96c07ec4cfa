using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;
using Npgsql;
using OpsPortal.Executions;
using OpsPortal.Frame;
using OpsPortal.Incidents;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage.Live;

namespace OpsPortal.Benchmarks;

/// <summary>
/// An incident of 10,000 timeline entries. What its page reads and draws of the timeline when somebody opens it; how long a new entry takes until all of 200
/// viewers have it, who follow it in this process as pages do (hint, pause, reading, drawing); what a viewer holds. Browsers, their connections and the
/// runbook beside the timeline are left out. As the yardstick plain INSERTs of the same entries, each in a transaction of its own.
/// </summary>
internal static class LongIncident
{
    private const int Entries = 10_000, Written = 1_000, Viewers = 200, Rounds = 20, Opened = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task MeasureAsync()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database, new() { Roles = "web" });
        await portal.KnowPeopleAsync();
        var number = await portal.DeclareAsync("checkout is slow", "critical");
        var write = portal.Get<WriteTimeline>();
        // What is compiled on first use is no part of it.
        await write.NoteAsync(People.Ann, number, Text(0), default);
        var plain = await PlainAsync(database, number);
        var noted = await TimeAsync(async () => { for (var n = 0; n < Written; n++) await write.NoteAsync(People.Ann, number, Text(n), default); });
        await FillAsync(database, number);

        await using (var warm = new Viewer(portal, number)) await warm.OpenAsync();
        List<double> opened = [];
        for (var n = 0; n < Opened; n++)
        {
            await using var viewer = new Viewer(portal, number);
            opened.Add((await TimeAsync(viewer.OpenAsync)).TotalMilliseconds);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        List<Viewer> viewers = [];
        for (var n = 0; n < Viewers; n++)
        {
            var viewer = new Viewer(portal, number);
            await viewer.OpenAsync();
            viewers.Add(viewer);
        }
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Viewers / 1024;
        foreach (var viewer in viewers) viewer.Follow();

        List<double> arrived = [], last = [];
        for (var round = 0; round < Rounds; round++)
        {
            // Entries of an incident come one by one, not while the pause after the one before lasts.
            await Task.Delay(2 * Pause, TimeProvider.System);
            var wanted = (await portal.Get<IncidentQueries>().FindAsync(number, default))!.Incident.LastEntry + 1;
            var seen = viewers.ConvertAll(v => v.SeesAsync(wanted));
            var start = Stopwatch.GetTimestamp();
            await write.NoteAsync(People.Ann, number, Text(round), default);
            var times = (await Task.WhenAll(seen)).Select(at => Stopwatch.GetElapsedTime(start, at).TotalMilliseconds).ToList();
            arrived.AddRange(times);
            last.Add(times.Max());
        }
        foreach (var viewer in viewers) await viewer.DisposeAsync();

        Console.WriteLine($"An incident of {Entries:N0} timeline entries, {Viewers} viewers");
        Spread.Print($"open: read and draw the newest {TimelineWindow.Page}", Spread.Of(opened));
        Spread.Print("a new entry until a viewer has it", Spread.Of(arrived));
        Spread.Print("a new entry until the last viewer has it", Spread.Of(last));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"held for each viewer (data and drawn timeline)",-44} {held,15:F0} KiB"));
        Print("notes, one after the other", Written / noted.TotalSeconds);
        Print("plain INSERTs of the same entries", Written / plain.TotalSeconds);
        Spread.PrintRatio("note / plain INSERT", noted / plain, "what rights, lock, policy, listeners and hint cost");
    }

    private static string Text(int n) => $"Looked at **cart-{n}**: 7 of 100 requests fail, memory is at {n % 100} %, nothing in its log but `timeout after 30 s`.";

    private static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        var clock = Stopwatch.StartNew();
        await act();
        return clock.Elapsed;
    }

    private static async Task<TimeSpan> PlainAsync(string database, long number)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand("create table bench_entries (like timeline_entries including all)")) await create.ExecuteNonQueryAsync();
        return await TimeAsync(async () =>
        {
            for (var n = 0; n < Written; n++)
            {
                await using var insert = source.CreateCommand("insert into bench_entries (incident, number, at, kind, actor_id, actor, text, detail) values ($1, $2, now(), 'Note', $3, 'Ann', $4, '{}')");
                insert.Parameters.Add(new() { Value = number });
                insert.Parameters.Add(new() { Value = n + 1 });
                insert.Parameters.Add(new() { Value = People.Ann.Id });
                insert.Parameters.Add(new() { Value = Text(n) });
                await insert.ExecuteNonQueryAsync();
            }
        });
    }

    /// <summary>The rest of the entries, all at once: half of them steps.</summary>
    private static async Task FillAsync(string database, long number)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var fill = source.CreateCommand($$"""
            insert into timeline_entries (incident, number, at, kind, actor, text, detail)
            select {{number}}, n, now(), case when n % 2 = 0 then 'Note' else 'SignOff' end, 'Ann', 'Looked at **cart-' || n || '**: 7 of 100 requests fail.', '{}'
            from generate_series((select last_entry + 1 from incidents where number = {{number}}), {{Entries}}) n
            """);
        await fill.ExecuteNonQueryAsync();
        await using var count = source.CreateCommand($"update incidents set last_entry = {Entries} where number = {number}");
        await count.ExecuteNonQueryAsync();
    }

    private static void Print(string what, double perSecond) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} {perSecond,15:F0} per second"));

    /// <summary>What a page does with its timeline, without a browser.</summary>
    private sealed class Viewer(PortalHost portal, long number) : IAsyncDisposable
    {
        private readonly IncidentQueries incidents = portal.Get<IncidentQueries>();
        private readonly TimelineWindow window = new();
        private readonly Dictionary<TimelineKind, int> tally = [];
        private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IJSRuntime, NoBrowser>().BuildServiceProvider();
        private readonly Dictionary<int, TaskCompletionSource<long>> wanted = [];
        private readonly Lock waiting = new();
        private HtmlRenderer? renderer;
        private Following? following;
        private IncidentSheet sheet = null!;
        private int seen;

        public async Task OpenAsync()
        {
            sheet = (await incidents.FindAsync(number, default))!;
            window.Begin((await incidents.NewestAsync(number, null, null, TimelineWindow.Page, default))!);
            seen = sheet.Incident.LastEntry;
            foreach (var (kind, count) in await portal.Get<TimelineQueries>().TallyAsync(number, default)) tally[kind] = count;
            await incidents.NewestAsync(number, null, [TimelineKind.Link], 50, default);
            await portal.Get<PeopleQueries>().WatchingAsync(number, default);
            await DrawAsync();
        }

        public void Follow() => following = new(portal.Get<ILiveBus>().Subscribe(HintKind.Incident, $"{number}"), Pause, TimeProvider.System, NullLogger.Instance, ReadAsync);

        /// <summary>When this entry is drawn (a timestamp of <see cref="Stopwatch"/>).</summary>
        public Task<long> SeesAsync(int entry)
        {
            lock (waiting) return (wanted[entry] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        private async Task ReadAsync(CancellationToken cancellation)
        {
            sheet = (await incidents.FindAsync(number, cancellation))!;
            if (seen >= sheet.Incident.LastEntry) return;
            var newer = (await incidents.TimelineAsync(number, seen, null, cancellation))!;
            foreach (var entry in newer) tally[entry.Kind] = tally.GetValueOrDefault(entry.Kind) + 1;
            window.After(newer);
            seen = newer[^1].Number;
            await portal.Get<PeopleQueries>().WatchingAsync(number, cancellation);
            await DrawAsync();
            lock (waiting)
                foreach (var entry in newer)
                    if (wanted.Remove(entry.Number, out var somebody)) somebody.SetResult(Stopwatch.GetTimestamp());
        }

        /// <summary>The whole timeline anew, which is more than a page does: it draws what changed.</summary>
        private async Task DrawAsync()
        {
            if (renderer is not null) await renderer.DisposeAsync();
            renderer = new(services, NullLoggerFactory.Instance);
            var rows = EntryRow.Of(window.Entries, sheet.Pins, new Dictionary<long, ExecutionState>());
            await renderer.Dispatcher.InvokeAsync(() => renderer.RenderComponentAsync<TimelinePanel>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                ["Rows"] = rows,
                ["Filter"] = TimelineFilter.All[0],
                ["HasOlder"] = window.HasOlder,
                ["MayAct"] = true,
            })));
        }

        public async ValueTask DisposeAsync()
        {
            if (following is not null) await following.DisposeAsync();
            if (renderer is not null) await renderer.DisposeAsync();
            await services.DisposeAsync();
        }
    }

    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) => throw new InvalidOperationException("There is no browser here.");
        public ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args) => throw new InvalidOperationException("There is no browser here.");
    }
}
