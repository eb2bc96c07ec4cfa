using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Pods;

/// <summary>The status of a pod as the kubelet reports it.</summary>
internal static class PodStatus
{
    public static JsonObject Of(JsonObject pod, PodLife life, string hostAddress, DateTimeOffset now)
    {
        var phase = Phase(life);
        var unready = string.Join(' ', life.Containers.Where(c => !c.Ready).Select(c => c.Name));
        var done = phase is "Succeeded";
        var conditions = new JsonArray
        {
            Condition(pod, "PodReadyToStartContainers", !done, null, null, now),
            Condition(pod, "Initialized", true, done ? "PodCompleted" : null, null, now),
            Ready(pod, "Ready", unready, done, now),
            Ready(pod, "ContainersReady", unready, done, now),
            pod.Condition("PodScheduled")?.DeepClone() ?? Condition(pod, "PodScheduled", true, null, null, now),
        };
        return new JsonObject
        {
            ["phase"] = phase,
            ["conditions"] = conditions,
            ["hostIP"] = hostAddress,
            ["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostAddress }),
            ["podIP"] = life.Address,
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = life.Address }),
            ["startTime"] = Fields.Stamp(life.StartedAt),
            ["containerStatuses"] = Fields.ArrayOf(life.Containers.Select(c => Container(pod, life, c))),
            ["qosClass"] = QualityOfService(pod),
        };
    }

    /// <summary>Guaranteed, Burstable or BestEffort, from requests and limits.</summary>
    public static string QualityOfService(JsonObject pod)
    {
        var resources = pod.List("spec", "containers").Select(c => (Requests: c.Texts("resources", "requests"), Limits: c.Texts("resources", "limits"))).ToList();
        if (resources.All(r => r.Requests.Count == 0 && r.Limits.Count == 0)) return "BestEffort";
        return resources.All(r => ((string[])["cpu", "memory"]).All(what =>
            r.Limits.TryGetValue(what, out var limit) && (!r.Requests.TryGetValue(what, out var request) || Quantity.Parse(request) == Quantity.Parse(limit))))
            ? "Guaranteed"
            : "Burstable";
    }

    private static string Phase(PodLife life) => life.Containers switch
    {
        var all when all.All(c => c.Stage == ContainerStage.Completed) => all.Any(c => c.Current!.ExitCode != 0) ? "Failed" : "Succeeded",
        var all when all.Any(c => c.Current is not null) => "Running",
        _ => "Pending",
    };

    private static JsonObject Ready(JsonObject pod, string type, string unready, bool done, DateTimeOffset now) => done
        ? Condition(pod, type, false, "PodCompleted", null, now)
        : unready.Length == 0
            ? Condition(pod, type, true, null, null, now)
            : Condition(pod, type, false, "ContainersNotReady", $"containers with unready status: [{unready}]", now);

    private static JsonObject Condition(JsonObject pod, string type, bool holds, string? reason, string? message, DateTimeOffset now)
    {
        var status = holds ? "True" : "False";
        var before = pod.Condition(type);
        var since = before?.Text("status") == status ? before.Text("lastTransitionTime") : null;
        var made = new JsonObject { ["type"] = type, ["status"] = status, ["lastProbeTime"] = null, ["lastTransitionTime"] = since ?? Fields.Stamp(now) };
        if (reason is not null) made["reason"] = reason;
        if (message is not null) made["message"] = message;
        return made;
    }

    private static JsonObject Container(JsonObject pod, PodLife life, ContainerLife c)
    {
        var image = pod.List("spec", "containers").First(s => s.Text("name") == c.Name).Text("image") ?? "";
        var status = new JsonObject
        {
            ["name"] = c.Name,
            ["state"] = State(life, c),
            ["lastState"] = LastState(life, c),
            ["ready"] = c.Ready,
            ["restartCount"] = c.Restarts,
            ["image"] = c.Current is null ? image : ImageName.Full(image),
            ["imageID"] = c.Current is null ? "" : $"{ImageName.Split(ImageName.Full(image)).Repository}@sha256:{Digest(image)}",
            ["started"] = c.Stage == ContainerStage.Running,
        };
        if (c.Current is not null) status["containerID"] = Id(life, c, c.Restarts);
        return status;
    }

    private static JsonObject State(PodLife life, ContainerLife c) => c.Stage switch
    {
        ContainerStage.Running => new() { ["running"] = new JsonObject { ["startedAt"] = Fields.Stamp(c.Current!.StartedAt) } },
        ContainerStage.Terminated or ContainerStage.Completed => Terminated(life, c, c.Current!, c.Restarts),
        ContainerStage.CrashLoopBackOff => Waiting("CrashLoopBackOff", c.Message),
        ContainerStage.ErrImagePull => Waiting("ErrImagePull", c.Message),
        ContainerStage.ImagePullBackOff => Waiting("ImagePullBackOff", c.Message),
        ContainerStage.ConfigError => Waiting("CreateContainerConfigError", c.Message),
        _ => Waiting("ContainerCreating", null),
    };

    private static JsonObject LastState(PodLife life, ContainerLife c) => c switch
    {
        { Stage: ContainerStage.CrashLoopBackOff, Current: { } ended } => Terminated(life, c, ended, c.Restarts),
        { Previous: { } previous } => Terminated(life, c, previous, c.Restarts - 1),
        _ => [],
    };

    private static JsonObject Waiting(string reason, string? message)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null) waiting["message"] = message;
        return new() { ["waiting"] = waiting };
    }

    private static JsonObject Terminated(PodLife life, ContainerLife c, ContainerRun run, int instance) => new()
    {
        ["terminated"] = new JsonObject
        {
            ["exitCode"] = run.ExitCode,
            ["reason"] = run.Reason,
            ["startedAt"] = Fields.Stamp(run.StartedAt),
            ["finishedAt"] = Fields.Stamp(run.FinishedAt ?? run.StartedAt),
            ["containerID"] = Id(life, c, instance),
        },
    };

    private static string Id(PodLife life, ContainerLife c, int instance) => $"containerd://{Digest($"{life.Uid}/{c.Name}/{instance}")}";

    private static string Digest(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
