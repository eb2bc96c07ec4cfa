namespace OpsPortal.Maintenance;

/// <summary>What follows from a plan's life, in the same transaction: status pages, silences, messages. The plan's row is locked.</summary>
public interface IMaintenanceListener
{
    Task HearAsync(MaintenanceWork work, MaintenanceNews news, CancellationToken cancellation);
}

/// <summary>What happened.</summary>
public abstract record MaintenanceNews
{
    /// <summary>One of its lead times has come.</summary>
    /// <param name="Reminder">It was announced before.</param>
    public sealed record Announced(bool Reminder) : MaintenanceNews;

    /// <summary>Its time has come, and nobody has begun yet.</summary>
    public sealed record Due : MaintenanceNews;
    public sealed record Started : MaintenanceNews;

    /// <summary>It ends later now.</summary>
    public sealed record Extended(TimeSpan By) : MaintenanceNews;

    /// <summary>It lasts longer than planned.</summary>
    public sealed record Overran : MaintenanceNews;

    /// <param name="RolledBack">What was to be changed is as it was before.</param>
    public sealed record Completed(bool RolledBack) : MaintenanceNews;

    /// <param name="Known">People had been told of it.</param>
    public sealed record Cancelled(bool Known) : MaintenanceNews;

    /// <summary>Its times, or what it is about, were changed after it had been announced.</summary>
    public sealed record Moved : MaintenanceNews;
}
