using OpsPortal.Access;

namespace OpsPortal.Runbooks.Files;

internal static class RunbookFileEndpoints
{
    public static void MapRunbookFiles(this RouteGroupBuilder runbooks)
    {
        runbooks.MapGet("/{slug}/files", async (string slug, RunbookLibrary library, RunbookFiles files, CancellationToken cancellation) =>
            await library.FindAsync(slug, cancellation) is { } edition ? Results.Ok(await files.AllAsync(edition.Runbook.Id, cancellation)) : RunbookLibrary.Missing(slug).ToHttp())
            .WithSummary("Files that the runbook's commands can name");

        runbooks.MapGet("/{slug}/files/{**path}", async (string slug, string path, RunbookLibrary library, RunbookFiles files, CancellationToken cancellation) =>
            await library.FindAsync(slug, cancellation) is { } edition && await files.ReadAsync(edition.Runbook.Id, path, cancellation) is { } content
                ? Results.File(content, "application/octet-stream", path[(path.LastIndexOf('/') + 1)..])
                : Problem.NotFound($"The runbook {slug} has no file {path}.").ToHttp())
            .WithSummary("One file");

        runbooks.MapPut("/{slug}/files/{**path}", async (string slug, string path, HttpContext context, RunbookFiles files, CancellationToken cancellation) =>
        {
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, cancellation)) > 0;)
            {
                if (content.Length + read > RunbookFiles.MaxSize) return Problem.Invalid($"{path} is larger than {RunbookFiles.MaxSize:N0} bytes, which is the limit.", "file").ToHttp();
                content.Write(buffer, 0, read);
            }
            return (await files.AttachAsync(context.User.ToActor()!, slug, path, content.ToArray(), cancellation)).ToHttp();
        }).WithSummary("Attach a file, or replace it; the body is its content");

        runbooks.MapDelete("/{slug}/files/{**path}", async (string slug, string path, HttpContext context, RunbookFiles files, CancellationToken cancellation) =>
            (await files.RemoveAsync(context.User.ToActor()!, slug, path, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Remove a file");
    }
}
