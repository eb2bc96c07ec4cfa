using OpsPortal.Frame;

namespace OpsPortal.Executions.Nodes;

public enum NodeState
{
    /// <summary>It told of itself within the last moments.</summary>
    Alive,

    /// <summary>It was told to stop, and ends what it runs.</summary>
    Draining,

    /// <summary>It has missed two heartbeats or more; slow, cut off, or dead.</summary>
    Late,

    /// <summary>Nothing was heard of it for so long that it runs nothing any more.</summary>
    Gone,
}

public static class NodeStates
{
    /// <summary>How often a process tells of itself.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(12);
    public static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(1);

    /// <summary>Then nothing is shown of it any more.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);

    public static NodeState Of(PortalNode node, DateTimeOffset now) => (now - node.LastHeartbeatAt) switch
    {
        var silence when silence >= GoneAfter => NodeState.Gone,
        var silence when silence >= LateAfter => NodeState.Late,
        _ => node.Draining ? NodeState.Draining : NodeState.Alive,
    };

    /// <summary>What that means, for people.</summary>
    public static string Sentence(PortalNode node, int running, DateTimeOffset now) => Of(node, now) switch
    {
        NodeState.Alive => "Tells of itself every 5 seconds.",
        NodeState.Draining => running == 0 ? "Was told to stop, and is ending." : "Was told to stop: it takes nothing new, and ends when what it runs has ended, or the grace is over.",
        NodeState.Late => $"Silent for {DurationText.Of(now - node.LastHeartbeatAt)}. When a lease runs out, its reads are run again elsewhere.",
        _ => $"Silent for {DurationText.Of(now - node.LastHeartbeatAt)}, so taken for dead. Others have taken over what it ran. It is shown for a day.",
    };
}
