using System.Formats.Tar;
using System.Net.Http.Headers;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;

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
            return ActionOutcome.Failure($"There is no file {action.From}. Attach it to the runbook, or let a step before this one make it.", 1);
        var (container, path) = Split(action.To);
        var name = action.From[(action.From.LastIndexOf('/') + 1)..];
        // the Engine unpacks into a directory, so a path without a slash at its end is the directory and the new name
        var folder = path.EndsWith('/') ? path : path.LastIndexOf('/') is > 0 and var cut ? path[..cut] : "/";
        if (!path.EndsWith('/')) name = path[(path.LastIndexOf('/') + 1)..];
        using var archive = new MemoryStream();
        await using (source)
        await using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            using var content = new MemoryStream();
            await source.CopyToAsync(content, cancellation);
            content.Position = 0;
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, cancellation);
        }
        archive.Position = 0;
        await context.BeforeSideEffect(cancellation);
        var body = new StreamContent(archive) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-tar") } };
        await using var answer = await api.OpenAsync(HttpMethod.Put, DockerPath.Container(container, $"/archive{DockerPath.Query(("path", folder))}"), body, cancellation);
        await context.Output.ErrorAsync($"Successfully copied {DockerText.Size(archive.Length)} to {action.To}", cancellation);
        return new(true, $"copied {action.From} into container {container}", 0);
    }

    private static (string Container, string Path) Split(string side) => side.Split(':', 2) is [var container, var path] ? (container, path) : (side, "/");

    private static string Name(string to, string entry)
    {
        var name = entry.Replace("..", "").TrimStart('/');
        return to is "." or "./" || to.EndsWith('/') ? to.TrimStart('.', '/') + name : entry.Contains('/') ? to + entry[entry.IndexOf('/')..] : to;
    }
}
