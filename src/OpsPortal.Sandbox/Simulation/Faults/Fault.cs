namespace OpsPortal.Sandbox.Simulation.Faults;

public enum FaultKind
{
    /// <summary>Deploys the first version of the image that has a defect. Only a rollback or another version ends its effect.</summary>
    BadDeploy,

    /// <summary>Containers exit with an error shortly after each start.</summary>
    CrashLoop,

    /// <summary>Memory grows by <see cref="Fault.Amount"/> MiB per minute until the limit kills the container.</summary>
    MemoryLeak,

    /// <summary>New pods need <see cref="Fault.Amount"/> seconds more until they are ready.</summary>
    SlowReadiness,

    /// <summary>A share of <see cref="Fault.Amount"/> (0 to 1) of the log lines are errors.</summary>
    ErrorRate,

    /// <summary>Response times are <see cref="Fault.Amount"/> times as long.</summary>
    Slow,

    /// <summary><see cref="Fault.Amount"/> log lines per second.</summary>
    LogStorm,

    /// <summary>The API server answers <see cref="Fault.Amount"/> milliseconds late.</summary>
    ApiLatency,

    /// <summary>The API server answers nothing.</summary>
    ApiUnavailable,

    /// <summary>An admission webhook watches the namespace that cannot be asked without keeping what it does: dry runs are refused.</summary>
    WebhookWithoutDryRun,
}

/// <summary>Something that goes wrong, from a moment on and until it is cleared.</summary>
/// <param name="Namespace">Null for all.</param>
/// <param name="Workload">Name of the deployment, stateful set or bare pod; null for all of the namespace.</param>
/// <param name="Amount">In the unit that the kind names.</param>
public sealed record Fault(FaultKind Kind, string? Namespace = null, string? Workload = null, double Amount = 0)
{
    public int Id { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset? Until { get; init; }

    public bool Concerns(string @namespace, string workload) => (Namespace is null || Namespace == @namespace) && (Workload is null || Workload == workload);
    public bool IsActive(DateTimeOffset at) => From <= at && (Until is null || at < Until);
}
