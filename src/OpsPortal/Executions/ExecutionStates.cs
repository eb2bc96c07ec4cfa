namespace OpsPortal.Executions;

/// <summary>What is known of a state without looking further.</summary>
public static class ExecutionStates
{
    public static bool IsTerminal(this ExecutionState state) => state is not (ExecutionState.AwaitingApproval or ExecutionState.Queued or ExecutionState.Running);
}
