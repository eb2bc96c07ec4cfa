using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary><c>docker compose start|stop|restart|kill|pause|unpause|rm</c>. What ends goes in the opposite order of what begins.</summary>
internal sealed class ComposeControlExecutor : ComposeExecutor<ComposeControl>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ComposeControl action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var containers = project.Of(action.Services).Where(c => Concerns(action, c)).ToList();
        if (action.Verb is ComposeVerb.Stop or ComposeVerb.Kill or ComposeVerb.Remove) containers.Reverse();
        if (action.Verb is ComposeVerb.Start or ComposeVerb.Restart && action.Services.Count > 0 && project.Of(action.Services).Count == 0)
            throw new ComposeException($"service \"{action.Services[0]}\" has no container to {(action.Verb == ComposeVerb.Start ? "start" : "restart")}");
        if (action is { Verb: ComposeVerb.Remove } && containers.Count == 0) await context.Output.ErrorAsync("No stopped containers", cancellation);
        var progress = new ComposeProgress(context);
        var (reversal, revert) = ControlUndo.Of(Verb(action), await StatesAsync(containers, api, cancellation));
        if (containers.Count > 0) await context.KeepAsync(new([.. containers.Select(c => new ObjectChange($"container {c.Name}", c.State, null))]) { Reversal = reversal, Revert = revert }, cancellation);
        foreach (var container in containers)
        {
            if (action is { Verb: ComposeVerb.Remove, StopFirst: true } && container.Runs)
                await progress.DoAsync("Container", container.Name, "Stopping", "Stopped", () => api.SendAsync(HttpMethod.Post, DockerPath.Container(container.Id, "/stop"), null, cancellation), cancellation);
            var (doing, done, method, path) = Request(action);
            await progress.DoAsync("Container", container.Name, doing, done, () => api.SendAsync(method, DockerPath.Container(container.Id, path), null, cancellation), cancellation);
        }
        var names = containers.Count == 0 ? "nothing" : string.Join(", ", containers.Select(c => c.Name));
        return new(true, $"{Request(action).Done.ToLowerInvariant()} {names}", 0);
    }

    protected override async Task<ActionPreview> PreviewAsync(ComposeControl action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var containers = project.Of(action.Services).Where(c => Concerns(action, c)).ToList();
        if (action.Verb is ComposeVerb.Start or ComposeVerb.Restart && action.Services.Count > 0 && project.Of(action.Services).Count == 0)
            return new() { Refusal = $"service \"{action.Services[0]}\" has no container to {(action.Verb == ComposeVerb.Start ? "start" : "restart")}", Reversal = Reversal.Impossible("Nothing would be changed.") };
        var states = await StatesAsync(containers, api, cancellation);
        var (verb, (_, _, method, path)) = (Verb(action), Request(action));
        return new()
        {
            Effects = states.Count == 0 ? [$"Nothing of project {project.Name} is concerned: nothing happens"] : [.. states.Select(s => ControlUndo.Effect(verb, s, action.Timeout, action.Signal))],
            Requests = [.. states.Select(s => Call(method, DockerPath.Container(s.Name, path)))],
            Preconditions = [.. states.Select(s => s.Fact)],
            Reversal = ControlUndo.Of(verb, states).Reversal,
        };
    }

    private static async Task<List<ContainerState>> StatesAsync(IEnumerable<ProjectContainer> containers, DockerApi api, CancellationToken cancellation)
    {
        List<ContainerState> states = [];
        foreach (var container in containers) states.Add(await ContainerState.ReadAsync(api, container.Name, cancellation));
        return states;
    }

    private static string Verb(ComposeControl action) => action.Verb switch
    {
        ComposeVerb.Remove => "rm",
        ComposeVerb.Kill => action.Signal is null or "KILL" or "SIGKILL" or "9" ? "kill" : "signal",
        _ => action.Verb.ToString().ToLowerInvariant(),
    };

    private static bool Concerns(ComposeControl action, ProjectContainer container) => action.Verb switch
    {
        ComposeVerb.Start => !container.Runs,
        ComposeVerb.Stop or ComposeVerb.Kill => container.Runs,
        ComposeVerb.Remove => !container.Runs || action.StopFirst,
        ComposeVerb.Unpause => container.State == "paused",
        ComposeVerb.Pause => container.State == "running",
        _ => true,
    };

    private static (string Doing, string Done, HttpMethod Method, string Path) Request(ComposeControl action) => action.Verb switch
    {
        ComposeVerb.Start => ("Starting", "Started", HttpMethod.Post, "/start"),
        ComposeVerb.Stop => ("Stopping", "Stopped", HttpMethod.Post, $"/stop{DockerPath.Query(("t", action.Timeout))}"),
        ComposeVerb.Restart => ("Restarting", "Started", HttpMethod.Post, $"/restart{DockerPath.Query(("t", action.Timeout))}"),
        ComposeVerb.Kill => ("Killing", "Killed", HttpMethod.Post, $"/kill{DockerPath.Query(("signal", action.Signal ?? "SIGKILL"))}"),
        ComposeVerb.Pause => ("Pausing", "Paused", HttpMethod.Post, "/pause"),
        ComposeVerb.Unpause => ("Unpausing", "Unpaused", HttpMethod.Post, "/unpause"),
        _ => ("Removing", "Removed", HttpMethod.Delete, DockerPath.Query(("v", action.Volumes ? "1" : null), ("force", "1"))),
    };
}

/// <summary><c>docker compose down</c>: stops and removes containers and networks; volumes only where asked.</summary>
internal sealed class ComposeDownExecutor : ComposeExecutor<ComposeDown>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ComposeDown action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var progress = new ComposeProgress(context);
        var known = project.File is null || action.RemoveOrphans ? project.Containers : [.. project.Containers.Where(c => project.File.Services.ContainsKey(c.Service))];
        var containers = project.Of(action.Services).Where(known.Contains).Reverse().ToList();
        if (containers.Count > 0) await context.KeepAsync(new([.. containers.Select(c => new ObjectChange($"container {c.Name}", c.State, null))]) { Reversal = Gone(action) }, cancellation);
        foreach (var container in containers)
        {
            // a container that stopped by itself is stopped all the same, as compose does
            await progress.DoAsync("Container", container.Name, "Stopping", "Stopped", () => api.SendAsync(HttpMethod.Post, DockerPath.Container(container.Id, $"/stop{DockerPath.Query(("t", action.Timeout))}"), null, cancellation), cancellation);
            await progress.DoAsync("Container", container.Name, "Removing", "Removed", () => api.SendAsync(HttpMethod.Delete, DockerPath.Container(container.Id, "?force=1&v=" + (action.Volumes ? "1" : "0")), null, cancellation), cancellation);
        }
        if (action.Services.Count == 0)
        {
            if (action.Volumes) await RemoveAsync("volume", "Volume", project, api, progress, cancellation);
            await RemoveAsync("network", "Network", project, api, progress, cancellation);
        }
        return new(true, $"took down {containers.Count} container{(containers.Count == 1 ? "" : "s")} of project {project.Name}", 0);
    }

    protected override async Task<ActionPreview> PreviewAsync(ComposeDown action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var known = project.File is null || action.RemoveOrphans ? project.Containers : [.. project.Containers.Where(c => project.File.Services.ContainsKey(c.Service))];
        List<string> effects = [], warnings = [];
        List<PlannedRequest> requests = [];
        List<Precondition> facts = [];
        foreach (var container in project.Of(action.Services).Where(known.Contains).Reverse())
        {
            var state = await ContainerState.ReadAsync(api, container.Name, cancellation);
            effects.Add($"{container.Name} is stopped and removed, with all that it wrote outside of volumes; it is {state.Shown}");
            requests.Add(Call(HttpMethod.Post, DockerPath.Container(container.Name, $"/stop{DockerPath.Query(("t", action.Timeout))}")));
            requests.Add(Call(HttpMethod.Delete, DockerPath.Container(container.Name, "?force=1&v=" + (action.Volumes ? "1" : "0"))));
            facts.Add(state.Fact);
        }
        if (action.Services.Count == 0)
        {
            var sizes = action.Volumes ? await VolumeSizes.ReadAsync(api, cancellation) : new Dictionary<string, long>();
            foreach (var kind in action.Volumes ? new[] { "volume", "network" } : ["network"])
                foreach (var name in await NamesAsync(kind, project, api, cancellation))
                {
                    if (kind == "volume") warnings.Add($"Volume {VolumeSizes.Told(name, sizes)} is removed, with all that lies in it");
                    else effects.Add($"Network {name} is removed");
                    requests.Add(Call(HttpMethod.Delete, DockerPath.Of(kind, name)));
                    facts.Add(new($"{kind} {name}", "is there", name));
                }
        }
        return new()
        {
            Effects = effects.Count == 0 ? [$"Nothing of project {project.Name} is there: nothing happens"] : effects,
            Warnings = warnings,
            Requests = requests,
            Preconditions = facts,
            Reversal = Gone(action),
        };
    }

    private static Reversal Gone(ComposeDown action) =>
        Reversal.Impossible(action.Volumes ? "It cannot be put back: what lies in the volumes is gone." : "It cannot be put back: what the containers wrote outside of volumes is gone. docker compose up makes new ones.");

    private static async Task<IReadOnlyList<string>> NamesAsync(string kind, ComposeProject project, DockerApi api, CancellationToken cancellation)
    {
        var answer = await api.GetAsync($"/{kind}s{DockerPath.Query(("filters", DockerPath.Filters([$"label={ComposeLabels.Project}={project.Name}"])))}", cancellation);
        return [.. (kind == "volume" ? answer.Objects("Volumes") : answer.Objects()).Select(o => o.TextAt("Name")!).Order(StringComparer.Ordinal)];
    }

    private static async Task RemoveAsync(string kind, string title, ComposeProject project, DockerApi api, ComposeProgress progress, CancellationToken cancellation)
    {
        foreach (var name in await NamesAsync(kind, project, api, cancellation))
            await progress.DoAsync(title, name, "Removing", "Removed", () => api.SendAsync(HttpMethod.Delete, DockerPath.Of(kind, name), null, cancellation), cancellation);
    }
}
