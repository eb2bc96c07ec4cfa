using OpsPortal.Access;

namespace OpsPortal.Runbooks;

/// <summary>Takes runbooks in.</summary>
public interface IRunbookWriter
{
    /// <param name="slug">Of the runbook; a new one is made where there is none.</param>
    /// <param name="system">Slug of the system that a new runbook is about; null makes one with the runbook's own slug.</param>
    /// <param name="basedOn">The version that the text began with: where another one is current, nothing is stored. Null stores it anyway.</param>
    Task<Result<SavedRunbook>> SaveAsync(Actor actor, string slug, string text, string? system, CancellationToken cancellation, int? basedOn = null);
}
