namespace OpsPortal.Executions.Nodes;

/// <summary>A process of the portal, as it last told of itself. The row goes with the process, or a day after its last sign of life.</summary>
public sealed class PortalNode
{
    /// <summary>Of one start of the process.</summary>
    public Guid Id { get; init; }

    /// <summary>As executions name it.</summary>
    public required string Name { get; init; }

    /// <summary><c>web</c>, <c>worker</c> or <c>web,worker</c>.</summary>
    public required string Roles { get; init; }
    public required string Version { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset LastHeartbeatAt { get; init; }

    /// <summary>It was told to stop: it takes nothing new, and ends what it runs.</summary>
    public bool Draining { get; init; }
}
