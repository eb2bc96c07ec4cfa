namespace OpsPortal.Sandbox.Simulation.Pods;

/// <summary>What a step in a container's life makes known.</summary>
internal sealed record PodNews(bool Warning, string Reason, string Message);

/// <summary>What the next step of a container depends on.</summary>
/// <param name="Present">The image is on the node already.</param>
/// <param name="Image">Null where it cannot be pulled.</param>
/// <param name="FateOf">For a start at that time.</param>
internal sealed record ContainerSurroundings(
    string Pod, string Uid, string Namespace, string ImageName, string FullImageName, PulledImage? Image, bool Present, string? Missing, string RestartPolicy, Func<DateTimeOffset, Fate> FateOf);

/// <summary>The life of one container, step by step, with the kubelet's delays and words (pkg/kubelet: container, images, events).</summary>
internal static class ContainerSteps
{
    private static readonly TimeSpan Setup = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Pull = TimeSpan.FromMilliseconds(1200);
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Forgiven = TimeSpan.FromMinutes(10);

    /// <summary>10 s, doubled each time, 5 minutes at most; none for the first.</summary>
    public static TimeSpan BackOff(int failures) => failures < 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(300, 10 * Math.Pow(2, Math.Min(failures, 10) - 1)));

    /// <summary>Does everything that is due. Returns the container, what is to be told, and when the next step is due (null: nothing ahead).</summary>
    public static (ContainerLife Life, List<PodNews> News, DateTimeOffset? Next) Run(ContainerLife life, ContainerSurroundings around, DateTimeOffset now)
    {
        List<PodNews> news = [];
        while (true)
        {
            var next = Due(life, around, now);
            if (next is null || next > now) return (life, news, next);
            life = Step(life, around, next.Value, now, news);
        }
    }

    private static DateTimeOffset? Due(ContainerLife life, ContainerSurroundings around, DateTimeOffset now)
    {
        switch (life.Stage)
        {
            case ContainerStage.Creating: return life.Since + Setup;
            case ContainerStage.Pulling: return life.Since + Pull;
            case ContainerStage.ConfigError: return around.Missing is null ? now : life.Since + Recheck;
            case ContainerStage.ErrImagePull: return life.Since + Shown;
            case ContainerStage.ImagePullBackOff: return life.Since + BackOff(life.Attempts);
            case ContainerStage.Terminated: return life.Since + Shown;
            case ContainerStage.CrashLoopBackOff: return life.Since + BackOff(life.Failures);
            case ContainerStage.Running:
                var fate = around.FateOf(life.Current!.StartedAt);
                var ready = life.Ready ? null : fate.ReadyAt;
                return ready is null || fate.EndsAt < ready ? fate.EndsAt : ready;
            default: return null;
        }
    }

    private static ContainerLife Step(ContainerLife life, ContainerSurroundings around, DateTimeOffset due, DateTimeOffset now, List<PodNews> news) => life.Stage switch
    {
        ContainerStage.Creating or ContainerStage.ConfigError => Prepare(life, around, due, now, news),
        ContainerStage.Pulling => Pulled(life, around, due, news),
        ContainerStage.ErrImagePull => BackOffPull(life, around, due, news),
        ContainerStage.ImagePullBackOff => BeginPull(life, around, due, news),
        ContainerStage.Terminated => AfterEnd(life, around, due, news),
        ContainerStage.CrashLoopBackOff => Restart(life, around, due, news),
        _ => Running(life, around, due),
    };

    private static ContainerLife Prepare(ContainerLife life, ContainerSurroundings around, DateTimeOffset due, DateTimeOffset now, List<PodNews> news)
    {
        if (around.Missing is { } missing)
        {
            news.Add(new(true, "Failed", $"Error: {missing}"));
            return life with { Stage = ContainerStage.ConfigError, Since = now, Message = missing };
        }
        if (!around.Present || around.Image is null) return BeginPull(life, around, due, news);
        news.Add(new(false, "Pulled", $"Container image \"{around.ImageName}\" already present on machine"));
        return Start(life, around, due, news);
    }

    private static ContainerLife BeginPull(ContainerLife life, ContainerSurroundings around, DateTimeOffset due, List<PodNews> news)
    {
        news.Add(new(false, "Pulling", $"Pulling image \"{around.ImageName}\""));
        return life with { Stage = ContainerStage.Pulling, Since = due, Message = null };
    }

    private static ContainerLife Pulled(ContainerLife life, ContainerSurroundings around, DateTimeOffset due, List<PodNews> news)
    {
        if (around.Image is not null)
        {
            var size = 40_000_000 + Naming.Hash(around.ImageName) % 160_000_000;
            news.Add(new(false, "Pulled", $"Successfully pulled image \"{around.ImageName}\" in 1.2s (1.2s including waiting). Image size: {size} bytes."));
            return Start(life, around, due, news);
        }
        var full = around.FullImageName;
        var why = $"failed to pull and unpack image \"{full}\": failed to resolve reference \"{full}\": {full}: not found";
        news.Add(new(true, "Failed", $"Failed to pull image \"{around.ImageName}\": rpc error: code = NotFound desc = {why}"));
        news.Add(new(true, "Failed", "Error: ErrImagePull"));
        return life with { Stage = ContainerStage.ErrImagePull, Since = due, Attempts = life.Attempts + 1, Message = $"rpc error: code = NotFound desc = {why}" };
    }

    private static ContainerLife BackOffPull(ContainerLife life, ContainerSurroundings around, DateTimeOffset due, List<PodNews> news)
    {
        news.Add(new(false, "BackOff", $"Back-off pulling image \"{around.ImageName}\""));
        news.Add(new(true, "Failed", "Error: ImagePullBackOff"));
        return life with { Stage = ContainerStage.ImagePullBackOff, Since = due, Message = $"Back-off pulling image \"{around.ImageName}\"" };
    }

    private static ContainerLife Start(ContainerLife life, ContainerSurroundings around, DateTimeOffset due, List<PodNews> news)
    {
        news.Add(new(false, "Created", $"Created container: {life.Name}"));
        news.Add(new(false, "Started", $"Started container {life.Name}"));
        return life with { Stage = ContainerStage.Running, Since = due, Message = null, Ready = false, Current = new ContainerRun(due) };
    }

    private static ContainerLife Running(ContainerLife life, ContainerSurroundings around, DateTimeOffset due)
    {
        var run = life.Current!;
        var fate = around.FateOf(run.StartedAt);
        if (fate.EndsAt > due || fate.EndsAt is null) return life with { Ready = true };
        var ended = run with { FinishedAt = due, ExitCode = fate.ExitCode, Reason = fate.Reason, LastLines = fate.LastLines };
        var again = around.RestartPolicy == "Always" || (around.RestartPolicy == "OnFailure" && fate.ExitCode != 0);
        return life with
        {
            Stage = again ? ContainerStage.Terminated : ContainerStage.Completed,
            Since = due,
            Ready = false,
            Current = ended,
            Failures = due - run.StartedAt > Forgiven ? 0 : life.Failures,
        };
    }

    private static ContainerLife AfterEnd(ContainerLife life, ContainerSurroundings around, DateTimeOffset due, List<PodNews> news)
    {
        if (life.Failures == 0) return Restart(life, around, due, news);
        news.Add(new(true, "BackOff", $"Back-off restarting failed container {life.Name} in pod {around.Pod}_{around.Namespace}({around.Uid})"));
        var wait = BackOff(life.Failures);
        return life with
        {
            Stage = ContainerStage.CrashLoopBackOff,
            Since = due,
            Message = $"back-off {Words(wait)} restarting failed container={life.Name} pod={around.Pod}_{around.Namespace}({around.Uid})",
        };
    }

    private static ContainerLife Restart(ContainerLife life, ContainerSurroundings around, DateTimeOffset due, List<PodNews> news)
    {
        news.Add(new(false, "Pulled", $"Container image \"{around.ImageName}\" already present on machine"));
        return Start(life with { Previous = life.Current, Restarts = life.Restarts + 1, Failures = life.Failures + 1 }, around, due, news);
    }

    private static string Words(TimeSpan wait) => wait < TimeSpan.FromMinutes(1) ? $"{wait.TotalSeconds:0}s" : $"{(int)wait.TotalMinutes}m{wait.Seconds}s";
}
