namespace OpsPortal.Runbooks;

/// <summary>Runbooks as pages read them.</summary>
public interface IRunbookReader
{
    /// <param name="words">Every one must occur, anywhere in title, system, alerts or text; null lists all.</param>
    /// <param name="alert">Name of an alert, whole; null means any.</param>
    Task<IReadOnlyList<RunbookSummary>> SearchAsync(string? words, string? alert, CancellationToken cancellation);

    /// <summary>The current version; null where there is no such runbook.</summary>
    Task<RunbookEdition?> FindAsync(string slug, CancellationToken cancellation);
}
