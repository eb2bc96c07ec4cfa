namespace OpsPortal.Executions;

/// <summary>Which executions to list; what is null does not matter.</summary>
/// <param name="RequestedBy">An account's id, for "mine".</param>
/// <param name="Cursor">From the page before; null begins with the newest.</param>
/// <param name="Limit">1 to 200.</param>
public sealed record ExecutionFilter(
    ExecutionState? State = null, Guid? RunbookId = null, Guid? EnvironmentId = null, Guid? RequestedBy = null, string? Cursor = null, int Limit = 50);

/// <summary>Executions, newest first.</summary>
/// <param name="NextCursor">Null where there are no more.</param>
public sealed record ExecutionPage(IReadOnlyList<Execution> Items, string? NextCursor);

/// <summary>Stored lines of an execution.</summary>
/// <param name="From">Number of the first line here; 0 where there is none.</param>
/// <param name="To">Number of the last line here; to read on, ask for what comes after it. Without lines, what was asked after.</param>
/// <param name="Complete">The execution has ended and nothing comes after these lines.</param>
public sealed record OutputPage(int From, int To, bool Complete, IReadOnlyList<OutputLine> Lines);
