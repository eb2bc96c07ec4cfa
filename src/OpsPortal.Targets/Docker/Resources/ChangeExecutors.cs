using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary><c>docker pull</c>.</summary>
internal sealed class PullExecutor : DockerExecutor<DockerPull>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerPull action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        await context.BeforeSideEffect(cancellation);
        if (!action.Quiet && !action.Image.Contains('@') && action.Image.LastIndexOf(':') <= action.Image.LastIndexOf('/')) await context.Output.OutAsync("Using default tag: latest", cancellation);
        await ImagePull.RunAsync(api, action.Image, action.Quiet ? null : context.Output.OutAsync, cancellation);
        await context.Output.OutAsync(ImagePull.Full(action.Image), cancellation);
        return new(true, $"pulled {action.Image}", 0);
    }
}

/// <summary><c>docker rmi</c>, <c>docker volume rm</c>, <c>docker network rm</c>.</summary>
internal sealed class ResourceRemoveExecutor : DockerExecutor<DockerResourceRemove>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerResourceRemove action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        List<string> refused = [];
        foreach (var name in action.Objects)
        {
            await context.BeforeSideEffect(cancellation);
            try
            {
                var answer = await api.SendAsync(HttpMethod.Delete, DockerPath.Of(action.Kind, name, DockerPath.Query(("force", action.Force ? "1" : null))), null, cancellation);
                if (action.Kind != "image") await context.Output.OutAsync(name, cancellation);
                foreach (var news in answer.Objects()) await context.Output.OutAsync(news.TextAt("Untagged") is { } tag ? $"Untagged: {tag}" : $"Deleted: {news.TextAt("Deleted")}", cancellation);
            }
            catch (DockerApiException e)
            {
                await context.Output.ErrorAsync(e.Spoken, cancellation);
                refused.Add(e.Spoken);
            }
        }
        return refused.Count == 0 ? new(true, $"removed {string.Join(", ", action.Objects)}", 0) : ActionOutcome.Failure(string.Join("; ", refused), 1);
    }
}

/// <summary><c>docker volume create</c> and <c>docker network create</c>.</summary>
internal sealed class ResourceCreateExecutor : DockerExecutor<DockerResourceCreate>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerResourceCreate action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        await context.BeforeSideEffect(cancellation);
        var body = new JsonObject { ["Name"] = action.Object, ["Driver"] = action.Driver ?? (action.Kind == "volume" ? "local" : "bridge") };
        var made = await api.SendAsync(HttpMethod.Post, $"/{action.Kind}s/create", body, cancellation);
        await context.Output.OutAsync(made.TextAt("Id") ?? made.TextAt("Name") ?? action.Object, cancellation);
        return new(true, $"created {action.Kind} {action.Object}", 0);
    }
}

/// <summary><c>docker network connect</c> and <c>disconnect</c>.</summary>
internal sealed class NetworkLinkExecutor : DockerExecutor<DockerNetworkLink>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerNetworkLink action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        await context.BeforeSideEffect(cancellation);
        var body = new JsonObject { ["Container"] = action.Container };
        if (!action.Connect) body["Force"] = action.Force;
        await api.SendAsync(HttpMethod.Post, DockerPath.Of("network", action.Network, action.Connect ? "/connect" : "/disconnect"), body, cancellation);
        return new(true, $"{(action.Connect ? "connected" : "disconnected")} {action.Container} {(action.Connect ? "to" : "from")} {action.Network}", 0);
    }
}
