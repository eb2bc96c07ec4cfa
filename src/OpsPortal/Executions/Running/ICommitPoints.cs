namespace OpsPortal.Executions.Running;

/// <summary>The places between two commits on a worker's way through an execution: where it can die and leave something half done.</summary>
public enum CommitPoint
{
    BeforeClaim,
    AfterClaim,

    /// <summary>It has passed the fence and sent nothing yet.</summary>
    BeforeSideEffect,

    /// <summary>The step is done; its output is not complete.</summary>
    AfterSideEffect,

    /// <summary>The output is stored, how it ended is not.</summary>
    BeforeResult,
}

/// <summary>Told of each commit point, so that a test can end, freeze or hold up a worker right there. The portal's own does nothing.</summary>
public interface ICommitPoints
{
    /// <param name="execution">Null before a claim of whatever waits longest.</param>
    ValueTask ReachAsync(CommitPoint point, long? execution);
}

internal sealed class NobodyWatches : ICommitPoints
{
    public ValueTask ReachAsync(CommitPoint point, long? execution) => ValueTask.CompletedTask;
}
