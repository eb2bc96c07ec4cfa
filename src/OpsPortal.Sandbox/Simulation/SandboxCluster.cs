using OpsPortal.Sandbox.Http;
using OpsPortal.Sandbox.Prometheus.Scraping;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Simulation.Controllers;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Simulation.Logs;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>
/// A cluster with the systems living in it. Write to <see cref="Store"/> what an API client asks for, and the cluster follows:
/// a pod is deleted by setting its <c>deletionTimestamp</c> (the kubelet takes it away), everything else by
/// <see cref="ClusterStore.Remove(ResourceType, string?, string)"/> (dependents follow).
/// </summary>
public sealed class SandboxCluster : IAsyncDisposable
{
    private readonly ControlLoop loop;
    private readonly Kubelet kubelet;
    private readonly ImageCatalog images;
    private readonly Lazy<Scraper> metrics;
    private readonly Lazy<SystemApis> apis;

    private SandboxCluster(TimeProvider time, IReadOnlyList<SystemDefinition> systems, int seed)
    {
        Systems = systems;
        Store = new ClusterStore(time);
        Faults = new FaultBoard(time);
        images = new ImageCatalog(systems);
        var naming = new Naming(seed);
        var events = new EventRecorder(Store, naming);
        var lives = new PodLives();
        var outages = new Outages();
        var authority = new SandboxAuthority(time.GetUtcNow());
        var usage = new PodUsage(Store, lives, images, Faults, systems);
        Inside = new ClusterInside(Store, lives, images, usage, new Weathers(Store, Faults, outages), authority);
        metrics = new(() => new Scraper(Inside), LazyThreadSafetyMode.ExecutionAndPublication);
        apis = new(() => new SystemApis(Inside, metrics), LazyThreadSafetyMode.ExecutionAndPublication);
        kubelet = new Kubelet(Store, lives, images, Faults, naming, events);
        Runtime = new PodRuntime(Store, lives, images, Faults, Inside.Weathers, usage, apis);
        loop = new ControlLoop(Store,
        [
            new NamespaceController(Store), new DeploymentController(Store, events), new ReplicaSetController(Store, naming, events),
            new StatefulSetController(Store, events), new JobController(Store, naming, events), new Scheduler(Store, events), kubelet,
            new EndpointsController(Store, outages), new AutoscalerController(Store, usage, events), new GarbageCollector(Store),
            new VolumeBinder(Store, events), new IngressShim(Store, events), new CertificateController(Store, authority, events), new KeptPods(Store), new EventExpiry(Store), new BudgetController(Store),
        ]);
        new Seeding(Store, naming, authority).Plant(systems);
        Faults.Changed += Apply;
        loop.Settle();
    }

    public ClusterStore Store { get; }
    public IPodRuntime Runtime { get; }
    public FaultBoard Faults { get; }
    public IReadOnlyList<SystemDefinition> Systems { get; }

    /// <summary>What the services and metrics of the systems are made from.</summary>
    internal ClusterInside Inside { get; }

    /// <summary>Begins to collect when first asked for, with a past that looks as if it always had.</summary>
    internal Scraper Metrics => metrics.Value;

    /// <summary>The HTTP APIs of the systems, with what they remember.</summary>
    internal SystemApis Apis => apis.Value;

    /// <param name="systems">Null: all that come with the sandbox.</param>
    /// <param name="seed">Clusters of the same seed, systems and clock have the same names and behave the same.</param>
    public static SandboxCluster Create(TimeProvider time, IEnumerable<SystemDefinition>? systems = null, int seed = 1) =>
        new(time, [.. systems ?? SystemDefinition.LoadAll()], seed);

    /// <summary>From now on the cluster follows changes by itself, as they come.</summary>
    public void Start() => loop.Start();

    public async ValueTask StopAsync()
    {
        if (metrics.IsValueCreated) await metrics.Value.DisposeAsync();
        await loop.DisposeAsync();
    }

    /// <summary>Follows everything that has changed or come due, before it returns. For those who drive a cluster that is not started.</summary>
    public void Settle() => loop.Settle();

    public ValueTask DisposeAsync() => StopAsync();

    private void Apply(Fault fault)
    {
        if (fault is { Kind: FaultKind.BadDeploy, Until: null }) DeployDefect(fault);
        foreach (var pod in Store.View(ResourceTypes.Pods, fault.Namespace).Items) loop.Enqueue(kubelet, pod.Key);
        loop.Settle();
    }

    private void DeployDefect(Fault fault)
    {
        foreach (var deployment in Store.View(ResourceTypes.Deployments, fault.Namespace).Items.Where(d => fault.Concerns(d.Namespace!, d.Name)))
            Store.Update(ResourceTypes.Deployments, deployment.Namespace, deployment.Name, d =>
            {
                var container = d.List("spec", "template", "spec", "containers")[0];
                if (images.DefectiveVersion(container.Text("image")!) is not { } defective) return null;
                container["image"] = defective;
                d.Into("metadata", "annotations")[WorkloadObject.ChangeCause] = $"Deploy {defective}";
                return d;
            });
    }
}
