using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Tests.Sandbox.Simulation;

/// <summary>A cluster that moves only when the test moves the clock.</summary>
internal sealed class ClusterDrive : IAsyncDisposable
{
    public ClusterDrive(IEnumerable<SystemDefinition>? systems = null)
    {
        Cluster = SandboxCluster.Create(Time, systems ?? SystemDefinition.LoadAll().Where(s => s.Name == "platform-service"));
    }

    public FakeTime Time { get; } = new();
    public SandboxCluster Cluster { get; }
    public ClusterStore Store => Cluster.Store;

    public JsonObject Deployment(string name = "platform-service", string ns = "platform") => Store.Get(ResourceTypes.Deployments, ns, name)!;

    public IReadOnlyList<JsonObject> Pods(string app = "platform-service", string ns = "platform") =>
        [.. Store.List(ResourceTypes.Pods, ns).Items.Where(p => p.Labels.GetValueOrDefault("app") == app)];

    public void Change(ResourceType type, string name, Action<JsonObject> change, string ns = "platform")
    {
        Store.Update(type, ns, name, o =>
        {
            change(o);
            return o;
        });
        Cluster.Settle();
    }

    public void SetImage(string image) => Change(ResourceTypes.Deployments, "platform-service", d => d.List("spec", "template", "spec", "containers")[0]["image"] = image);

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public async Task<(int Code, string Output, string Error)> Exec(string pod, string[] command, string ns = "platform", string container = "", string input = "")
    {
        using var given = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var code = await Cluster.Runtime.ExecAsync(ns, pod, container, command, given, output, error, CancellationToken.None);
        return (code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    public async Task<List<PodLogLine>> Logs(string pod, TimeSpan? since = null, bool previous = false, string container = "platform-service", string ns = "platform")
    {
        List<PodLogLine> lines = [];
        var from = since is { } back ? Time.GetUtcNow() - back : (DateTimeOffset?)null;
        await foreach (var line in Cluster.Runtime.Logs(ns, pod, container, previous, false, from, CancellationToken.None)!) lines.Add(line);
        return lines;
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

}
