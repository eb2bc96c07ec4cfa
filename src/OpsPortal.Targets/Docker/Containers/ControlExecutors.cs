using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary>Does one thing to one container after the other, and says the name of each that it was done to, as docker does.</summary>
internal abstract class ControlExecutor<TAction> : DockerExecutor<TAction> where TAction : DockerControl
{
    /// <summary>The request, without the container's path.</summary>
    protected abstract (HttpMethod Method, string Path) Request(TAction action);

    /// <summary>What was done: "restarted".</summary>
    protected abstract string Done { get; }

    /// <summary>What docker says at the end where some were refused; null where it has said all.</summary>
    protected virtual string? Epilogue(IEnumerable<string> refused) => null;

    protected override async Task<ActionOutcome> ExecuteAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        List<string> refused = [], done = [];
        var (method, path) = Request(action);
        foreach (var container in action.Containers)
        {
            await context.BeforeSideEffect(cancellation);
            try
            {
                await api.SendAsync(method, DockerPath.Container(container, path), null, cancellation);
                await context.Output.OutAsync(container, cancellation);
                done.Add(container);
            }
            catch (DockerApiException e)
            {
                await context.Output.ErrorAsync(e.Spoken, cancellation);
                refused.Add(e.Spoken);
            }
        }
        if (refused.Count > 0 && Epilogue(action.Containers.Except(done)) is { } epilogue) await context.Output.ErrorAsync(epilogue, cancellation);
        if (refused.Count == 0) return new(true, $"{Done} {string.Join(", ", done)}", 0);
        return ActionOutcome.Failure(done.Count == 0 ? string.Join("; ", refused) : $"{string.Join("; ", refused)} ({Done} {string.Join(", ", done)})", 1);
    }

    protected override async Task<string?> DescribeAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        List<string> states = [];
        foreach (var container in action.Containers)
        {
            var now = (await api.GetAsync(DockerPath.Container(container, "/json"), cancellation)).TextAt("State", "Status") ?? "unknown";
            states.Add(action.Containers.Count == 1 ? $"it is {now}" : $"{container} is {now}");
        }
        return string.Join(", ", states);
    }
}

internal sealed class StartExecutor : ControlExecutor<DockerStart>
{
    protected override string Done => "started";
    protected override string Epilogue(IEnumerable<string> refused) => $"Error: failed to start containers: {string.Join(", ", refused)}";
    protected override (HttpMethod Method, string Path) Request(DockerStart action) => (HttpMethod.Post, "/start");
}

internal sealed class StopExecutor : ControlExecutor<DockerStop>
{
    protected override string Done => "stopped";
    protected override (HttpMethod Method, string Path) Request(DockerStop action) => (HttpMethod.Post, $"/stop{DockerPath.Query(("t", action.Timeout), ("signal", action.Signal))}");
}

internal sealed class RestartExecutor : ControlExecutor<DockerRestart>
{
    protected override string Done => "restarted";
    protected override (HttpMethod Method, string Path) Request(DockerRestart action) => (HttpMethod.Post, $"/restart{DockerPath.Query(("t", action.Timeout), ("signal", action.Signal))}");
}

internal sealed class KillExecutor : ControlExecutor<DockerKill>
{
    protected override string Done => "sent a signal to";
    protected override (HttpMethod Method, string Path) Request(DockerKill action) => (HttpMethod.Post, $"/kill{DockerPath.Query(("signal", action.Signal ?? "KILL"))}");
}

internal sealed class PauseExecutor : ControlExecutor<DockerPause>
{
    protected override string Done => "paused";
    protected override (HttpMethod Method, string Path) Request(DockerPause action) => (HttpMethod.Post, "/pause");
}

internal sealed class UnpauseExecutor : ControlExecutor<DockerUnpause>
{
    protected override string Done => "resumed";
    protected override (HttpMethod Method, string Path) Request(DockerUnpause action) => (HttpMethod.Post, "/unpause");
}

internal sealed class RemoveExecutor : ControlExecutor<DockerRemove>
{
    protected override string Done => "removed";
    protected override (HttpMethod Method, string Path) Request(DockerRemove action) =>
        (HttpMethod.Delete, DockerPath.Query(("force", action.Force ? "1" : null), ("v", action.Volumes ? "1" : null)));
}
