using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Http;
using OpsPortal.Sandbox.Prometheus.Serving;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Tests.Sandbox.Simulation;

namespace OpsPortal.Tests.Sandbox.Http;

/// <summary>The systems and their services, without a network; time stands still unless the test moves it.</summary>
internal sealed class ServiceDrive : IAsyncDisposable
{
    private readonly FrontDoor door;

    public ServiceDrive(params string[] systems)
    {
        Drive = new ClusterDrive(SystemDefinition.LoadAll().Where(s => systems.Contains(s.Name)));
        door = new(Drive.Store, Drive.Cluster.Apis, new PrometheusApi(Drive.Cluster.Metrics.History, Drive.Time));
    }

    public ClusterDrive Drive { get; }

    /// <param name="address">As a runbook writes it.</param>
    public ServiceAnswer Ask(string method, string address, string body = "", params (string Name, string Value)[] headers)
    {
        var url = new Uri(address);
        return door.Answer(new(method, url.Authority, url.AbsolutePath, url.Query, headers.ToDictionary(h => h.Name, h => h.Value), body), CancellationToken.None);
    }

    public JsonObject Get(string address) => Json(Ask("GET", address));

    public static string Text(ServiceAnswer answer) => string.Concat(answer.Body);

    public static JsonObject Json(ServiceAnswer answer) => (JsonObject)JsonNode.Parse(Text(answer))!;

    /// <summary>The values of an instant query, by a label.</summary>
    public Dictionary<string, double> Query(string query, string label = "job")
    {
        var answer = Get($"http://localhost:9090/api/v1/query?query={Uri.EscapeDataString(query)}");
        return ((JsonArray)answer["data"]!["result"]!).ToDictionary(r => (string?)r!["metric"]![label] ?? "", r => double.Parse((string)r!["value"]![1]!));
    }

    public double Value(string query) => Query(query, "none").GetValueOrDefault("", double.NaN);

    public void Scale(string ns, string deployment, int replicas) => Drive.Change(ResourceTypes.Deployments, deployment, d => d["spec"]!["replicas"] = replicas, ns);

    public void SetEnvironment(string ns, string deployment, string name, string value) => Drive.Change(ResourceTypes.Deployments, deployment, d =>
    {
        var container = d.List("spec", "template", "spec", "containers")[0];
        if (container["env"] is not JsonArray variables) container["env"] = variables = [];
        variables.Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = value });
    }, ns);

    public ValueTask DisposeAsync() => Drive.DisposeAsync();
}
