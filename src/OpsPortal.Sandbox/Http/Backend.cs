using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Prometheus.Scraping;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Http;

/// <summary>The pod that answers a request, with what its answer depends on.</summary>
/// <param name="Pressure">How it does under its requests.</param>
internal sealed record Backend(ClusterInside Cluster, PodState State, PodVariables Variables, Pressure? Pressure)
{
    /// <summary>Above it a service calls itself degraded.</summary>
    private const double TooManyErrors = 0.05;

    public string Namespace => State.Life.Namespace;
    public DateTimeOffset Now => Cluster.Now;
    public ProfileDefinition Profile => State.Image!.Profile;
    public bool Maintenance => State.Maintenance;
    public double ErrorShare => Pressure?.ErrorShare ?? 0;
    public bool IsFailing => !Maintenance && ErrorShare > TooManyErrors;

    /// <summary>The tag of the image, without the v.</summary>
    public string Version => ImageName.Split(State.Pod.List("spec", "containers")[0].Text("image") ?? "").Tag.TrimStart('v');

    public long UptimeSeconds => (long)(Now - State.Container.Current!.StartedAt).TotalSeconds;

    /// <summary>The time that one request in twenty exceeds, in milliseconds.</summary>
    public double SlowMilliseconds => Math.Round((Pressure?.Times.Percentile95 ?? 0.05) * 1000, 1);

    /// <summary>Whether what that variable names takes connections; true where the service needs none.</summary>
    public bool IsUp(string variable)
    {
        var dependency = Profile.Dependencies.FirstOrDefault(d => d.Variable == variable);
        if ((Variables[variable] ?? dependency?.Default) is not { } host) return true;
        return ClusterNames.Service(Cluster.Store, Namespace, host) is { } service && ClusterNames.ReadyPods(Cluster.Store, service).Count > 0;
    }

    /// <summary>CPU and memory as shares of what the container may use, in percent; memory without a limit against that of a node.</summary>
    public (double Cpu, double Memory) Usage()
    {
        if (Cluster.Usage.At(State.Pod, State.Life, Now)?.GetValueOrDefault(State.Container.Name) is not { Bytes: > 0 } used) return (0, 0);
        var resources = State.Pod.List("spec", "containers")[0];
        var cores = Quantity.NanoCores(resources.Text("resources", "limits", "cpu") ?? "4");
        return (Math.Round(100.0 * used.NanoCores / cores, 1), Math.Round(100.0 * used.Bytes / (State.MemoryLimit ?? 16L << 30), 1));
    }

    /// <summary>What most of them put first into their answers about themselves.</summary>
    public JsonObject Health(string status) => new() { ["status"] = status, ["timestamp"] = Fields.Stamp(Now), ["version"] = Version, ["uptime"] = UptimeSeconds };

    /// <summary>As a word: maintenance, unhealthy without the database, degraded without the cache or with many errors.</summary>
    public string StatusWord => Maintenance ? "maintenance" : !IsUp("DB_HOST") ? "unhealthy" : !IsUp("REDIS_HOST") || IsFailing ? "degraded" : "healthy";

    /// <summary>Load balancers take out what does not answer 200: only the database is worth that.</summary>
    public int StatusCode => StatusWord == "unhealthy" ? 503 : 200;
}
