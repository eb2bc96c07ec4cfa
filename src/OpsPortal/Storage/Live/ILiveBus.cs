namespace OpsPortal.Storage.Live;

/// <summary>
/// Tells every process that something moved, so that whoever looks reads again. Hints may be lost, doubled or late;
/// they carry numbers, never data.
/// </summary>
public interface ILiveBus
{
    /// <summary>What carries the hints, as a sentence names it.</summary>
    string Server { get; }

    /// <summary>Whether hints of other processes arrive.</summary>
    bool Connected { get; }

    ValueTask PublishAsync(Hint hint, CancellationToken cancellation = default);

    /// <summary>Active when the call returns: what is published later is not missed between it and a read.</summary>
    ISubscription Subscribe(HintKind kind, string id);
    ISubscription SubscribeAll(HintKind kind);
}

/// <summary>The hints from the moment of subscribing on. A slow reader loses the oldest.</summary>
public interface ISubscription : IAsyncEnumerable<Hint>, IAsyncDisposable
{
    /// <summary>The newest hint, as soon as there is one; null after <paramref name="patience"/> without any.</summary>
    ValueTask<Hint?> NextAsync(TimeSpan patience, CancellationToken cancellation);
}

/// <param name="Number">How far it got, e.g. the last line; 0 where there is nothing to count.</param>
public sealed record Hint(HintKind Kind, string Id, long Number = 0)
{
    /// <summary>For the workers: something waits in the ledger.</summary>
    public static Hint Queued { get; } = new(HintKind.Queue, "executions");
}

public enum HintKind
{
    /// <summary>An execution's state or output; the number is its last line.</summary>
    Execution,

    /// <summary>A run's ticks or executions.</summary>
    Run,

    /// <summary>An incident's timeline or state; the number is its newest entry, 0 where it is not known.</summary>
    Incident,

    /// <summary>The portal itself: its processes, under the id <c>nodes</c>.</summary>
    Status,

    /// <summary>Somebody asked for an execution to be cancelled.</summary>
    Cancel,

    /// <summary>Somebody's rights, sessions or tokens.</summary>
    Access,

    /// <summary>A job was enqueued.</summary>
    Job,

    /// <summary>Who is on call: a schedule by its slug, <c>contacts</c>, or <c>warnings</c>.</summary>
    OnCall,

    /// <summary>An execution waits for a worker.</summary>
    Queue,

    /// <summary>A check, by its number: its state or what it asks.</summary>
    Check,
    /// <summary>What a status page shows, or what waits to be published on it; the id is its slug.</summary>
    StatusPage,
    /// <summary>A maintenance plan; the number is its revision, 0 where it is not known.</summary>
    Maintenance,
}
