using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary><c>docker volume ls</c> and <c>docker network ls</c>.</summary>
internal sealed class ResourcesExecutor : DockerExecutor<DockerResources>
{
    private static readonly DockerListing Volumes = new("{{.Driver}}\t{{.Name}}", new Dictionary<string, string>
    {
        ["Driver"] = "DRIVER",
        ["Name"] = "VOLUME NAME",
        ["Mountpoint"] = "MOUNTPOINT",
        ["Scope"] = "SCOPE",
        ["Labels"] = "LABELS",
    });

    private static readonly DockerListing Networks = new("{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}", new Dictionary<string, string>
    {
        ["ID"] = "NETWORK ID",
        ["Name"] = "NAME",
        ["Driver"] = "DRIVER",
        ["Scope"] = "SCOPE",
        ["Labels"] = "LABELS",
    });

    protected override async Task<ActionOutcome> ExecuteAsync(DockerResources action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var volumes = action.Kind == "volume";
        var answer = await api.GetAsync($"/{action.Kind}s{DockerPath.Query(("filters", DockerPath.Filters(action.Filters)))}", cancellation);
        List<JsonObject> rows = [.. (volumes ? answer.Objects("Volumes") : answer.Objects()).Select(o => volumes ? Volume(o) : Network(o, action.NoTruncation)).OrderBy(o => o.TextAt("Name"), StringComparer.Ordinal)];
        if (action.Quiet && action.Format is null)
            foreach (var row in rows) await context.Output.OutAsync(row.TextAt(volumes ? "Name" : "ID")!, cancellation);
        else
            foreach (var line in (volumes ? Volumes : Networks).Print(action.Format, rows)) await context.Output.OutAsync(line, cancellation);
        return new(true, $"{rows.Count} {action.Kind}{(rows.Count == 1 ? "" : "s")}", 0);
    }

    private static JsonObject Volume(JsonObject volume) => new()
    {
        ["Availability"] = "N/A",
        ["Driver"] = volume.TextAt("Driver"),
        ["Group"] = "N/A",
        ["Labels"] = string.Join(',', volume.MapAt("Labels").Select(l => $"{l.Key}={l.Value}")),
        ["Links"] = "N/A",
        ["Mountpoint"] = volume.TextAt("Mountpoint"),
        ["Name"] = volume.TextAt("Name"),
        ["Scope"] = volume.TextAt("Scope"),
        ["Size"] = "N/A",
        ["Status"] = "N/A",
    };

    private static JsonObject Network(JsonObject network, bool whole) => new()
    {
        ["CreatedAt"] = network.Time("Created") is { } at ? DockerText.Moment(at) : "",
        ["Driver"] = network.TextAt("Driver"),
        ["ID"] = whole ? network.TextAt("Id") : DockerText.ShortId(network.TextAt("Id") ?? ""),
        ["IPv4"] = network.FlagAt("EnableIPv4") ? "true" : "false",
        ["IPv6"] = network.FlagAt("EnableIPv6") ? "true" : "false",
        ["Internal"] = network.FlagAt("Internal") ? "true" : "false",
        ["Labels"] = string.Join(',', network.MapAt("Labels").Select(l => $"{l.Key}={l.Value}")),
        ["Name"] = network.TextAt("Name"),
        ["Scope"] = network.TextAt("Scope"),
    };
}
