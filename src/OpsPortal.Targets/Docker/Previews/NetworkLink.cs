using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>A container and the networks that it is in, as one of them is to change.</summary>
/// <param name="Network">The name of it, also where the command gives an id.</param>
/// <param name="Others">Networks that it is in besides.</param>
/// <param name="Value">What the plan rests on.</param>
internal sealed record NetworkLink(string Network, IReadOnlyList<string> Others, bool Joined, string Value, string? Refusal, Reversal Reversal, StepAction? Revert)
{
    /// <summary>"in front, back".</summary>
    public string Shown => (Joined ? [Network, .. Others] : Others) is { Count: > 0 } all ? $"in {string.Join(", ", all)}" : "in no network";

    public static async Task<NetworkLink> ReadAsync(DockerNetworkLink action, DockerApi api, CancellationToken cancellation)
    {
        var network = (await api.GetAsync(DockerPath.Of("network", action.Network), cancellation)).TextAt("Name") ?? action.Network;
        var container = await api.GetAsync(DockerPath.Container(action.Container, "/json"), cancellation);
        var networks = container.At("NetworkSettings", "Networks") as JsonObject ?? [];
        var joined = networks.ContainsKey(network);
        var refusal = (action.Connect, joined) switch
        {
            (true, true) => $"{action.Container} is in network {network} already.",
            (false, false) when !action.Force => $"{action.Container} is not in network {network}.",
            _ => null,
        };
        var plain = action.Connect || !joined || IsPlain(networks[network], container);
        var undo = !plain ? Reversal.Impossible($"It cannot be put back from here: {action.Container} has names or an address of its own in {network}, which connecting it again would not give it.")
            : Reversal.To($"It can be put back: {(action.Connect ? $"disconnects {action.Container} from" : $"connects {action.Container} to")} {network} again{(action.Connect ? "" : ", with a new address")}.");
        return new(network, [.. networks.Select(n => n.Key).Where(n => n != network).Order(StringComparer.Ordinal)], joined, $"{container.TextAt("Id")}|{string.Join(' ', networks.Select(n => n.Key).Order(StringComparer.Ordinal))}",
            refusal, undo, plain ? new DockerNetworkLink { Network = action.Network, Container = action.Container, Connect = !action.Connect } : null);
    }

    /// <summary>Whether it is in there as a connection without any options makes it: under its own names only.</summary>
    private static bool IsPlain(JsonNode? endpoint, JsonNode? container)
    {
        var id = container.TextAt("Id") ?? "";
        return !Filled(endpoint.At("IPAMConfig")) && !Filled(endpoint.At("Links")) && !Filled(endpoint.At("DriverOpts"))
            && endpoint.TextsAt("Aliases").All(a => id.StartsWith(a, StringComparison.Ordinal) || a == container.TextAt("Config", "Hostname"));
    }

    private static bool Filled(JsonNode? node) => node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };
}
