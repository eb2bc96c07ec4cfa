namespace OpsPortal.Storage.Jobs;

/// <summary>The job engine. A job runs at least once, on any worker; what must happen once is fenced by its own rows.</summary>
public interface IJobQueue
{
    /// <summary>Jobs can be enqueued, and where this process is a worker they are run.</summary>
    bool Ready { get; }

    /// <summary>Runs when the transaction that is under way on <paramref name="db"/> commits, and never if it does not.</summary>
    Task EnqueueAsync(OpsPortalDbContext db, string job, string payload, CancellationToken cancellation);

    /// <summary>Like <see cref="EnqueueAsync"/>, but not before <paramref name="at"/>.</summary>
    Task ScheduleAsync(OpsPortalDbContext db, string job, string payload, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>From now on every <paramref name="interval"/>, on one worker at a time; replaces an earlier interval of the same job.</summary>
    Task RecurAsync(string job, TimeSpan interval, CancellationToken cancellation);
}

/// <summary>What is done for a job. Registered with <c>AddJob&lt;T&gt;(name)</c>; made anew for each time.</summary>
public interface IJobHandler
{
    Task HandleAsync(string payload, CancellationToken cancellation);
}
