namespace OpsPortal.Executions.Output;

/// <summary>The execution is no longer this worker's; nothing was written.</summary>
public sealed class ClaimLostException() : OperationCanceledException("This worker lost the execution to another one.");
