using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Faults;

/// <summary>Worker processes; one that is killed is followed by another.</summary>
internal sealed class Workers(string database, string control, params (string, string)[] settings) : IAsyncDisposable
{
    public static readonly (string, string)[] Settings =
        [("Executions__Lease", "00:00:03"), ("Executions__Heartbeat", "00:00:00.5"), ("Logging__LogLevel__Default", "Warning"), ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information")];

    private readonly ConcurrentDictionary<int, PortalProcess> alive = new();
    private readonly ConcurrentBag<Task> starting = [];
    private int count;

    public bool TryGet(int process, [NotNullWhen(true)] out PortalProcess? worker) => alive.TryGetValue(process, out worker);
    public int Started => count;

    /// <summary>Those that ended without being killed; there should be none.</summary>
    public IEnumerable<string> Ended => alive.Values.Where(w => !w.IsAlive).Select(w => $"worker process {w.Id} ended by itself:\n{w.Log}").Concat(starting.Where(s => s.IsFaulted).Select(s => $"a worker did not start: {s.Exception!.InnerException!.Message}"));

    public async Task AddAsync()
    {
        var hook = typeof(Workers).Assembly;
        var worker = await PortalProcess.StartAsync(database, "worker", false,
        [
            .. Settings, .. settings, ("Node", $"worker-{Interlocked.Increment(ref count)}"), (FaultStartup.Control, control),
            ("DOTNET_STARTUP_HOOKS", hook.Location), ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", hook.GetName().Name!),
        ]);
        alive[worker.Id] = worker;
    }

    public async Task KillAsync(int process)
    {
        if (!alive.TryRemove(process, out var worker)) return;
        await worker.DisposeAsync();
        starting.Add(AddAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var worker in alive.Values) await worker.DisposeAsync();
    }
}
