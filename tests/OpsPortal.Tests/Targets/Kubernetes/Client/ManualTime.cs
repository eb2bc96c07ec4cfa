using System.Collections.Concurrent;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

/// <summary>A clock that tests move. Pauses up to <paramref name="skip"/> are over at once and noted; longer ones wait for <see cref="Advance"/>.</summary>
internal sealed class ManualTime(TimeSpan skip) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly ConcurrentQueue<TimeSpan> _pauses = new();
    private DateTimeOffset _now = new(2026, 11, 21, 3, 12, 0, TimeSpan.Zero);

    public ManualTime() : this(TimeSpan.FromSeconds(29)) { }

    public IReadOnlyList<TimeSpan> Pauses => [.. _pauses];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(t => t.At <= _now)];
            _timers.RemoveAll(due.Contains);
        }
        due.ForEach(t => t.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset At { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                Dispose();
                return true;
            }
            if (dueTime <= time.Skip)
            {
                time._pauses.Enqueue(dueTime);
                ThreadPool.QueueUserWorkItem(_ => Fire());
                return true;
            }
            lock (time._gate)
            {
                At = time._now + dueTime;
                time._timers.Add(this);
            }
            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private TimeSpan Skip => skip;
}
