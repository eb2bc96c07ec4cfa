using OpsPortal.Access;

namespace OpsPortal.Runbooks.Importing;

internal static class ImportEndpoints
{
    public static void MapImporting(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/runbooks/import", async (string? system, HttpContext context, ImportPack import, CancellationToken cancellation) =>
        {
            if (context.User.ToActor() is { } actor && !actor.MaySomewhere(Permission.Write)) return actor.May(Permission.Write, toDoWhat: "import runbooks")!.ToHttp();
            // A zip is read from its end, so it has to be whole before it can be opened; a pack's limit bounds it.
            using var zip = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, cancellation)) > 0;)
            {
                if (zip.Length + read > RunbookPack.MaxTotal) return Problem.Invalid($"The zip is larger than {RunbookPack.MaxTotal / (1024 * 1024)} MiB, which is the limit.", "file").ToHttp();
                zip.Write(buffer, 0, read);
            }
            zip.Position = 0;
            var pack = await RunbookPack.FromZipAsync(zip, cancellation);
            return pack.Succeeded ? (await import.InvokeAsync(context.User.ToActor()!, pack.Value, system, cancellation)).ToHttp() : pack.Problem.ToHttp();
        }).WithTags("Runbooks").WithSummary("Import a zip of Markdown files and what their commands name; the body is the zip");

        var api = app.MapGroup("/api/v1/runbook-sources").WithTags("Runbooks");

        api.MapGet("/", async (RunbookSources sources, CancellationToken cancellation) => (await sources.AllAsync(cancellation)).Select(Answer))
            .WithSummary("Git repositories that runbooks come from; tokens are never returned");

        api.MapPost("/", async (RunbookSourceForm form, HttpContext context, RunbookSources sources, CancellationToken cancellation) =>
            (await sources.AddAsync(context.User.ToActor()!, form, cancellation)).ToHttp(made => Results.Created($"/api/v1/runbook-sources/{made.Id}", Answer(made))))
            .WithSummary("Add a repository and fetch it");

        api.MapPost("/{id:guid}/fetch", async (Guid id, HttpContext context, RunbookSources sources, CancellationToken cancellation) =>
            (await sources.FetchAsync(context.User.ToActor()!, id, cancellation)).ToHttp(fetched => Results.Ok(Answer(fetched))))
            .WithSummary("Fetch it now");

        api.MapDelete("/{id:guid}", async (Guid id, HttpContext context, RunbookSources sources, CancellationToken cancellation) =>
            (await sources.RemoveAsync(context.User.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Take it away; its runbooks stay");
    }

    private static object Answer(RunbookSource s) => new
    {
        s.Id,
        s.Url,
        s.Branch,
        s.Folder,
        s.System,
        HasToken = s.ProtectedToken is not null,
        EveryMinutes = s.Every?.TotalMinutes,
        s.FetchedAt,
        s.DueAt,
        s.Commit,
        s.Report,
        s.Failed,
        s.Left,
    };
}
