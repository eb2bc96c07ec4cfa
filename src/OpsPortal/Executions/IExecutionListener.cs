using OpsPortal.Access;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Storage;

namespace OpsPortal.Executions;

/// <summary>Told of what happens to executions, in the transaction in which it does: what listeners write commits with it or not at all.</summary>
public interface IExecutionListener
{
    /// <summary>Null where the execution may be; otherwise why not, for the person who asks.</summary>
    Task<Problem?> RefuseAsync(OpsPortalDbContext db, Actor actor, Execution draft, CancellationToken cancellation);

    /// <summary>It is in the ledger, queued or waiting for a second person.</summary>
    Task RequestedAsync(OpsPortalDbContext db, Actor actor, Execution execution, CancellationToken cancellation);

    /// <summary>A second person decided, or the time to decide is over.</summary>
    Task DecidedAsync(OpsPortalDbContext db, Actor actor, Execution execution, string sentence, CancellationToken cancellation);

    /// <summary>It has ended; the row still shows it running.</summary>
    Task EndedAsync(OpsPortalDbContext db, Execution execution, ExecutionState state, string reason, StoredVerdict? verdict, CancellationToken cancellation);

    /// <summary>The transaction is through.</summary>
    ValueTask CommittedAsync(Execution execution);
}
