using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Http.Bots;
using OpsPortal.Sandbox.Http.Platform;
using OpsPortal.Sandbox.Http.Prompts;
using OpsPortal.Sandbox.Http.Tiers;
using OpsPortal.Sandbox.Prometheus.Scraping;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Pods;

namespace OpsPortal.Sandbox.Http;

/// <summary>The APIs of the systems, each reached through the pods that run it.</summary>
internal sealed class SystemApis
{
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(5);

    private readonly ClusterInside cluster;
    private readonly PodStates states;
    private readonly Dictionary<string, Func<string, ISystemApi>> byProfile;
    private readonly ConcurrentDictionary<string, double> failures = [];
    private int turn;

    public SystemApis(ClusterInside cluster, Lazy<Scraper> scraper)
    {
        (this.cluster, states) = (cluster, new(cluster));
        var metrics = new Lazy<PodMetricsText>(() => new(scraper.Value.History));
        var (platform, prompts, bot, hub) = (new PlatformApi(new AuditLog(cluster.Now), metrics), new PromptApi(), new BotApi(), new HubApi(metrics));
        var book = new ExperimentBook(cluster.Now);
        var (stable, experiments, quarantine) = (new StableTierApi(book), new ExperimentTierApi(book), new QuarantineTierApi(book));
        byProfile = new()
        {
            ["api"] = _ => platform,
            ["structured-api"] = _ => prompts,
            ["unified"] = _ => bot,
            ["hub"] = _ => hub,
            ["tier-api"] = ns => ns switch { "platform-v1-exp" => experiments, "platform-v3-quarantine" => quarantine, _ => stable },
        };
    }

    /// <summary>What one of the pods behind a service answers; null where none of them is ready.</summary>
    public ServiceAnswer? Ask(JsonObject service, ServiceRequest request)
    {
        var ready = ClusterNames.ReadyPods(cluster.Store, service);
        // A worker that the selector takes along opens no port.
        if (ready.Where(p => p.List("spec", "containers").Any(c => c.List("ports").Count > 0)).ToList() is { Count: > 0 } listening) ready = listening;
        return ready.Count == 0 ? null : AskPod(ready[(int)((uint)Interlocked.Increment(ref turn) % (uint)ready.Count)], request);
    }

    /// <summary>What that pod answers; null where it runs nothing that has an API here.</summary>
    public ServiceAnswer? AskPod(JsonObject pod, ServiceRequest request)
    {
        var pods = states.All();
        if (pods.FirstOrDefault(p => p.Pod.Uid == pod.Uid) is not { IsRunning: true, Image: { } image } state) return null;
        if (!byProfile.TryGetValue(image.Profile.Name, out var api)) return null;
        var variables = PodVariables.Of(cluster.Store, pod, pod.List("spec", "containers")[0]);
        var backend = new Backend(cluster, state, variables, states.PressureOf(state, pods, cluster.Now));
        return Answer(api(state.Life.Namespace), request, backend);
    }

    private ServiceAnswer Answer(ISystemApi api, ServiceRequest request, Backend backend)
    {
        var health = api.IsHealth(request.Path);
        if (backend.Maintenance && !health)
            return ServiceAnswer.Json(new JsonObject { ["status"] = "maintenance", ["message"] = "The service is being maintained. Please try again later." }, 503)
                with
            { Headers = new Dictionary<string, string> { ["Retry-After"] = "300" } };
        if (!health && backend.IsFailing && Fails(backend))
            return ServiceAnswer.Error(500, "internal_error", "The request could not be handled.") with { Delay = Delay(backend) };
        return api.Answer(request, backend) with { Delay = Delay(backend) };
    }

    /// <summary>Of every hundred requests as many as the share says, evenly, so that the same requests always end the same.</summary>
    private bool Fails(Backend backend)
    {
        var owed = failures.AddOrUpdate($"{backend.Namespace}/{backend.State.Workload}", backend.ErrorShare, (_, before) => (before >= 1 ? before - 1 : before) + backend.ErrorShare);
        return owed >= 1;
    }

    private static TimeSpan Delay(Backend backend)
    {
        var usual = (backend.State.Traffic?.MedianMilliseconds ?? 0) / 1000;
        var median = backend.Pressure?.Times.Median ?? usual;
        return median <= 2 * usual ? TimeSpan.Zero : median > Slowest.TotalSeconds ? Slowest : TimeSpan.FromSeconds(median);
    }
}
