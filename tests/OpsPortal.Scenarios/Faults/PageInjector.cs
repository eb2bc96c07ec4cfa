using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Faults;

/// <summary>Asked by every worker at every point of a page's way; does there what the incident's round wants.</summary>
internal sealed class PageInjector : IAsyncDisposable
{
    private sealed record Armed(PageRound Round, Task Settled);

    /// <summary>Longer than a lease.</summary>
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromSeconds(7);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<Armed?>> wanted = new();
    private readonly ConcurrentDictionary<long, Armed> beforeClaim = new();
    private readonly ConcurrentDictionary<(long, PagePoint), int> passed = new();
    private readonly ConcurrentDictionary<int, bool> done = new();
    private readonly SemaphoreSlim restarting = new(1, 1);

    /// <summary>Of the workers, one at least goes on.</summary>
    private readonly SemaphoreSlim freezing = new(1, 1);
    private readonly WebApplication app;
    private readonly PrivatePostgres postgres;

    private PageInjector(WebApplication app, PrivatePostgres postgres) => (this.app, this.postgres) = (app, postgres);

    public string Address => app.Urls.Single();
    public Workers Workers { get; set; } = null!;

    /// <summary>How often each fault struck, and where.</summary>
    public ConcurrentDictionary<(PageFault Fault, PagePoint Point), int> Struck { get; } = new();

    public static async Task<PageInjector> StartAsync(PrivatePostgres postgres)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var injector = new PageInjector(app, postgres);
        app.MapPost("/page/{point}/{incident:long}/{process:int}", async (PagePoint point, long incident, int process) => { await injector.AtAsync(point, incident, process); return Results.Ok(); });
        app.MapPost("/at/{point}/{execution:long}/{process:int}", () => Results.Ok(new PointAnswer(false, 0)));
        await app.StartAsync();
        return injector;
    }

    /// <summary>No page of an incident passes a point before it is told what is wanted of it.</summary>
    /// <param name="settled">Over when nothing is on its way for the incident.</param>
    public void Arm(long incident, PageRound round, Task settled)
    {
        var armed = round.Fault is null ? null : new Armed(round, settled);
        if (armed is { Round.Point: PagePoint.BeforeClaim }) beforeClaim[incident] = armed;
        Of(incident).TrySetResult(armed);
    }

    private TaskCompletionSource<Armed?> Of(long incident) => wanted.GetOrAdd(incident, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task AtAsync(PagePoint point, long incident, int process)
    {
        // Before a claim nobody knows of what: it strikes for one that waits.
        if (point == PagePoint.BeforeClaim) incident = beforeClaim.FirstOrDefault(w => !done.ContainsKey(w.Value.Round.Number) && !w.Value.Settled.IsCompleted).Key;
        if (incident == 0 || await Of(incident).Task is not { } armed) return;
        var (round, count) = (armed.Round, passed.AddOrUpdate((incident, point), 1, (_, n) => n + 1));
        if (point != round.Point || count < round.Nth || !done.TryAdd(round.Number, true)) return;
        Struck.AddOrUpdate((round.Fault!.Value, point), 1, (_, n) => n + 1);
        switch (round.Fault)
        {
            case PageFault.Kill:
                await Workers.KillAsync(process);
                break;
            case PageFault.Freeze:
                await freezing.WaitAsync();
                try { await FreezeAsync(process, armed.Settled); } finally { freezing.Release(); }
                break;
            case PageFault.DatabaseRestart:
                await restarting.WaitAsync();
                try { await postgres.RestartAsync(); } finally { restarting.Release(); }
                break;
        }
    }

    private async Task FreezeAsync(int process, Task settled)
    {
        if (!Workers.TryGet(process, out var frozen)) return;
        await frozen.FreezeAsync();
        await settled.WaitAsync(LongestFreeze).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await frozen.ThawAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in wanted.Values) one.TrySetResult(null);
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        restarting.Dispose();
        freezing.Dispose();
    }
}
