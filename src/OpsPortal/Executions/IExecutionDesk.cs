using OpsPortal.Access;
using OpsPortal.Executions.Files;

namespace OpsPortal.Executions;

/// <summary>Executions as pages need them.</summary>
public interface IExecutionDesk
{
    /// <summary>A change that was not confirmed is refused with the question to ask.</summary>
    Task<Result<Execution>> RequestAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation);

    /// <summary>Every read of a section that can run as it stands.</summary>
    Task<Result<IReadOnlyList<Execution>>> RequestReadsAsync(Actor actor, SectionRequest request, CancellationToken cancellation);

    Task<Result<Execution>> CancelAsync(Actor actor, long id, CancellationToken cancellation);

    Task<Execution?> FindAsync(long id, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    Task<ExecutionPage> RecentAsync(ExecutionFilter filter, CancellationToken cancellation);

    Task<int> RunningCountAsync(CancellationToken cancellation);

    /// <summary>The latest execution of each step there, by the step's id.</summary>
    Task<IReadOnlyDictionary<string, Execution>> LastByStepAsync(Guid runbookId, Guid environmentId, CancellationToken cancellation);

    /// <summary>Files that steps would find there.</summary>
    /// <param name="names">Of files that may lie beside the environment's programs.</param>
    Task<FileShelf> FilesAsync(Guid runbookId, Guid environmentId, IReadOnlyCollection<string> names, CancellationToken cancellation);
}

/// <summary>A click on "Run all checks".</summary>
/// <param name="Runbook">Slug.</param>
/// <param name="Environment">Name.</param>
public sealed record SectionRequest(string Runbook, string Section, string Environment, IReadOnlyDictionary<string, string> Parameters, string Key)
{
    /// <summary>Number of the incident that they are run for.</summary>
    public long? Incident { get; init; }
}
