namespace OpsPortal.Scenarios.Support;

/// <summary>A clock that stands still until it is moved. Timers fire in order while it moves, on the mover's thread.</summary>
public sealed class FakeTime : TimeProvider
{
    private readonly Lock changing = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = new(2026, 3, 8, 3, 12, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (changing) return now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (NextBefore(until) is { } timer) timer.Fire();
        lock (changing) now = until;
    }

    private Timer? NextBefore(DateTimeOffset until)
    {
        lock (changing)
        {
            var next = timers.Where(t => t.Due <= until).MinBy(t => t.Due);
            if (next is { Due: { } due } && due > now) now = due;
            return next;
        }
    }

    private sealed class Timer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            lock (time.changing)
            {
                period = every;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time.now + dueTime;
                time.timers.Remove(this);
                if (Due is not null) time.timers.Add(this);
            }
            return true;
        }

        public void Fire()
        {
            lock (time.changing)
            {
                if (Due is null) return;
                Due = period > TimeSpan.Zero ? Due + period : null;
                if (Due is null) time.timers.Remove(this);
            }
            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
