using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Api;

/// <summary>Who may call the API, and what stands behind it.</summary>
public sealed record SandboxApiOptions
{
    /// <summary>Members of <c>system:masters</c> may do anything; everybody else has what the RBAC objects in the store grant.</summary>
    public IReadOnlyList<SandboxUser> Users { get; init; } = [];

    /// <summary>True where a simulation takes deleted pods away after their grace period; otherwise they go at once.</summary>
    public bool PodsStopGracefully { get; init; }

    /// <summary>How much later than it could the server answers; asked for each request.</summary>
    public Func<TimeSpan> Latency { get; init; } = static () => TimeSpan.Zero;

    /// <summary>While true the server drops every connection without an answer.</summary>
    public Func<bool> IsDown { get; init; } = static () => false;

    /// <summary>The name of a webhook that keeps changes in a namespace (null: in none) from being tried; null where there is none.</summary>
    public Func<string?, string?> WebhookWithoutDryRun { get; init; } = static _ => null;

    /// <summary>For a cluster that lives: its pods stop gracefully, and its faults reach the API.</summary>
    public static SandboxApiOptions For(SandboxCluster cluster) => new()
    {
        PodsStopGracefully = true,
        Latency = () => cluster.Faults.ApiLatency,
        IsDown = () => cluster.Faults.ApiIsUnavailable,
        WebhookWithoutDryRun = place => cluster.Faults.ApiRefusesDryRuns(place) ? "audit.sandbox.example" : null,
    };
}

/// <param name="Token">Sent as <c>Authorization: Bearer …</c>.</param>
public sealed record SandboxUser(string Name, string Token, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";

    public static SandboxUser Admin(string token) => new("admin", token, [Masters, "system:authenticated"]);

    /// <summary>May read everything but secrets, and change nothing.</summary>
    public static SandboxUser Viewer(string token) => new("viewer", token, ["viewers", "system:authenticated"]);
}
