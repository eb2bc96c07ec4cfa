using OpsPortal.Access;

namespace OpsPortal.Runbooks;

/// <summary>The shared ticks of a runbook being worked through.</summary>
public interface IRunTicks
{
    /// <summary>The open run and its ticks; null where nobody has begun.</summary>
    Task<OpenRun?> FindAsync(Guid runbookId, Guid environmentId, CancellationToken cancellation);

    /// <summary>Ticks a manual step, or takes the tick away; the first one begins the run.</summary>
    Task<Result<Run>> TickAsync(Actor actor, Guid runbookId, Guid environmentId, string stepId, bool done, CancellationToken cancellation);
}
