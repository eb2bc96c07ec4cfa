using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>A container as it is now.</summary>
/// <param name="Name">As the command or the project names it.</param>
/// <param name="Volumes">Named and anonymous ones that hang in it.</param>
internal sealed record ContainerState(string Name, string Id, string Status, string? Started, string Image, string ImageId, string Restarts, long Grace, IReadOnlyList<string> Volumes)
{
    private const long UsualGrace = 10;

    /// <summary>Whose its program runs as; empty where the image says nothing.</summary>
    public string User { get; init; } = "";

    public bool Runs => Status is "running" or "paused" or "restarting";

    /// <summary>"running since 2026-03-01 12:00 UTC, image shop/api:2.2.0, restarts unless-stopped".</summary>
    public string Shown => $"{Status}{(Runs && Started is { } since ? $" since {since}" : "")}, image {Image}{(Restarts is "" or "no" ? "" : $", restarts {Restarts}")}";

    public Precondition Fact => new($"container {Name}", Shown, $"{Id}|{Status}|{ImageId}|{Started}");

    public static async Task<ContainerState> ReadAsync(DockerApi api, string name, CancellationToken cancellation) =>
        Of(name, await api.GetAsync(DockerPath.Container(name, "/json"), cancellation));

    /// <summary>Null where there is no such container.</summary>
    public static async Task<ContainerState?> FindAsync(DockerApi api, string name, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(api, name, cancellation);
        }
        catch (DockerApiException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private static ContainerState Of(string name, JsonNode? json) => new(
        name, json.TextAt("Id") ?? name, json.TextAt("State", "Status") ?? "unknown",
        DateTimeOffset.TryParse(json.TextAt("State", "StartedAt"), CultureInfo.InvariantCulture, out var at) && at.Year > 1 ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : null,
        json.TextAt("Config", "Image") ?? json.TextAt("Image") ?? "?", json.TextAt("Image") ?? "", json.TextAt("HostConfig", "RestartPolicy", "Name") ?? "",
        json.NumberAt("Config", "StopTimeout") ?? UsualGrace, [.. json.Objects("Mounts").Select(m => m.TextAt("Name")).OfType<string>()])
    { User = json.TextAt("Config", "User") ?? "" };
}

/// <summary>The way back of what is done to containers: the same answer before and after, by what they were before.</summary>
internal static class ControlUndo
{
    /// <param name="verb">As docker names it: <c>start</c>, <c>stop</c>, …</param>
    /// <param name="before">Of those that are, or were, concerned.</param>
    public static (Reversal Reversal, StepAction? Revert) Of(string verb, IReadOnlyList<ContainerState> before)
    {
        var running = before.Where(c => c.Status == "running").Select(c => c.Name).ToList();
        var alive = before.Where(c => c.Runs).Select(c => c.Name).ToList();
        var still = before.Where(c => !c.Runs).Select(c => c.Name).ToList();
        var paused = before.Where(c => c.Status == "paused").Select(c => c.Name).ToList();
        return verb switch
        {
            "restart" => (Reversal.Impossible("There is nothing to put back: it runs on, and to restart it again would change nothing."), null),
            "rm" => (Reversal.Impossible("It cannot be put back: what the containers wrote is gone with them."), null),
            "start" => still.Count == 0 ? Nothing : (Reversal.To($"It can be put back: stops {string.Join(", ", still)}."), new DockerStop { Containers = still }),
            "stop" or "kill" when paused.Count > 0 => (Reversal.Impossible($"It cannot be put back: {paused[0]} was paused in the middle of its work."), null),
            "stop" or "kill" => alive.Count == 0 ? Nothing : (Reversal.To($"It can be put back: starts {string.Join(", ", alive)} again; what was in memory is lost."), new DockerStart { Containers = alive }),
            "pause" => running.Count == 0 ? Nothing : (Reversal.To($"It can be put back: resumes {string.Join(", ", running)}."), new DockerUnpause { Containers = running }),
            "unpause" => paused.Count == 0 ? Nothing : (Reversal.To($"It can be put back: pauses {string.Join(", ", paused)}."), new DockerPause { Containers = paused }),
            _ => (Reversal.Impossible("It cannot be put back: what a signal does is up to the program."), null),
        };
    }

    /// <summary>What becomes of one, in a sentence.</summary>
    public static string Effect(string verb, ContainerState c, string? timeout, string? signal) => verb switch
    {
        "start" => c.Runs ? $"{c.Name} runs already: nothing happens" : $"{c.Name} starts; it is {c.Shown}",
        "stop" => c.Runs ? $"{c.Name} is stopped: it has {timeout ?? $"{c.Grace}"} seconds to end, then it is killed; it is {c.Shown}" : $"{c.Name} does not run: nothing happens",
        "restart" => $"{c.Name} is {(c.Runs ? $"stopped ({timeout ?? $"{c.Grace}"} seconds to end) and started again" : "started")}; it is {c.Shown}",
        "kill" or "signal" => $"{c.Name} gets {signal ?? "KILL"}{(signal is null or "KILL" or "SIGKILL" or "9" ? ", and has no time to end its work" : "")}; it is {c.Shown}",
        "pause" => $"{c.Name} stands still until it is resumed; it is {c.Shown}",
        "unpause" => $"{c.Name} goes on; it is {c.Shown}",
        _ => $"{c.Name} is removed, with all that it wrote outside of volumes; it is {c.Shown}",
    };

    /// <summary>Why the Engine would not do it; null where it would.</summary>
    public static string? Refusal(string verb, ContainerState c, bool force) => (verb, c.Status) switch
    {
        ("rm", _) when c.Runs && !force => $"{c.Name} runs: stop it first, or remove it with -f.",
        ("pause", "paused") => $"{c.Name} is paused already.",
        ("pause" or "kill" or "signal", _) when !c.Runs => $"{c.Name} does not run.",
        ("unpause", not "paused") => $"{c.Name} is not paused.",
        _ => null,
    };

    private static (Reversal, StepAction?) Nothing => (Reversal.Impossible("Nothing is changed, so that there is nothing to put back."), null);
}

/// <summary>What the Engine holds besides containers.</summary>
internal static class VolumeSizes
{
    /// <summary>Bytes by volume, where the Engine tells them.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> ReadAsync(DockerApi api, CancellationToken cancellation)
    {
        try
        {
            var usage = await api.GetAsync("/system/df", cancellation);
            return usage.Objects("Volumes").Where(v => v.NumberAt("UsageData", "Size") is >= 0).ToDictionary(v => v.TextAt("Name")!, v => v.NumberAt("UsageData", "Size")!.Value);
        }
        catch (DockerApiException)
        {
            // an Engine that does not tell sizes
            return new Dictionary<string, long>();
        }
    }

    public static string Told(string volume, IReadOnlyDictionary<string, long> sizes) => sizes.TryGetValue(volume, out var bytes) ? $"{volume} ({Counted.Bytes(bytes)})" : volume;
}
