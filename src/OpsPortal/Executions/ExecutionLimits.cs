namespace OpsPortal.Executions;

/// <summary>Configured under <c>Executions</c>.</summary>
public sealed class ExecutionLimits
{
    /// <summary>How many run at once on the whole portal.</summary>
    public int Parallel { get; set; } = 40;

    /// <summary>How many run at once in one process.</summary>
    public int ParallelPerNode { get; set; } = 20;

    /// <summary>How many run at once in one environment, so that one slow target does not take every worker.</summary>
    public int ParallelPerEnvironment { get; set; } = 30;
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>For steps that go on until stopped.</summary>
    public TimeSpan LiveStepTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a worker holds an execution without a sign of life.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a worker that stops lets its steps go on.</summary>
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Stored output of one execution, in bytes of UTF-8; beyond it the middle is left out.</summary>
    public long OutputBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>A file that a step makes, in bytes; a step that wants more fails.</summary>
    public long FileBytes { get; set; } = 256L * 1024 * 1024;
}
