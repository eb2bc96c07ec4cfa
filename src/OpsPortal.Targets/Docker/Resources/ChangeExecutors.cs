using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary><c>docker rmi</c>, <c>docker volume rm</c>, <c>docker network rm</c>.</summary>
internal sealed class ResourceRemoveExecutor : DockerExecutor<DockerResourceRemove>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerResourceRemove action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var removals = (await Removal.OfAsync(action, api, cancellation)).Where(r => r.Refusal is null).ToList();
        List<string> refused = [];
        foreach (var name in action.Objects)
        {
            await context.BeforeSideEffect(cancellation);
            await KeepAsync(action.Kind, removals, context, cancellation);
            try
            {
                var answer = await api.SendAsync(HttpMethod.Delete, Path(action, name), null, cancellation);
                if (action.Kind != "image") await context.Output.OutAsync(name, cancellation);
                foreach (var news in answer.Objects()) await context.Output.OutAsync(news.TextAt("Untagged") is { } tag ? $"Untagged: {tag}" : $"Deleted: {news.TextAt("Deleted")}", cancellation);
            }
            catch (DockerApiException e)
            {
                await context.Output.ErrorAsync(e.Spoken, cancellation);
                refused.Add(e.Spoken);
                removals.RemoveAll(r => r.Name == name);
                await KeepAsync(action.Kind, removals, context, cancellation);
            }
        }
        return refused.Count == 0 ? new(true, $"removed {string.Join(", ", action.Objects)}", 0) : ActionOutcome.Failure(string.Join("; ", refused), 1);
    }

    protected override async Task<ActionPreview> PreviewAsync(DockerResourceRemove action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var removals = await Removal.OfAsync(action, api, cancellation);
        return new()
        {
            Effects = [.. removals.Select(r => r.Effect)],
            Warnings = [.. removals.Select(r => r.Warning).OfType<string>()],
            Requests = [.. action.Objects.Select(name => Call(HttpMethod.Delete, Path(action, name)))],
            Preconditions = [.. removals.Select(r => r.Fact)],
            Refusal = removals.Select(r => r.Refusal).FirstOrDefault(r => r is not null),
            Reversal = Removal.Undo(action.Kind, removals).Reversal,
        };
    }

    private static string Path(DockerResourceRemove action, string name) => DockerPath.Of(action.Kind, name, DockerPath.Query(("force", action.Force ? "1" : null)));

    private static async Task KeepAsync(string kind, IReadOnlyList<Removal> removals, ActionContext context, CancellationToken cancellation)
    {
        var (reversal, revert) = Removal.Undo(kind, removals);
        await context.KeepAsync(new([.. removals.Select(r => new ObjectChange(r.Fact.Subject, r.Fact.Fact, null))]) { Reversal = reversal, Revert = revert }, cancellation);
    }
}

/// <summary><c>docker volume create</c> and <c>docker network create</c>.</summary>
internal sealed class ResourceCreateExecutor : DockerExecutor<DockerResourceCreate>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerResourceCreate action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var (reversal, revert) = Undo(action, await ThereAsync(action, api, cancellation));
        await context.BeforeSideEffect(cancellation);
        await context.KeepAsync(new([new($"{action.Kind} {action.Object}", null, Driver(action))]) { Reversal = reversal, Revert = revert }, cancellation);
        var body = new JsonObject { ["Name"] = action.Object, ["Driver"] = Driver(action) };
        var made = await api.SendAsync(HttpMethod.Post, $"/{action.Kind}s/create", body, cancellation);
        await context.Output.OutAsync(made.TextAt("Id") ?? made.TextAt("Name") ?? action.Object, cancellation);
        return new(true, $"created {action.Kind} {action.Object}", 0);
    }

    protected override async Task<ActionPreview> PreviewAsync(DockerResourceCreate action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var there = await ThereAsync(action, api, cancellation);
        return new()
        {
            Effects = [there ? $"{action.Kind} {action.Object} is there already: nothing happens" : $"{action.Kind} {action.Object} is made, with the driver {Driver(action)}"],
            Requests = [Call(HttpMethod.Post, $"/{action.Kind}s/create")],
            Preconditions = [new($"{action.Kind} {action.Object}", there ? "is there" : "is not there", $"{there}")],
            // a volume that exists is given back as it is, a network is refused
            Refusal = there && action.Kind == "network" ? $"A network with the name {action.Object} is there already." : null,
            Reversal = Undo(action, there).Reversal,
        };
    }

    private static string Driver(DockerResourceCreate action) => action.Driver ?? (action.Kind == "volume" ? "local" : "bridge");

    private static (Reversal Reversal, StepAction? Revert) Undo(DockerResourceCreate action, bool there) => (there, action.Kind) switch
    {
        (true, _) => (Reversal.Impossible("Nothing is changed, so that there is nothing to put back."), null),
        (_, "volume") => (Reversal.Impossible("It is not put back by itself: removing the volume would destroy what was written to it meanwhile."), null),
        _ => (Reversal.To($"It can be put back: removes network {action.Object} again, as long as no container uses it."), new DockerResourceRemove { Kind = "network", Objects = [action.Object] }),
    };

    private static async Task<bool> ThereAsync(DockerResourceCreate action, DockerApi api, CancellationToken cancellation)
    {
        try
        {
            return (await api.GetAsync(DockerPath.Of(action.Kind, action.Object), cancellation)).TextAt("Name") == action.Object;
        }
        catch (DockerApiException missing) when (missing.Status == 404)
        {
            return false;
        }
    }
}

/// <summary><c>docker network connect</c> and <c>disconnect</c>.</summary>
internal sealed class NetworkLinkExecutor : DockerExecutor<DockerNetworkLink>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerNetworkLink action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var link = await NetworkLink.ReadAsync(action, api, cancellation);
        await context.BeforeSideEffect(cancellation);
        await context.KeepAsync(new([new($"container {action.Container}", link.Shown, action.Connect ? $"in {action.Network}" : $"not in {action.Network}")]) { Reversal = link.Reversal, Revert = link.Revert }, cancellation);
        var body = new JsonObject { ["Container"] = action.Container };
        if (!action.Connect) body["Force"] = action.Force;
        await api.SendAsync(HttpMethod.Post, Path(action), body, cancellation);
        return new(true, $"{(action.Connect ? "connected" : "disconnected")} {action.Container} {(action.Connect ? "to" : "from")} {action.Network}", 0);
    }

    protected override async Task<ActionPreview> PreviewAsync(DockerNetworkLink action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var link = await NetworkLink.ReadAsync(action, api, cancellation);
        return new()
        {
            Effects = [$"Container {action.Container} {(action.Connect ? "joins" : "leaves")} network {link.Network}; it is {link.Shown} now"],
            Warnings = !action.Connect && link.Others.Count == 0 ? [$"{action.Container} is in no other network: it can reach nothing, and nothing can reach it"] : [],
            Requests = [Call(HttpMethod.Post, Path(action))],
            Preconditions = [new($"networks of {action.Container}", link.Shown, link.Value)],
            Refusal = link.Refusal,
            Reversal = link.Reversal,
        };
    }

    private static string Path(DockerNetworkLink action) => DockerPath.Of("network", action.Network, action.Connect ? "/connect" : "/disconnect");
}
