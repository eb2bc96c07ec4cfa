using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Previews;

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
        List<ContainerState> before = [];
        foreach (var container in action.Containers)
        {
            if (await ContainerState.FindAsync(api, container, cancellation) is { } state) before.Add(state);
            await context.BeforeSideEffect(cancellation);
            await KeepAsync(Verb(action), before, context, cancellation);
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
                before.RemoveAll(s => s.Name == container);
                await KeepAsync(Verb(action), before, context, cancellation);
            }
        }
        if (refused.Count > 0 && Epilogue(action.Containers.Except(done)) is { } epilogue) await context.Output.ErrorAsync(epilogue, cancellation);
        if (refused.Count == 0) return new(true, $"{Done} {string.Join(", ", done)}", 0);
        return ActionOutcome.Failure(done.Count == 0 ? string.Join("; ", refused) : $"{string.Join("; ", refused)} ({Done} {string.Join(", ", done)})", 1);
    }

    /// <summary>As docker names what is done.</summary>
    protected abstract string Verb(TAction action);

    protected virtual (string? Timeout, string? Signal) Patience(TAction action) => (null, null);

    private static async Task KeepAsync(string verb, IReadOnlyList<ContainerState> before, ActionContext context, CancellationToken cancellation)
    {
        var (reversal, revert) = ControlUndo.Of(verb, before);
        await context.KeepAsync(new([.. before.Select(s => new ObjectChange($"container {s.Name}", s.Shown, verb == "rm" ? null : $"after {verb}"))]) { Reversal = reversal, Revert = revert }, cancellation);
    }

    protected override async Task<ActionPreview> PreviewAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        List<ContainerState> states = [];
        foreach (var container in action.Containers) states.Add(await ContainerState.ReadAsync(api, container, cancellation));
        var (verb, (method, path), (timeout, signal)) = (Verb(action), Request(action), Patience(action));
        var lost = action is DockerRemove { Volumes: true } ? states.SelectMany(s => s.Volumes).Where(v => v.Length == 64).ToList() : [];
        var sizes = lost.Count > 0 ? await VolumeSizes.ReadAsync(api, cancellation) : new Dictionary<string, long>();
        return new()
        {
            Effects = [.. states.Select(s => ControlUndo.Effect(verb, s, timeout, signal))],
            Warnings = lost.Count > 0 ? [$"Volumes without a name go with them: {string.Join(", ", lost.Select(v => VolumeSizes.Told(v, sizes)))}"] : [],
            Requests = [.. action.Containers.Select(c => Call(method, DockerPath.Container(c, path)))],
            Preconditions = [.. states.Select(s => s.Fact)],
            Refusal = states.Select(s => ControlUndo.Refusal(verb, s, action is DockerRemove { Force: true })).FirstOrDefault(r => r is not null),
            Reversal = ControlUndo.Of(verb, states).Reversal,
        };
    }
}

internal sealed class StartExecutor : ControlExecutor<DockerStart>
{
    protected override string Verb(DockerStart action) => "start";
    protected override string Done => "started";
    protected override string Epilogue(IEnumerable<string> refused) => $"Error: failed to start containers: {string.Join(", ", refused)}";
    protected override (HttpMethod Method, string Path) Request(DockerStart action) => (HttpMethod.Post, "/start");
}

internal sealed class StopExecutor : ControlExecutor<DockerStop>
{
    protected override string Verb(DockerStop action) => "stop";
    protected override (string? Timeout, string? Signal) Patience(DockerStop action) => (action.Timeout, action.Signal);
    protected override string Done => "stopped";
    protected override (HttpMethod Method, string Path) Request(DockerStop action) => (HttpMethod.Post, $"/stop{DockerPath.Query(("t", action.Timeout), ("signal", action.Signal))}");
}

internal sealed class RestartExecutor : ControlExecutor<DockerRestart>
{
    protected override string Verb(DockerRestart action) => "restart";
    protected override (string? Timeout, string? Signal) Patience(DockerRestart action) => (action.Timeout, action.Signal);
    protected override string Done => "restarted";
    protected override (HttpMethod Method, string Path) Request(DockerRestart action) => (HttpMethod.Post, $"/restart{DockerPath.Query(("t", action.Timeout), ("signal", action.Signal))}");
}

internal sealed class KillExecutor : ControlExecutor<DockerKill>
{
    protected override string Verb(DockerKill action) => action.Signal is null or "KILL" or "SIGKILL" or "9" ? "kill" : "signal";
    protected override (string? Timeout, string? Signal) Patience(DockerKill action) => (null, action.Signal);
    protected override string Done => "sent a signal to";
    protected override (HttpMethod Method, string Path) Request(DockerKill action) => (HttpMethod.Post, $"/kill{DockerPath.Query(("signal", action.Signal ?? "KILL"))}");
}

internal sealed class PauseExecutor : ControlExecutor<DockerPause>
{
    protected override string Verb(DockerPause action) => "pause";
    protected override string Done => "paused";
    protected override (HttpMethod Method, string Path) Request(DockerPause action) => (HttpMethod.Post, "/pause");
}

internal sealed class UnpauseExecutor : ControlExecutor<DockerUnpause>
{
    protected override string Verb(DockerUnpause action) => "unpause";
    protected override string Done => "resumed";
    protected override (HttpMethod Method, string Path) Request(DockerUnpause action) => (HttpMethod.Post, "/unpause");
}

internal sealed class RemoveExecutor : ControlExecutor<DockerRemove>
{
    protected override string Verb(DockerRemove action) => "rm";
    protected override string Done => "removed";
    protected override (HttpMethod Method, string Path) Request(DockerRemove action) =>
        (HttpMethod.Delete, DockerPath.Query(("force", action.Force ? "1" : null), ("v", action.Volumes ? "1" : null)));
}
