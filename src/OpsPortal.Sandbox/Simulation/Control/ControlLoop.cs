using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Control;

/// <summary>
/// Runs the controllers: one at a time and in the order of the changes, so that the same changes at the same times always end the same.
/// Woken by changes (while started) and by one timer for the earliest time that a controller asked for.
/// </summary>
internal sealed class ControlLoop : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly IReadOnlyList<Controller> controllers;
    private readonly List<(ResourceType Type, StoreWatch Watch)> watches;
    private readonly LinkedList<Work> ready = [];
    private readonly HashSet<Work> waiting = [];
    private readonly Dictionary<Work, DateTimeOffset> due = [];
    private readonly PriorityQueue<Work, (DateTimeOffset, long)> schedule = new();
    private readonly ITimer timer;
    private readonly CancellationTokenSource stopping = new();
    private Task pump = Task.CompletedTask;
    private long scheduled;
    private bool stopped;

    public ControlLoop(ClusterStore store, IReadOnlyList<Controller> controllers)
    {
        time = store.Time;
        this.controllers = controllers;
        var from = store.Version;
        watches = [.. controllers.SelectMany(c => c.Watches).Distinct().Select(type => (type, store.Watch(type, from)!))];
        timer = time.CreateTimer(_ => Settle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>From now on changes are acted upon as they come. Without it, only <see cref="Settle"/> and the clock move things.</summary>
    public void Start() => pump = PumpAsync(stopping.Token);

    /// <summary>Has a controller look at an object although nothing in the store changed.</summary>
    public void Enqueue(Controller controller, ObjectKey key)
    {
        lock (gate) Add(new Work(controller, key));
    }

    /// <summary>Acts on everything that has changed or come due, until nothing is left to do now.</summary>
    public void Settle()
    {
        lock (gate)
        {
            if (stopped) return;
            while (true)
            {
                TakeChanges();
                TakeDue();
                if (ready.First is not { } first) break;
                ready.RemoveFirst();
                waiting.Remove(first.Value);
                var (controller, key) = first.Value;
                Schedule(first.Value, controller.Reconcile(key));
            }
            Arm();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate) stopped = true;
        await stopping.CancelAsync();
        await timer.DisposeAsync();
        await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (_, watch) in watches) watch.Dispose();
        stopping.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellation)
    {
        var signals = new Task<bool>[watches.Count];
        while (!cancellation.IsCancellationRequested)
        {
            Settle();
            // Under the gate, because a channel allows one reader at a time.
            lock (gate)
                for (var i = 0; i < signals.Length; i++)
                    if (signals[i] is not { IsCompleted: false }) signals[i] = watches[i].Watch.Events.WaitToReadAsync(cancellation).AsTask();
            await Task.WhenAny(signals);
        }
    }

    private void TakeChanges()
    {
        List<(ResourceType Type, StoreEvent Change)> changes = [];
        foreach (var (type, watch) in watches)
            while (watch.Events.TryRead(out var change)) changes.Add((type, change));
        if (changes.Count > 1) changes.Sort((a, b) => a.Change.Version.CompareTo(b.Change.Version));
        foreach (var (type, change) in changes)
            foreach (var controller in controllers)
                if (controller.Watches.Contains(type))
                    foreach (var key in controller.Affected(change, type)) Add(new Work(controller, key));
    }

    private void TakeDue()
    {
        var now = time.GetUtcNow();
        while (schedule.TryPeek(out var work, out var at) && at.Item1 <= now)
        {
            schedule.Dequeue();
            if (!due.TryGetValue(work, out var current) || current != at.Item1) continue;
            due.Remove(work);
            Add(work);
        }
    }

    private void Add(Work work)
    {
        if (waiting.Add(work)) ready.AddLast(work);
    }

    /// <summary>The newest answer counts: what was scheduled before for the same object is forgotten.</summary>
    private void Schedule(Work work, TimeSpan? after)
    {
        due.Remove(work);
        if (after is not { } wait) return;
        var at = time.GetUtcNow() + (wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
        due[work] = at;
        schedule.Enqueue(work, (at, scheduled++));
    }

    private void Arm()
    {
        while (schedule.TryPeek(out var work, out var at) && (!due.TryGetValue(work, out var current) || current != at.Item1)) schedule.Dequeue();
        var wait = schedule.TryPeek(out _, out var next) ? next.Item1 - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (wait != Timeout.InfiniteTimeSpan && wait < TimeSpan.FromMilliseconds(1)) wait = TimeSpan.FromMilliseconds(1);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private readonly record struct Work(Controller Controller, ObjectKey Key);
}
