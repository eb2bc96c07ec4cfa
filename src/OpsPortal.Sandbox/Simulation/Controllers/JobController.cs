using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Runs the pods of jobs until enough of them have succeeded.</summary>
internal sealed class JobController(ClusterStore store, Naming naming, EventRecorder events) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Jobs, ResourceTypes.Pods];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.Jobs
        ? [change.Object.Key]
        : change.Object.Owner is { } owner && owner.Text("kind") == "Job" ? [new(change.Object.Namespace, owner.Text("name")!)] : [];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.Jobs, key.Namespace, key.Name) is not { } job || job.IsDeleting || job.HasCondition("Complete") || job.HasCondition("Failed"))
            return null;
        var pods = store.View(ResourceTypes.Pods, key.Namespace).Items.Where(p => p.IsOwnedBy(job)).ToList();
        int In(string phase) => pods.Count(p => p.Text("status", "phase") == phase);
        var (succeeded, failed) = (In("Succeeded"), In("Failed"));
        var active = pods.Count - succeeded - failed;
        var wanted = (int)(job.Number("spec", "completions") ?? 1);
        var exhausted = failed > (job.Number("spec", "backoffLimit") ?? 6);
        if (!exhausted && job.Text("spec", "suspend") != "true")
            for (var free = Math.Min((int)(job.Number("spec", "parallelism") ?? 1), wanted - succeeded) - active; free > 0; free--, active++) Create(job);
        Report(job, active, succeeded, failed, succeeded >= wanted, exhausted);
        return null;
    }

    private void Create(JsonObject job)
    {
        var pod = PodFactory.From((JsonObject)job.At("spec", "template")!, job, $"{job.Name}-{naming.Suffix()}");
        foreach (var prefix in (string[])["", "batch.kubernetes.io/"])
        {
            pod.Into("metadata", "labels")[$"{prefix}job-name"] = job.Name;
            pod.Into("metadata", "labels")[$"{prefix}controller-uid"] = job.Uid;
        }
        store.Create(ResourceTypes.Pods, pod);
        events.Normal(job, "job-controller", "SuccessfulCreate", $"Created pod: {pod.Name}");
    }

    private void Report(JsonObject job, int active, int succeeded, int failed, bool complete, bool exhausted)
    {
        var now = Fields.Stamp(store.Time.GetUtcNow());
        store.Update(ResourceTypes.Jobs, job.Namespace, job.Name, j =>
        {
            var status = j.Into("status");
            status["startTime"] ??= now;
            status["ready"] = 0;
            foreach (var (name, count) in ((string, int)[])[("active", active), ("succeeded", succeeded), ("failed", failed)])
                if (count > 0) status[name] = count;
                else status.Remove(name);
            if (complete) status["completionTime"] = now;
            if (complete || exhausted)
            {
                var condition = new JsonObject { ["type"] = complete ? "Complete" : "Failed", ["status"] = "True", ["lastProbeTime"] = now, ["lastTransitionTime"] = now };
                condition["reason"] = complete ? "CompletionsReached" : "BackoffLimitExceeded";
                condition["message"] = complete ? "Reached expected number of succeeded pods" : "Job has reached the specified backoff limit";
                status["conditions"] = new JsonArray(condition);
            }
            return j;
        });
        if (complete) events.Normal(job, "job-controller", "Completed", "Job completed");
        else if (exhausted) events.Warning(job, "job-controller", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
    }
}
