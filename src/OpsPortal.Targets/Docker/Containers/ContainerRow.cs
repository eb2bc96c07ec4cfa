using System.Text.Json.Nodes;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary>A container as <c>docker ps</c> shows it, its fields in the order of their names.</summary>
internal static class ContainerRow
{
    private const int LongestCommand = 20;

    public static readonly DockerListing Listing = new("{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}", new Dictionary<string, string>
    {
        ["ID"] = "CONTAINER ID",
        ["Names"] = "NAMES",
        ["Image"] = "IMAGE",
        ["Command"] = "COMMAND",
        ["CreatedAt"] = "CREATED AT",
        ["RunningFor"] = "CREATED",
        ["Ports"] = "PORTS",
        ["State"] = "STATE",
        ["Status"] = "STATUS",
        ["Size"] = "SIZE",
        ["Labels"] = "LABELS",
        ["Mounts"] = "MOUNTS",
        ["LocalVolumes"] = "LOCAL VOLUMES",
        ["Networks"] = "NETWORKS",
    });

    public static JsonObject Of(JsonNode container, bool whole, DateTimeOffset now)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(container.NumberAt("Created") ?? 0);
        var command = container.TextAt("Command") ?? "";
        var image = container.TextAt("Image") ?? "";
        var mounts = container.Objects("Mounts").ToList();
        return new JsonObject
        {
            ["Command"] = Quoted(whole ? command : DockerText.Ellipsis(command, LongestCommand)),
            ["CreatedAt"] = DockerText.Moment(created),
            ["ID"] = whole ? container.TextAt("Id") : DockerText.ShortId(container.TextAt("Id") ?? ""),
            ["Image"] = !whole && image.StartsWith("sha256:", StringComparison.Ordinal) ? DockerText.ShortId(image) : image,
            ["Labels"] = string.Join(',', container.MapAt("Labels").Select(l => $"{l.Key}={l.Value}")),
            ["LocalVolumes"] = $"{mounts.Count(m => m.TextAt("Driver") == "local")}",
            ["Mounts"] = string.Join(',', mounts.Select(m => Mount(m, whole))),
            ["Names"] = string.Join(',', container.TextsAt("Names").Select(n => n.TrimStart('/')).Where(n => !n.Contains('/'))),
            ["Networks"] = string.Join(',', container.MapAt("NetworkSettings", "Networks").Select(n => n.Key)),
            ["Platform"] = null,
            ["Ports"] = DockerText.Ports(container.Objects("Ports")),
            ["RunningFor"] = DockerText.Ago(created, now),
            ["Size"] = "0B",
            ["State"] = container.TextAt("State"),
            ["Status"] = container.TextAt("Status"),
        };
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    private static string Mount(JsonObject mount, bool whole)
    {
        var name = mount.TextAt("Name") is { Length: > 0 } volume ? volume : mount.TextAt("Source") ?? "";
        return whole ? name : DockerText.Ellipsis(name, 15);
    }
}
