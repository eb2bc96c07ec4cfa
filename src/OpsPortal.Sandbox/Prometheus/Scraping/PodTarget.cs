using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Prometheus.Samples;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Logs;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Prometheus.Scraping;

/// <summary>A pod as it stands at a scrape.</summary>
/// <param name="Image">Of its first container; null where it cannot be pulled.</param>
/// <param name="Weather">Null where nothing runs.</param>
internal sealed record PodState(
    JsonObject Pod, PodLife Life, ContainerLife Container, PulledImage? Image, LogWeather? Weather, bool Maintenance, long? MemoryLimit)
{
    public string Workload => Life.Workload;
    public bool IsRunning => Container.Stage == ContainerStage.Running;
    public bool IsReady => IsRunning && Container.Ready && !Pod.IsDeleting;
    public bool IsCrashing => Container.Stage is ContainerStage.CrashLoopBackOff or ContainerStage.Terminated || (Container.Failures > 0 && !Container.Ready);
    public TrafficDefinition? Traffic => Pod.Owner is null ? null : Image?.Profile.Traffic;
}

/// <summary>What Prometheus reads from one pod: of the application, of its container, and whether it is up.</summary>
internal sealed class PodTarget
{
    private readonly NamedLabels application, container, kubernetes;
    private DateTimeOffset? run;
    private PodTraffic? traffic;
    private double cpuSeconds;

    public PodTarget(PodState state)
    {
        var pod = state.Pod;
        var port = pod.List("spec", "containers")[0].List("ports") is [var first, ..] ? first.Number("containerPort") : 9100;
        application = new(Labels.Of(
            ("app", pod.Labels.GetValueOrDefault("app", state.Workload)), ("instance", $"{state.Life.Address}:{port}"), ("job", state.Workload),
            ("namespace", state.Life.Namespace), ("pod", state.Life.Name)));
        var place = Labels.Of(
            ("container", state.Container.Name), ("namespace", state.Life.Namespace), ("pod", state.Life.Name));
        container = new(place.With("job", "kubelet"));
        kubernetes = new(place.With("job", "kube-state-metrics"));
    }

    /// <param name="elapsed">Seconds since the scrape before.</param>
    public void Scrape(MetricHistory history, PodState state, Pressure? pressure, PodUsage usage, DateTimeOffset at, double elapsed)
    {
        void Application(string name, double value) => history.Write(application[name], value);
        void Container(string name, double value) => history.Write(container[name], value);
        Application("up", state.IsReady ? 1 : 0);
        history.Write(kubernetes["kube_pod_container_status_restarts_total"], state.Container.Restarts);
        if (!state.IsRunning || state.Container.Current is not { } current) return;
        if (run != current.StartedAt) (run, traffic, cpuSeconds) = (current.StartedAt, null, 0);

        if (usage.At(state.Pod, state.Life, at)?.GetValueOrDefault(state.Container.Name) is { Bytes: > 0 } used)
        {
            if (cpuSeconds == 0) cpuSeconds = used.NanoCores / 1e9 * Math.Min(3600, (at - current.StartedAt).TotalSeconds);
            cpuSeconds += used.NanoCores / 1e9 * elapsed;
            Container("container_memory_usage_bytes", used.Bytes);
            Container("container_memory_working_set_bytes", Math.Floor(used.Bytes * 0.94));
            Container("container_cpu_usage_seconds_total", Math.Round(cpuSeconds, 3));
            if (state.MemoryLimit is { } limit) Container("container_spec_memory_limit_bytes", limit);
            if (state.IsReady)
            {
                Application("process_resident_memory_bytes", Math.Floor(used.Bytes * 0.9));
                Application("process_cpu_seconds_total", Math.Round(cpuSeconds * 0.97, 2));
            }
        }
        if (!state.IsReady) return;
        Application("process_start_time_seconds", current.StartedAt.ToUnixTimeMilliseconds() / 1000.0);
        Application("process_open_fds", 24 + Naming.Hash(state.Life.Name) % 40);
        if (state.Image!.Profile.Redis) Redis(Application, state.Life, at);
        if (state.Image.Profile.Database is not null) Application("pg_up", 1);
        if (pressure is not { } under || state.Traffic is not { } definition) return;
        if (traffic is null) traffic = new(definition, application.Basis, under, (at - current.StartedAt).TotalSeconds);
        else traffic.Count(under, elapsed, state.Maintenance || state.Weather?.At(at).FailingDependency is not null);
        traffic.Tell(history, at);
    }

    /// <summary>The figures of <c>redis-cli info</c>, under the names that exporters give them.</summary>
    private static void Redis(Action<string, double> tell, PodLife life, DateTimeOffset at)
    {
        var seconds = Math.Floor((at - life.StartedAt).TotalSeconds);
        var hits = seconds * Simulation.Programs.RedisProgram.HitsPerSecond;
        foreach (var suffix in (string[])["", "_total"])
        {
            tell($"redis_keyspace_hits{suffix}", hits);
            tell($"redis_keyspace_misses{suffix}", Math.Floor(hits / Simulation.Programs.RedisProgram.HitsPerMiss));
        }
        tell("redis_up", 1);
        tell("redis_uptime_in_seconds", seconds);
    }
}
