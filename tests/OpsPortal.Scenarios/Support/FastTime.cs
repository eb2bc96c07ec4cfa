namespace OpsPortal.Scenarios.Support;

/// <summary>A clock that runs faster than the machine's, timers included, and begins elsewhere.</summary>
internal sealed class FastTime(double factor, TimeSpan from) : TimeProvider
{
    private readonly DateTimeOffset began = System.GetUtcNow();
    private readonly long first = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => began + from + System.GetElapsedTime(first) * factor;
    public override long TimestampFrequency => System.TimestampFrequency;
    public override long GetTimestamp() => first + (long)((System.GetTimestamp() - first) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

    private TimeSpan Scaled(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Max(1, time.TotalMilliseconds / factor));
}
