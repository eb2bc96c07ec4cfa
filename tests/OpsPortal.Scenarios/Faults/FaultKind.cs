namespace OpsPortal.Scenarios.Faults;

/// <summary>What goes wrong in a round.</summary>
public enum FaultKind
{
    /// <summary><c>kill -9</c> of the worker.</summary>
    Kill,

    /// <summary>The worker's process stands still until its execution was given up, then goes on.</summary>
    Freeze,

    /// <summary>PostgreSQL stops at once, as in a crash, and starts again.</summary>
    DatabaseRestart,

    /// <summary>The connection to the API server ends before it got the request.</summary>
    CutBefore,

    /// <summary>The API server did what was asked; its answer is lost.</summary>
    CutAfter,

    /// <summary>The execution's row is locked for longer than its lease, so that no sign of life comes through.</summary>
    LeaseLost,

    /// <summary>The worker's clock jumps ahead by more than a lease.</summary>
    ClockAhead,

    /// <summary>The worker's clock jumps back by more than a lease.</summary>
    ClockBack,

    /// <summary>The portal's own code fails.</summary>
    Throw,
}
