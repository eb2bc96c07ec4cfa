using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Resources;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>
/// <c>docker compose up</c>: makes what is missing, starts what stands still, leaves alone what runs as the file says. Without a file
/// only what exists can be started.
/// </summary>
internal sealed class ComposeUpExecutor : ComposeExecutor<ComposeUp>
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    protected override async Task<ActionOutcome> ExecuteAsync(ComposeUp action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var progress = new ComposeProgress(context);
        var plan = UpPlan.Of(action, project);
        await context.KeepAsync(new(plan.Changes) { Reversal = plan.Reversal, Revert = plan.Revert }, cancellation);
        if (project.File is { } file) await new ProjectUp(action, project, file, api, progress, context).RunAsync(cancellation);
        else
            foreach (var container in project.Of(action.Services)) await StartAsync(container.Id, container.Name, container.Runs, api, progress, cancellation);
        project = await project.RefreshAsync(api, cancellation);
        var containers = project.Of(action.Services);
        if (action.Wait)
            foreach (var container in containers) await HealthyAsync(container.Id, container.Name, api, progress, context, cancellation);
        if (!action.Detach)
            await ProjectLogs.WriteAsync(containers, new(Follow: true, null, null, null, false), false, api, context, cancellation);
        return new(true, $"{containers.Count(c => c.Runs)} of {containers.Count} containers of project {project.Name} run", 0);
    }

    protected override Task<ActionPreview> PreviewAsync(ComposeUp action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var plan = UpPlan.Of(action, project);
        return Task.FromResult(new ActionPreview
        {
            Effects = plan.Steps.Count == 0 ? [$"Everything of project {project.Name} runs as it should: nothing happens"] : [.. plan.Steps.Select(s => s.Told)],
            Warnings = plan.Orphans.Count > 0 && !action.RemoveOrphans ? [$"Containers of services that the file does not have stay: {string.Join(", ", plan.Orphans)}"] : [],
            Changes = plan.Changes,
            Preconditions = [.. project.Containers.Select(c => new Precondition($"container {c.Name}", c.State, $"{c.Id}|{c.State}|{c.Content.TextAt("ImageID")}"))],
            Requests = [.. plan.Steps.SelectMany(s => s.Calls).Select(c => Call(c.Method, c.Path))],
            Reversal = plan.Reversal,
        });
    }

    public static async Task StartAsync(string id, string name, bool runs, DockerApi api, ComposeProgress progress, CancellationToken cancellation)
    {
        if (runs) await progress.SayAsync("Container", name, "Running", cancellation);
        else await progress.DoAsync("Container", name, "Starting", "Started", () => api.SendAsync(HttpMethod.Post, DockerPath.Container(id, "/start"), null, cancellation), cancellation);
    }

    /// <summary>Waits until a container is healthy, or runs where nothing checks its health.</summary>
    public static async Task HealthyAsync(string id, string name, DockerApi api, ComposeProgress progress, ActionContext context, CancellationToken cancellation)
    {
        await progress.SayAsync("Container", name, "Waiting", cancellation);
        while (true)
        {
            var state = (await api.GetAsync(DockerPath.Container(id, "/json"), cancellation)).At("State");
            var health = state.TextAt("Health", "Status");
            if (health is "unhealthy" || state.TextAt("Status") is "exited" or "dead")
            {
                await progress.SayAsync("Container", name, "Error", cancellation);
                throw new ComposeException(health is "unhealthy" ? $"dependency failed to start: container {name} is unhealthy" : $"dependency failed to start: container {name} exited ({state.NumberAt("ExitCode") ?? 0})");
            }
            if (health is "healthy" || (health is null or "none" && state.FlagAt("Running"))) break;
            await Task.Delay(Between, context.Time, cancellation);
        }
        await progress.SayAsync("Container", name, "Healthy", cancellation);
    }
}

/// <summary>One run of <c>up</c> by a file.</summary>
internal sealed class ProjectUp(ComposeUp action, ComposeProject project, ComposeFile file, DockerApi api, ComposeProgress progress, ActionContext context)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var services = file.InOrder(action.Services, dependencies: !action.NoDependencies);
        await OrphansAsync(cancellation);
        // all that can be wrong with the file is found before anything is made
        var wanted = services.Select(s => (Service: s, Bodies: Enumerable.Range(1, Count(s)).Select(n => ContainerBody.Of(s, project.Name, n, file)).ToList())).ToList();
        foreach (var (name, network) in file.Declared("networks", project.Name).Where(n => services.Any(s => s.NetworkMode is null && s.Networks.ContainsKey(n.Key)))) await EnsureAsync("network", "Network", name, network, cancellation);
        foreach (var (name, volume) in file.Declared("volumes", project.Name)) await EnsureAsync("volume", "Volume", name, volume, cancellation);
        List<(ComposeService Service, string Id, string Name, bool Runs)> made = [];
        foreach (var (service, bodies) in wanted)
        {
            var existing = project.Containers.Where(c => c.Service == service.Name).ToList();
            for (var number = 1; number <= bodies.Count; number++)
                made.Add(await ContainerAsync(service, number, bodies[number - 1], existing.FirstOrDefault(c => c.Number == number), cancellation));
            foreach (var surplus in existing.Where(c => c.Number > bodies.Count)) await RemoveAsync(surplus, cancellation);
        }
        if (action.NoStart) return;
        foreach (var (service, id, name, runs) in made)
        {
            foreach (var needed in service.DependsOn.Where(d => d.Healthy && !action.NoDependencies))
                foreach (var other in made.Where(m => m.Service.Name == needed.Service)) await ComposeUpExecutor.HealthyAsync(other.Id, other.Name, api, progress, context, cancellation);
            await ComposeUpExecutor.StartAsync(id, name, runs, api, progress, cancellation);
        }
    }

    private int Count(ComposeService service) => Count(action, service);

    public static int Count(ComposeUp action, ComposeService service)
    {
        var scaled = action.Scale.Select(s => s.Split('=')).FirstOrDefault(s => s[0] == service.Name);
        var count = scaled is [_, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var asked) ? asked : service.Replicas;
        return count > 1 && service.ContainerName is not null
            ? throw new ComposeException($"WARNING: The \"{service.Name}\" service is using the custom container name \"{service.ContainerName}\". Docker requires each container to have a unique name. Remove the custom name to scale the service")
            : count;
    }

    private async Task<(ComposeService, string, string, bool)> ContainerAsync(ComposeService service, int number, JsonObject body, ProjectContainer? existing, CancellationToken cancellation)
    {
        var name = service.ContainerName ?? $"{project.Name}-{service.Name}-{number}";
        if (existing is null) return (service, await CreateAsync(service, name, body, "Creating", "Created", cancellation), name, false);
        if (!action.ForceRecreate && (action.NoRecreate || !Differs(service, existing))) return (service, existing.Id, existing.Name, existing.Runs);
        await progress.SayAsync("Container", name, "Recreate", cancellation);
        await context.BeforeSideEffect(cancellation);
        if (existing.Runs) await api.SendAsync(HttpMethod.Post, DockerPath.Container(existing.Id, $"/stop{DockerPath.Query(("t", action.Timeout))}"), null, cancellation);
        await api.SendAsync(HttpMethod.Delete, DockerPath.Container(existing.Id, "?force=1"), null, cancellation);
        return (service, await CreateAsync(service, name, body, null, "Recreated", cancellation), name, false);
    }

    /// <summary>The file says something else than what the container was made by. Of those that compose made only the image is compared.</summary>
    public static bool Differs(ComposeService service, ProjectContainer container) =>
        container.Content.TextAt("Labels", ComposeLabels.OwnHash) is { } hash ? hash != ContainerBody.Hash(service)
            : service.Image is { } image && container.Content.TextAt("Image") is { } now && !now.StartsWith("sha256:", StringComparison.Ordinal) && ImagePull.Full(image) != ImagePull.Full(now);

    private async Task<string> CreateAsync(ComposeService service, string name, JsonObject body, string? doing, string done, CancellationToken cancellation)
    {
        if (doing is not null) await progress.SayAsync("Container", name, doing, cancellation);
        await context.BeforeSideEffect(cancellation);
        if (action.Pull == "always" && service.Image is { } fresh) await ImagePull.RunAsync(api, fresh, null, cancellation);
        JsonNode? made;
        try
        {
            made = await api.SendAsync(HttpMethod.Post, $"/containers/create{DockerPath.Query(("name", name))}", body, cancellation);
        }
        catch (DockerApiException missing) when (missing.Status == 404 && action.Pull != "never")
        {
            if (service.Image is not { } image) throw new ComposeException($"service {service.Name} has no image and would have to be built; build it first (docker compose build {service.Name}).");
            await context.Output.ErrorAsync($" {service.Name} Pulling ", cancellation);
            await ImagePull.RunAsync(api, image, null, cancellation);
            await context.Output.ErrorAsync($" {service.Name} Pulled ", cancellation);
            made = await api.SendAsync(HttpMethod.Post, $"/containers/create{DockerPath.Query(("name", name))}", body, cancellation);
        }
        await progress.SayAsync("Container", name, done, cancellation);
        return made.TextAt("Id") ?? name;
    }

    private async Task EnsureAsync(string kind, string title, string name, (string Real, bool External, JsonObject Options) wanted, CancellationToken cancellation)
    {
        try
        {
            await api.GetAsync(DockerPath.Of(kind, wanted.Real), cancellation);
            return;
        }
        catch (DockerApiException none) when (none.Status == 404)
        {
            if (wanted.External) throw new ComposeException($"{kind} {wanted.Real} declared as external, but could not be found");
        }
        var body = new JsonObject
        {
            ["Name"] = wanted.Real,
            ["Driver"] = wanted.Options.TextAt("driver") ?? (kind == "volume" ? "local" : "bridge"),
            ["Labels"] = new JsonObject { [ComposeLabels.Project] = project.Name, [kind == "volume" ? ComposeLabels.Volume : ComposeLabels.Network] = name },
        };
        await progress.DoAsync(title, wanted.Real, "Creating", "Created", () => api.SendAsync(HttpMethod.Post, $"/{kind}s/create", body, cancellation), cancellation);
    }

    private async Task OrphansAsync(CancellationToken cancellation)
    {
        var orphans = project.Containers.Where(c => !file.Services.ContainsKey(c.Service)).ToList();
        if (orphans.Count == 0) return;
        if (action.RemoveOrphans)
            foreach (var orphan in orphans) await RemoveAsync(orphan, cancellation);
        else await context.Output.ErrorAsync($"Found orphan containers ([{string.Join(' ', orphans.Select(o => o.Name))}]) for this project. If you removed or renamed this service in your compose file, you can run this command with the --remove-orphans flag to clean it up.", cancellation);
    }

    private async Task RemoveAsync(ProjectContainer container, CancellationToken cancellation)
    {
        if (container.Runs) await progress.DoAsync("Container", container.Name, "Stopping", "Stopped", () => api.SendAsync(HttpMethod.Post, DockerPath.Container(container.Id, "/stop"), null, cancellation), cancellation);
        await progress.DoAsync("Container", container.Name, "Removing", "Removed", () => api.SendAsync(HttpMethod.Delete, DockerPath.Container(container.Id, "?force=1"), null, cancellation), cancellation);
    }
}
