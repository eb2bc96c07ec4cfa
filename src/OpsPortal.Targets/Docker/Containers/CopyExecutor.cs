using System.Formats.Tar;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary>
/// <c>docker cp</c>: a file comes out of a container as an artifact, or goes in from the step's files. The Engine sends and takes
/// archives; of a directory each file becomes an artifact of its own.
/// </summary>
internal sealed class CopyExecutor : DockerExecutor<DockerCopy>
{
    protected override Task<ActionOutcome> ExecuteAsync(DockerCopy action, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        action.Into ? IntoAsync(action, api, context, cancellation) : OutAsync(action, api, context, cancellation);

    private static async Task<ActionOutcome> OutAsync(DockerCopy action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var (container, path) = Split(action.From);
        await using var archive = await api.OpenAsync(HttpMethod.Get, DockerPath.Container(container, $"/archive{DockerPath.Query(("path", path))}"), null, cancellation);
        await using var reader = new TarReader(archive);
        var (files, bytes) = (0, 0L);
        while (await reader.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (entry.DataStream is null || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            await using var file = await context.Files.CreateAsync(Name(action.To, entry.Name), append: false, cancellation);
            await entry.DataStream.CopyToAsync(file, cancellation);
            (files, bytes) = (files + 1, bytes + entry.Length);
        }
        await context.Output.ErrorAsync($"Successfully copied {DockerText.Size(bytes)} to {action.To}", cancellation);
        return new(true, $"copied {files} file{(files == 1 ? "" : "s")} out of container {container}", 0);
    }

    private static async Task<ActionOutcome> IntoAsync(DockerCopy action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        if (await context.Files.OpenAsync(action.From, cancellation) is not { } source)
            return ActionOutcome.Failure(Missing(action), 1);
        var (container, path) = Split(action.To);
        var plan = await CopyPlan.OfAsync(container, action.From, path, api, cancellation);
        using var archive = new MemoryStream();
        await using (source)
        await using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            using var content = new MemoryStream();
            await source.CopyToAsync(content, cancellation);
            content.Position = 0;
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, plan.Name) { DataStream = content }, cancellation);
        }
        archive.Position = 0;
        await context.BeforeSideEffect(cancellation);
        await context.KeepAsync(new([new($"{container}:{plan.Path}", plan.Replaces is { } before ? Counted.Bytes(before) : null, Counted.Bytes(archive.Length))]) { Reversal = Undo(plan) }, cancellation);
        var body = new StreamContent(archive) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-tar") } };
        await using var answer = await api.OpenAsync(HttpMethod.Put, plan.Request, body, cancellation);
        await context.Output.ErrorAsync($"Successfully copied {DockerText.Size(archive.Length)} to {action.To}", cancellation);
        return new(true, $"copied {action.From} into container {container}", 0);
    }

    protected override async Task<ActionPreview> PreviewAsync(DockerCopy action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var (container, path) = Split(action.To);
        var state = await ContainerState.ReadAsync(api, container, cancellation);
        if (await context.Files.OpenAsync(action.From, cancellation) is not { } source) return new() { Refusal = Missing(action), Reversal = Reversal.Impossible("Nothing would be changed.") };
        await using (source)
        {
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(source, cancellation));
            var plan = await CopyPlan.OfAsync(container, action.From, path, api, cancellation);
            var size = Counted.Bytes(source.Length);
            return new()
            {
                Effects = [plan.Replaces is { } before ? $"{action.From} ({size}) replaces {plan.Path} ({Counted.Bytes(before)}) in container {container}" : $"{action.From} ({size}) becomes {plan.Path} in container {container}"],
                Requests = [Call(HttpMethod.Put, plan.Request)],
                Preconditions = [state.Fact, plan.Fact, new($"file {action.From}", size, digest)],
                Refusal = plan.Blocked ? $"{plan.Path} is a folder in container {container}, and no file can take its place." : null,
                Reversal = Undo(plan),
            };
        }
    }

    private static Reversal Undo(CopyPlan plan) => Reversal.Impossible(plan.Replaces is null
        ? $"It cannot be put back from here: docker exec {plan.Container} rm {plan.Path} would remove the file again." : $"It cannot be put back: {plan.Path} from before is not kept.");

    private static string Missing(DockerCopy action) => $"There is no file {action.From}. Attach it to the runbook, or let a step before this one make it.";

    private static (string Container, string Path) Split(string side) => side.Split(':', 2) is [var container, var path] ? (container, path) : (side, "/");

    private static string Name(string to, string entry)
    {
        var name = entry.Replace("..", "").TrimStart('/');
        return to is "." or "./" || to.EndsWith('/') ? to.TrimStart('.', '/') + name : entry.Contains('/') ? to + entry[entry.IndexOf('/')..] : to;
    }
}
