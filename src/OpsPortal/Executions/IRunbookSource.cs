using OpsPortal.Runbooks;

namespace OpsPortal.Executions;

/// <summary>Where executions find the steps of runbooks.</summary>
public interface IRunbookSource
{
    /// <summary>A step of the runbook's current version; otherwise <see cref="ProblemKind.NotFound"/> with what to do.</summary>
    Task<Result<RunnableStep>> FindAsync(string runbook, string step, CancellationToken cancellation);

    /// <summary>All steps of a section of the current version, in order.</summary>
    Task<Result<IReadOnlyList<RunnableStep>>> FindSectionAsync(string runbook, string section, CancellationToken cancellation);
}

/// <summary>A step, and where it stands.</summary>
/// <param name="Parameters">The parameters that the step names.</param>
/// <param name="DefaultNamespace">Of the system; null where it has none, and the environment's is taken.</param>
public sealed record RunnableStep(Step Step, IReadOnlyList<Parameter> Parameters, Guid RunbookId, int RunbookVersion, string? DefaultNamespace)
{
    /// <summary>Slug of the system.</summary>
    public string? System { get; init; }

    /// <summary>The parameter that the step captures is a secret.</summary>
    public bool CapturesSecret { get; init; }
}
