using System.Collections.Concurrent;

namespace OpsPortal.Sandbox.Simulation.Pods;

internal enum ContainerStage { Creating, Pulling, ConfigError, ErrImagePull, ImagePullBackOff, Running, Terminated, CrashLoopBackOff, Completed }

/// <summary>One run of a container, from start to end.</summary>
/// <param name="LastLines">What it logs last when it crashes.</param>
internal sealed record ContainerRun(DateTimeOffset StartedAt, DateTimeOffset? FinishedAt = null, int ExitCode = 0, string Reason = "", IReadOnlyList<string>? LastLines = null);

/// <summary>Where a container is in its life.</summary>
/// <param name="Since">When that stage began.</param>
internal sealed record ContainerLife(string Name, ContainerStage Stage, DateTimeOffset Since)
{
    /// <summary>Pulls that failed.</summary>
    public int Attempts { get; init; }
    public int Restarts { get; init; }

    /// <summary>Ends in a row, each soon after its start: the back-off grows with them.</summary>
    public int Failures { get; init; }
    public bool Ready { get; init; }
    public string? Message { get; init; }
    public ContainerRun? Current { get; init; }
    public ContainerRun? Previous { get; init; }
}

/// <summary>What the kubelet knows of a pod beyond its object: exact times, which the object has in whole seconds only.</summary>
/// <param name="Workload">The deployment, stateful set, job or bare pod that it belongs to.</param>
internal sealed record PodLife(string Uid, string Namespace, string Name, string Workload, string Address, DateTimeOffset StartedAt, IReadOnlyList<ContainerLife> Containers)
{
    public DateTimeOffset? StoppingSince { get; init; }
}

/// <summary>The pods that live on the nodes. Safe for concurrent use.</summary>
internal sealed class PodLives
{
    private readonly ConcurrentDictionary<(string, string), PodLife> lives = [];

    public PodLife? Find(string @namespace, string pod) => lives.GetValueOrDefault((@namespace, pod));
    public ContainerLife? Find(string @namespace, string pod, string container) => Find(@namespace, pod)?.Containers.FirstOrDefault(c => c.Name == container);
    public int CountRunning(string @namespace, string workload) => lives.Values.Count(l =>
        l.Namespace == @namespace && l.Workload == workload && l.Containers.All(c => c.Stage == ContainerStage.Running));

    public void Set(PodLife life) => lives[(life.Namespace, life.Name)] = life;
    public void Remove(string @namespace, string pod) => lives.TryRemove((@namespace, pod), out _);
}
