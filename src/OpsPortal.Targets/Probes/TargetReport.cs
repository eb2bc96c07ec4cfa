namespace OpsPortal.Targets.Probes;

/// <summary>What became of asking one target.</summary>
/// <param name="Kind">One of <see cref="TargetKind"/>.</param>
/// <param name="Name">Of a database or a Redis as the environment calls it; elsewhere what the target is.</param>
/// <param name="State">One of <see cref="TargetState"/>.</param>
/// <param name="Message">What happened, and where it failed what to do. Never holds a credential.</param>
public sealed record TargetReport(string Kind, string Name, string State, string Message);

public static class TargetKind
{
    public const string Cluster = "cluster";
    public const string Database = "database";
    public const string Redis = "redis";
    public const string Http = "http";
    public const string Prometheus = "prometheus";
    public const string Docker = "docker";

    /// <summary>Directories and programs beside the portal.</summary>
    public const string Host = "host";
}

public static class TargetState
{
    public const string Ok = "ok";

    /// <summary>It answers, but something about it may stand in the way of steps.</summary>
    public const string Attention = "attention";
    public const string Failed = "failed";
}
