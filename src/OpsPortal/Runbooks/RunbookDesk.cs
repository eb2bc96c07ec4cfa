using OpsPortal.Access;

namespace OpsPortal.Runbooks;

/// <summary>Pages' way to the runbooks.</summary>
public sealed class RunbookDesk(RunbookLibrary library, SearchRunbooks search, SaveRunbook save) : IRunbookReader, IRunbookWriter
{
    public Task<IReadOnlyList<RunbookSummary>> SearchAsync(string? words, string? alert, CancellationToken cancellation) => search.InvokeAsync(words, alert, cancellation);
    public Task<RunbookEdition?> FindAsync(string slug, CancellationToken cancellation) => library.FindAsync(slug, cancellation);

    public Task<Result<SavedRunbook>> SaveAsync(Actor actor, string slug, string text, string? system, CancellationToken cancellation, int? basedOn = null) =>
        save.InvokeAsync(actor, slug, text, system, cancellation, basedOn);
}
