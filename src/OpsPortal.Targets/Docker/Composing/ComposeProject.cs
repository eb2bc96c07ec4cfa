using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>A container of a project.</summary>
internal sealed record ProjectContainer(string Id, string Name, string Service, int Number, string State, JsonObject Content)
{
    public bool Runs => State is "running" or "paused" or "restarting";

    public static ProjectContainer Of(JsonObject container) => new(container.TextAt("Id")!, container.TextsAt("Names").FirstOrDefault()?.TrimStart('/') ?? "", container.TextAt("Labels", ComposeLabels.Service) ?? "",
        (int)(container.NumberAt("Labels", ComposeLabels.Number) ?? 1), container.TextAt("State") ?? "", container);
}

/// <summary>A compose project: what its file says, where there is one, and the containers that carry its name.</summary>
/// <param name="File">Null where only what exists is known.</param>
internal sealed record ComposeProject(string Name, ComposeFile? File, IReadOnlyList<ProjectContainer> Containers)
{
    private static readonly string[] UsualNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
    private static readonly string[] Overrides = ["compose.override.yaml", "compose.override.yml", "docker-compose.override.yml", "docker-compose.override.yaml"];

    /// <exception cref="ComposeException">There is no file and no project, or several that could be meant.</exception>
    public static async Task<ComposeProject> FindAsync(ComposeAction action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var file = await FileAsync(action, context, cancellation);
        var all = await ContainersAsync(api, null, cancellation);
        var name = action.Project ?? file?.Name ?? context.Targets.Docker!.Project ?? Only(all);
        return new(name, file, await ContainersAsync(api, name, cancellation));
    }

    /// <summary>Again, after something was changed.</summary>
    public async Task<ComposeProject> RefreshAsync(DockerApi api, CancellationToken cancellation) => this with { Containers = await ContainersAsync(api, Name, cancellation) };

    /// <summary>Those of the services, dependencies first.</summary>
    /// <exception cref="ComposeException">A service is not known.</exception>
    public IReadOnlyList<ProjectContainer> Of(IReadOnlyList<string> services)
    {
        if (services.FirstOrDefault(s => File?.Services.ContainsKey(s) != true && Containers.All(c => c.Service != s)) is { } unknown) throw new ComposeException($"no such service: {unknown}");
        var order = Order();
        return [.. Containers.Where(c => services.Count == 0 || services.Contains(c.Service)).OrderBy(c => order.IndexOf(c.Service) is >= 0 and var at ? at : int.MaxValue).ThenBy(c => c.Service, StringComparer.Ordinal).ThenBy(c => c.Number)];
    }

    /// <summary>Services so that each comes behind those that it depends on, by the file, else by the labels that were left on the containers.</summary>
    private List<string> Order()
    {
        if (File is not null) return [.. File.InOrder([], dependencies: true).Select(s => s.Name)];
        List<string> order = [];
        var left = Containers.DistinctBy(c => c.Service).OrderBy(c => c.Service, StringComparer.Ordinal).ToList();
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(c => Needs(c).All(n => order.Contains(n) || left.All(l => l.Service != n))) ?? left[0];
            order.Add(next.Service);
            left.Remove(next);
        }
        return order;
    }

    private static IEnumerable<string> Needs(ProjectContainer container) =>
        (container.Content.TextAt("Labels", ComposeLabels.DependsOn) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(d => d.Split(':')[0]);

    private static string Only(IReadOnlyList<ProjectContainer> all)
    {
        var names = all.Select(c => c.Content.TextAt("Labels", ComposeLabels.Project)!).Distinct().ToList();
        return names switch
        {
            [var one] => one,
            [] => throw new ComposeException("no configuration file provided: not found. Attach the compose file to the runbook, or set it in the environment (docker.composeFile)."),
            _ => throw new ComposeException($"Several compose projects run there: {string.Join(", ", names.Order(StringComparer.Ordinal))}. Say with -p which is meant, or set it in the environment (docker.project)."),
        };
    }

    private static async Task<IReadOnlyList<ProjectContainer>> ContainersAsync(DockerApi api, string? project, CancellationToken cancellation)
    {
        var filter = DockerPath.Filters([$"label={ComposeLabels.Project}{(project is null ? "" : $"={project}")}"]);
        var list = await api.GetAsync($"/containers/json{DockerPath.Query(("all", "1"), ("filters", filter))}", cancellation);
        return [.. list.Objects().Where(c => c.TextAt("Labels", ComposeLabels.OneOff) is not "True").Select(ProjectContainer.Of)];
    }

    private static async Task<ComposeFile?> FileAsync(ComposeAction action, ActionContext context, CancellationToken cancellation)
    {
        List<string> texts = [];
        if (action.Files.Count > 0)
        {
            foreach (var name in action.Files)
                if (await ReadAsync(context, name, cancellation) is { } text) texts.Add(text);
                else if (context.Targets.Docker!.ComposeFile is { } known)
                {
                    await context.Output.NoteAsync($"{name} is not among the step's files; the environment's compose file is used.", cancellation);
                    texts = [known];
                    break;
                }
                else throw new ComposeException($"There is no file {name}. Attach it to the runbook, or set the compose file in the environment (docker.composeFile).");
        }
        else
        {
            foreach (var name in UsualNames)
                if (texts.Count == 0 && await ReadAsync(context, name, cancellation) is { } text) texts.Add(text);
            foreach (var name in texts.Count > 0 ? Overrides : [])
                if (texts.Count == 1 && await ReadAsync(context, name, cancellation) is { } text) texts.Add(text);
            if (texts.Count == 0 && context.Targets.Docker!.ComposeFile is { } known) texts.Add(known);
        }
        if (texts.Count == 0) return null;
        var variables = await ReadAsync(context, ".env", cancellation) is { } env ? ComposeText.Variables(env) : [];
        var file = ComposeFile.Parse(texts, variables);
        foreach (var unset in file.Unset) await context.Output.ErrorAsync($"The \"{unset}\" variable is not set. Defaulting to a blank string.", cancellation);
        return file;
    }

    private static async Task<string?> ReadAsync(ActionContext context, string name, CancellationToken cancellation)
    {
        if (await context.Files.OpenAsync(name, cancellation) is not { } stream) return null;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellation);
    }
}
