using OpsPortal.Access;
using OpsPortal.Executions.Files;

namespace OpsPortal.Executions;

/// <summary>Pages' way to the operations and queries.</summary>
public sealed class ExecutionDesk(RequestExecution request, RequestSectionReads reads, CancelExecution cancel, ExecutionQueries queries, FilesAtHand files) : IExecutionDesk
{
    public Task<Result<Execution>> RequestAsync(Actor actor, ExecutionRequest click, CancellationToken cancellation) => request.InvokeAsync(actor, click, cancellation);

    public Task<Result<IReadOnlyList<Execution>>> RequestReadsAsync(Actor actor, SectionRequest click, CancellationToken cancellation) =>
        reads.InvokeAsync(actor, click.Runbook, click.Section, click.Environment, click.Parameters, click.Key, run: null, cancellation, click.Incident);

    public Task<Result<Execution>> CancelAsync(Actor actor, long id, CancellationToken cancellation) => cancel.InvokeAsync(actor, id, cancellation);
    public Task<Execution?> FindAsync(long id, CancellationToken cancellation) => queries.GetAsync(id, cancellation);
    public Task<ExecutionPage> RecentAsync(ExecutionFilter filter, CancellationToken cancellation) => queries.RecentAsync(filter, cancellation);
    public Task<int> RunningCountAsync(CancellationToken cancellation) => queries.RunningCountAsync(cancellation);

    public Task<IReadOnlyDictionary<string, Execution>> LastByStepAsync(Guid runbookId, Guid environmentId, CancellationToken cancellation) =>
        queries.LastByStepAsync(runbookId, environmentId, cancellation);

    public Task<FileShelf> FilesAsync(Guid runbookId, Guid environmentId, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        files.OfAsync(runbookId, environmentId, names, cancellation);
}
