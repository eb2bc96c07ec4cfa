using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Docker;

/// <summary>A container as it was created, and what the Engine remembers of it. Guarded by the lock of its <see cref="DockerEngine"/>.</summary>
internal sealed class DockerContainer
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Image { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The body of the request that created it.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>Whether it was started and not stopped since; whether it then runs, the cluster says.</summary>
    public bool Started { get; set; }
    public bool Paused { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public int ExitCode { get; set; }

    /// <summary>What it logged before its last stop.</summary>
    public List<PodLogLine> Kept { get; } = [];

    public IReadOnlyDictionary<string, string> Labels => Config.Texts("Labels");
    public IReadOnlyList<string> Command => [.. (Config["Cmd"] as JsonArray ?? []).Select(c => (string?)c ?? "")];

    /// <summary>Ports of the container with where they are published.</summary>
    public IEnumerable<(string Private, string Address, string Public)> Ports =>
        (Config.At("HostConfig", "PortBindings") as JsonObject ?? []).SelectMany(p => (p.Value as JsonArray ?? []).OfType<JsonObject>()
            .Select(b => (p.Key, b.Text("HostIp") is { Length: > 0 } ip ? ip : "0.0.0.0", b.Text("HostPort") is { Length: > 0 } port ? port : p.Key.Split('/')[0])));

    /// <summary>Volumes with where they are mounted.</summary>
    public IEnumerable<(string Volume, string Path)> Mounts =>
        (Config.At("HostConfig", "Binds") as JsonArray ?? []).Select(b => ((string?)b ?? "").Split(':')).Where(b => b.Length > 1 && b[0] is not ['/', ..]).Select(b => (b[0], b[1]));

    public IEnumerable<string> Networks => Config.At("NetworkingConfig", "EndpointsConfig") is JsonObject { Count: > 0 } own ? own.Select(n => n.Key) : [Config.Text("HostConfig", "NetworkMode") is { } mode and not "default" ? mode : "bridge"];
}

/// <summary>How a container is now.</summary>
/// <param name="Status">As the Engine's API has it: created, running, paused, restarting, exited.</param>
/// <param name="Health">starting or healthy; null where it does not run.</param>
internal sealed record ContainerState(string Status, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, int ExitCode, string? Health, int Restarts, string? Pod, string Address)
{
    public bool Runs => Status is "running" or "paused";

    /// <summary>For people: <c>Up 3 hours (healthy)</c>.</summary>
    public string Spoken(DateTimeOffset now) => Status switch
    {
        "created" => "Created",
        "exited" => $"Exited ({ExitCode}) {DockerWords.Duration(now - (FinishedAt ?? now))} ago",
        "restarting" => $"Restarting ({ExitCode}) {DockerWords.Duration(now - (FinishedAt ?? now))} ago",
        "paused" => $"Up {DockerWords.Duration(now - (StartedAt ?? now))} (Paused)",
        _ => $"Up {DockerWords.Duration(now - (StartedAt ?? now))}{(Health is null ? "" : Health == "starting" ? " (health: starting)" : $" ({Health})")}",
    };
}

internal static class DockerWords
{
    /// <summary>As the Engine says how long (docker/go-units).</summary>
    public static string Duration(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => "Less than a second",
        < 2 => "1 second",
        < 60 => $"{(int)span.TotalSeconds} seconds",
        < 120 => "About a minute",
        < 3600 => $"{(int)span.TotalMinutes} minutes",
        < 5400 => "About an hour",
        < 47.5 * 3600 => $"{(int)(span.TotalHours + 0.5)} hours",
        < 14 * 86400 => $"{(int)(span.TotalHours + 0.5) / 24} days",
        < 60 * 86400 => $"{(int)span.TotalDays / 7} weeks",
        < 730 * 86400.0 => $"{(int)span.TotalDays / 30} months",
        _ => $"{(int)span.TotalDays / 365} years",
    };
}
