using OpsPortal.Access;

namespace OpsPortal.Runbooks;

/// <summary>The shared ticks of a runbook being worked through.</summary>
public interface IRunTicks
{
    /// <summary>The open run and its ticks; null where nobody has begun.</summary>
    /// <param name="incident">Number of the incident for which it is done; null for the daily run.</param>
    Task<OpenRun?> FindAsync(Guid runbookId, Guid environmentId, long? incident, CancellationToken cancellation);

    /// <summary>Ticks a manual step, or takes the tick away; the first one begins the run.</summary>
    Task<Result<Run>> TickAsync(Actor actor, Guid runbookId, Guid environmentId, long? incident, string stepId, bool done, CancellationToken cancellation);
}
