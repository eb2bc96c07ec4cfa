using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Docker;

/// <summary>
/// What containers run on: the sandbox's cluster. A container is a deployment of one pod under the container's name, so that services,
/// outages, faults and metrics see it come and go.
/// </summary>
internal sealed class DockerMachine(SandboxCluster cluster, string @namespace)
{
    /// <summary>A cluster that is not started never gets there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public ClusterStore Store => cluster.Store;
    public IPodRuntime Runtime => cluster.Runtime;
    public string Namespace => @namespace;
    public DateTimeOffset Now => cluster.Store.Time.GetUtcNow();

    /// <summary>The pod that stands for a container; null where none is there.</summary>
    public JsonObject? Pod(string container) => cluster.Store.View(ResourceTypes.Pods, @namespace).Items.FirstOrDefault(p => !p.IsDeleting && p.Labels.GetValueOrDefault("app") == container);

    public static JsonObject? Status(JsonObject? pod) => pod?.List("status", "containerStatuses") is [var first, ..] ? first : null;

    public static bool Runs(JsonObject? pod) => Status(pod) is { } status && status.At("state", "running") is not null;

    /// <summary>Whether some deployment has that image, in any version.</summary>
    public bool Knows(string image) => Model(image) is not null;

    public async Task StartAsync(DockerContainer container, CancellationToken cancellation)
    {
        var deployment = cluster.Store.Update(ResourceTypes.Deployments, @namespace, container.Name, d =>
        {
            d["spec"]!["replicas"] = 1;
            d.List("spec", "template", "spec", "containers")[0]["image"] = container.Image;
            return d;
        });
        if (deployment is null && Model(container.Image) is { } model) cluster.Store.Create(ResourceTypes.Deployments, Copy(model, container));
        await UntilAsync(() => Pod(container.Name) is { } pod && (Runs(pod) || Status(pod)?.Text("state", "waiting", "reason") is "CrashLoopBackOff" or "ImagePullBackOff" or "ErrImagePull"), cancellation);
    }

    public async Task StopAsync(DockerContainer container, CancellationToken cancellation)
    {
        cluster.Store.Update(ResourceTypes.Deployments, @namespace, container.Name, d =>
        {
            d["spec"]!["replicas"] = 0;
            return d;
        });
        await UntilAsync(() => cluster.Store.View(ResourceTypes.Pods, @namespace).Items.All(p => p.Labels.GetValueOrDefault("app") != container.Name), cancellation);
    }

    /// <summary>Waits for something to be so, looking again whenever a pod changed.</summary>
    private async Task UntilAsync(Func<bool> so, CancellationToken cancellation)
    {
        using var watch = cluster.Store.Watch(ResourceTypes.Pods, cluster.Store.Version)!;
        using var patience = new CancellationTokenSource(Patience, cluster.Store.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            while (!so())
            {
                await watch.Events.WaitToReadAsync(either.Token);
                while (watch.Events.TryRead(out _)) { }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DockerError(500, "the container did not get there in time");
        }
    }

    private JsonObject? Model(string image)
    {
        var repository = Systems.ImageName.Split(image).Repository;
        return cluster.Store.View(ResourceTypes.Deployments, @namespace).Items
            .FirstOrDefault(d => Systems.ImageName.Split(d.List("spec", "template", "spec", "containers")[0].Text("image") ?? "").Repository == repository);
    }

    private static JsonObject Copy(JsonObject model, DockerContainer container)
    {
        var copy = (JsonObject)model.DeepClone();
        var labels = new JsonObject { ["app"] = container.Name };
        copy["metadata"] = new JsonObject { ["name"] = container.Name, ["namespace"] = model.Namespace, ["labels"] = labels.DeepClone() };
        copy.Remove("status");
        var spec = copy["spec"]!;
        spec["replicas"] = 1;
        spec["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() };
        spec["template"]!["metadata"] = new JsonObject { ["labels"] = labels };
        var inside = copy.List("spec", "template", "spec", "containers")[0];
        (inside["name"], inside["image"]) = (container.Name, container.Image);
        return copy;
    }
}
