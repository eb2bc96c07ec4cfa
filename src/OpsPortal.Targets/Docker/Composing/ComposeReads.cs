using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Containers;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary><c>docker compose ps</c>.</summary>
internal sealed class ComposePsExecutor : ComposeExecutor<ComposePs>
{
    private static readonly DockerListing Listing = new("{{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}", new Dictionary<string, string>
    {
        ["Name"] = "NAME",
        ["Image"] = "IMAGE",
        ["Command"] = "COMMAND",
        ["Service"] = "SERVICE",
        ["RunningFor"] = "CREATED",
        ["Status"] = "STATUS",
        ["Ports"] = "PORTS",
    });

    protected override async Task<ActionOutcome> ExecuteAsync(ComposePs action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var shown = project.Of(action.Services).Where(c => action.Status is { } status ? c.State == status : action.All || c.Runs).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        if (action.OnlyServices)
            foreach (var service in shown.Select(c => c.Service).Distinct()) await context.Output.OutAsync(service, cancellation);
        else if (action.Quiet)
            foreach (var container in shown) await context.Output.OutAsync(container.Id, cancellation);
        else
        {
            List<JsonObject> rows = [.. shown.Select(c => Row(project.Name, c, action.NoTruncation, context.Time.GetUtcNow()))];
            foreach (var line in Listing.Print(action.Format, rows)) await context.Output.OutAsync(line, cancellation);
            await context.ShowAsync(new ResultGrid(null, [new("Name"), new("Service"), new("Status"), new("Ports")],
                [.. rows.Select(r => (IReadOnlyList<string?>)[r.TextAt("Name"), r.TextAt("Service"), r.TextAt("Status"), r.TextAt("Ports")])]), cancellation);
        }
        return new(true, $"{shown.Count} container{(shown.Count == 1 ? "" : "s")} of project {project.Name}", 0);
    }

    private static JsonObject Row(string project, ProjectContainer container, bool whole, DateTimeOffset now)
    {
        var row = ContainerRow.Of(container.Content, whole, now);
        row["Name"] = container.Name;
        row["Project"] = project;
        row["Service"] = container.Service;
        return new(row.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));
    }
}

/// <summary><c>docker compose logs</c>: of several containers each line says whose it is.</summary>
internal sealed class ComposeLogsExecutor : ComposeExecutor<ComposeLogs>
{
    protected override async Task<ActionOutcome> ExecuteAsync(ComposeLogs action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var containers = project.Of(action.Services);
        var log = new ContainerLog(action.Follow, action.Tail, action.Since, action.Until, action.Timestamps);
        if (log.Problem(context.Time.GetUtcNow()) is { } problem) return ActionOutcome.Failure(problem, 1);
        var lines = await ProjectLogs.WriteAsync(containers, log, action.NoPrefix, api, context, cancellation);
        return new(true, $"{lines} line{(lines == 1 ? "" : "s")} of {containers.Count} container{(containers.Count == 1 ? "" : "s")}", 0);
    }
}

internal static class ProjectLogs
{
    public static async Task<long> WriteAsync(IReadOnlyList<ProjectContainer> containers, ContainerLog log, bool bare, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var lines = 0L;
        var widest = containers.Select(c => Label(c).Length).DefaultIfEmpty().Max();
        using var turn = new SemaphoreSlim(1);
        async Task One(ProjectContainer container)
        {
            var prefix = bare ? "" : $"{Label(container).PadRight(widest)}  | ";
            await log.ReadAsync(api, container.Id, context.Time.GetUtcNow(), async (stream, line, stop) =>
            {
                await turn.WaitAsync(stop);
                try
                {
                    lines++;
                    await context.Output.WriteAsync(stream, prefix + line, stop);
                }
                finally
                {
                    turn.Release();
                }
            }, cancellation);
        }
        if (log.Follow) await Task.WhenAll(containers.Select(One));
        else
            foreach (var container in containers) await One(container);
        return lines;
    }

    /// <summary>A container's own name, or its service with the number.</summary>
    private static string Label(ProjectContainer container) =>
        container.Name.EndsWith($"-{container.Service}-{container.Number}", StringComparison.Ordinal) ? $"{container.Service}-{container.Number}" : container.Name;
}

/// <summary><c>docker compose exec</c>.</summary>
internal sealed class ComposeExecExecutor : ComposeExecutor<ComposeExec>
{
    protected override Task<ActionOutcome> ExecuteAsync(ComposeExec action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        Program(action).RunAsync(api, Container(action, project), action.Risk == Risk.Read, context, cancellation);

    protected override Task<ActionPreview> PreviewAsync(ComposeExec action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        ProgramPreview.OfAsync(Program(action), Container(action, project), api, context, cancellation);

    /// <exception cref="ComposeException">None of the service runs.</exception>
    private static string Container(ComposeExec action, ComposeProject project)
    {
        var number = int.TryParse(action.Index, out var index) ? index : 1;
        return project.Of(action.Services).FirstOrDefault(c => c.Runs && (action.Index is null || c.Number == number))?.Name
            ?? throw new ComposeException($"service \"{action.Services[0]}\" is not running");
    }

    private static ContainerExec Program(ComposeExec action) => new(action.Command, action.User, action.WorkingDirectory, action.Variables, action.Privileged);
}

/// <summary><c>docker compose top</c>, <c>images</c>, <c>config</c> and <c>ls</c>.</summary>
internal sealed class ComposeAboutExecutor : ComposeExecutor<ComposeAbout>
{
    private static readonly DockerListing Images = new("{{.Container}}\t{{.Repository}}\t{{.Tag}}\t{{.ID}}", new Dictionary<string, string> { ["Container"] = "CONTAINER", ["Repository"] = "REPOSITORY", ["Tag"] = "TAG", ["ID"] = "IMAGE ID" });

    private static readonly DockerListing Projects = new("{{.Name}}\t{{.Status}}", new Dictionary<string, string> { ["Name"] = "NAME", ["Status"] = "STATUS" });

    protected override async Task<ActionOutcome> ExecuteAsync(ComposeAbout action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        List<string> lines = [];
        switch (action.What)
        {
            case "top":
                foreach (var container in project.Of(action.Services).Where(c => c.Runs))
                    lines.AddRange([container.Name, .. TopExecutor.Table(await api.GetAsync(DockerPath.Container(container.Id, "/top"), cancellation)), ""]);
                break;
            case "images":
                var containers = project.Of(action.Services);
                lines = action.Quiet ? [.. containers.Select(c => DockerText.ShortId(c.Content.TextAt("ImageID") ?? "")).Distinct()] : [.. Images.Print(null, [.. containers.Select(ImageRow)])];
                break;
            case "ls":
                lines = action.Quiet ? [project.Name] : [.. Projects.Print(null, [new JsonObject { ["Name"] = project.Name, ["Status"] = string.Join(", ", project.Containers.GroupBy(c => c.State).Select(g => $"{g.Key}({g.Count()})")) }])];
                break;
            default:
                lines = action.Quiet && action.What == "config" ? [] : [.. FileLines(action.What, project)];
                break;
        }
        foreach (var line in lines) await context.Output.OutAsync(line, cancellation);
        return new(true, $"read project {project.Name}", 0);
    }

    private static IEnumerable<string> FileLines(string what, ComposeProject project)
    {
        if (project.File is not { } file) throw new ComposeException("no configuration file provided: not found. Attach the compose file to the runbook, or set it in the environment (docker.composeFile).");
        return what switch
        {
            "services" => file.Services.Keys,
            "volumes" => (file.Content["volumes"] as JsonObject ?? []).Select(v => v.Key),
            "files" => file.Services.Values.Select(s => s.Image ?? $"{project.Name}-{s.Name}"),
            _ => Kubernetes.Printing.YamlText.Of(new JsonObject(file.Content.Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))) { ["name"] = project.Name }).TrimEnd('\n').Split('\n'),
        };
    }

    private static JsonObject ImageRow(ProjectContainer container)
    {
        var image = container.Content.TextAt("Image") ?? "";
        var colon = image.LastIndexOf(':') is var at && at > image.LastIndexOf('/') ? at : image.Length;
        return new() { ["Container"] = container.Name, ["Repository"] = image[..colon], ["Tag"] = colon < image.Length ? image[(colon + 1)..] : "latest", ["ID"] = DockerText.ShortId(container.Content.TextAt("ImageID") ?? "") };
    }
}
