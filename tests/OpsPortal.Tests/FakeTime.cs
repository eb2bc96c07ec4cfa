namespace OpsPortal.Tests;

/// <summary>
/// A clock that a test moves. <see cref="Advance"/> stops at each timer that falls due, in order of time, and runs it before it
/// goes on, so that what timers set off happens at the time it would have happened.
/// </summary>
public sealed class FakeTime(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = start ?? new DateTimeOffset(2026, 11, 21, 3, 12, 0, TimeSpan.Zero);
    private long made;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override long GetTimestamp() => GetUtcNow().UtcTicks;
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (Next(until) is { } due) due.Fire();
        lock (gate) now = until;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            var timer = new Timer(this, callback, state, made++);
            timers.Add(timer);
            timer.Set(dueTime, period);
            return timer;
        }
    }

    private Timer? Next(DateTimeOffset until)
    {
        lock (gate)
        {
            var next = timers.Where(t => t.Due <= until).MinBy(t => (t.Due, t.Number));
            if (next is null) return null;
            if (next.Due > now) now = next.Due.Value;
            next.Reschedule();
            return next;
        }
    }

    private sealed class Timer(FakeTime time, TimerCallback callback, object? state, long number) : ITimer
    {
        private TimeSpan period;

        public long Number => number;
        public DateTimeOffset? Due { get; private set; }

        public void Fire() => callback(state);

        public void Reschedule() => Due = period > TimeSpan.Zero ? Due + period : null;

        public void Set(TimeSpan dueTime, TimeSpan every)
        {
            period = every;
            Due = dueTime < TimeSpan.Zero ? null : time.now + dueTime;
        }

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            lock (time.gate) Set(dueTime, every);
            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                Due = null;
                time.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
