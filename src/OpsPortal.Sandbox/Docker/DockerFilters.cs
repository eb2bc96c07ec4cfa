using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Docker;

/// <summary>Filters of a list, as <c>{"label":["a=b"]}</c> or, as the docker program sends them, <c>{"label":{"a=b":true}}</c>.</summary>
internal sealed class DockerFilters
{
    private readonly Dictionary<string, List<string>> filters = [];

    public DockerFilters(string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        try
        {
            foreach (var (name, values) in JsonNode.Parse(text) as JsonObject ?? [])
                filters[name] = values switch { JsonArray list => [.. list.Select(v => (string?)v ?? "")], JsonObject map => [.. map.Select(v => v.Key)], _ => [] };
        }
        catch (JsonException)
        {
            throw new DockerError(400, "invalid filter");
        }
    }

    public bool Asks(string name) => filters.ContainsKey(name);

    /// <summary>Whether any of the values of a filter fits, or there is none.</summary>
    public bool Fits(string name, Func<string, bool> fits) => !filters.TryGetValue(name, out var values) || values.Any(fits);

    public bool Labels(IReadOnlyDictionary<string, string> labels) => !filters.TryGetValue("label", out var wanted)
        || wanted.All(w => w.Split('=', 2) is [var name, var value] ? labels.GetValueOrDefault(name) == value : labels.ContainsKey(w));

    public bool Container(DockerContainer container, ContainerState state) => Labels(container.Labels)
        && Fits("name", n => container.Name.Contains(n.Trim('^', '$', '/'), StringComparison.Ordinal)) && Fits("id", i => container.Id.StartsWith(i, StringComparison.Ordinal))
        && Fits("status", s => s == state.Status) && Fits("health", h => h == (state.Health ?? "none")) && Fits("ancestor", a => DockerImageStore.Tagged(a) == DockerImageStore.Tagged(container.Image))
        && Fits("exited", e => state.Status == "exited" && e == $"{state.ExitCode}") && Fits("network", container.Networks.Contains) && Fits("volume", v => container.Mounts.Any(m => m.Volume == v));

    public bool Resource(JsonObject resource) => Labels(resource.Texts("Labels")) && Fits("name", n => resource.Text("Name")!.Contains(n, StringComparison.Ordinal)) && Fits("driver", d => resource.Text("Driver") == d);
}
