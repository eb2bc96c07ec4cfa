using System.Text;
using OpsPortal.Access;
using OpsPortal.Runbooks.Editing;
using OpsPortal.Runbooks.Files;
using OpsPortal.Runbooks.Reporting;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Runbooks;

internal static class RunbookEndpoints
{
    public static void MapRunbooks(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/runbooks").WithTags("Runbooks");

        api.MapGet("/", async (string? q, string? alert, SearchRunbooks search, CancellationToken cancellation) =>
            (await search.InvokeAsync(q, alert, cancellation)).Select(r => new { r.Slug, r.Title, r.System, r.Steps, r.UpdatedAt, Health = "unknown", r.Alerts, Answer = r.Answer is { } place ? new { place.Address, place.Section, place.Step, place.Severity, MttrTarget = place.MttrTarget is { } target ? DurationWords.ToIso(target) : null } : null }))
            .WithSummary("Runbooks by words, and by the alert that they answer: with the place in the runbook, the severity and the time to resolve it");

        api.MapGet("/{slug}", async (string slug, RunbookLibrary library, CancellationToken cancellation) =>
            await library.FindAsync(slug, cancellation) is { } edition ? Compiled(edition, 200) : RunbookLibrary.Missing(slug).ToHttp())
            .WithSummary("The current version, compiled");

        api.MapGet("/{slug}/text", async (string slug, RunbookLibrary library, CancellationToken cancellation) =>
            await library.FindAsync(slug, cancellation) is { } edition ? Results.Text(edition.Version.Text, "text/markdown", Encoding.UTF8) : RunbookLibrary.Missing(slug).ToHttp())
            .WithSummary("The current version as Markdown");

        api.MapRunbookFiles();

        api.MapGet("/{slug}/versions", async (string slug, IRunbookHistory history, CancellationToken cancellation) =>
            await history.AllAsync(slug, cancellation) is { } all ? Results.Ok(all) : RunbookLibrary.Missing(slug).ToHttp())
            .WithSummary("Versions, newest first");

        api.MapGet("/{slug}/versions/{number:int}/text", async (string slug, int number, IRunbookHistory history, CancellationToken cancellation) =>
            await history.TextAsync(slug, number, cancellation) is { } text ? Results.Text(text, "text/markdown", Encoding.UTF8) : Problem.NotFound($"The runbook {slug} has no version {number}.").ToHttp())
            .WithSummary("The text of a version");

        api.MapPost("/{slug}/versions/{number:int}/restore", async (string slug, int number, HttpContext context, IRunbookHistory history, CancellationToken cancellation) =>
        {
            var restored = await history.RestoreAsync(context.User.ToActor()!, slug, number, cancellation);
            return restored.Succeeded ? Compiled(restored.Value.Edition, 200) : restored.Problem.ToHttp();
        }).WithSummary("Store an older text as the newest version");

        api.MapPut("/{slug}", async (string slug, string? system, HttpContext context, SaveRunbook save, CancellationToken cancellation) =>
        {
            var body = await ReadAsync(context.Request, cancellation);
            if (!body.Succeeded) return body.Problem.ToHttp();
            var saved = await save.InvokeAsync(context.User.ToActor()!, slug, body.Value, system, cancellation);
            return saved.Succeeded ? Compiled(saved.Value.Edition, saved.Value.Created ? 201 : 200) : saved.Problem.ToHttp();
        }).WithSummary("Store a Markdown text as the newest version; whatever the content type says, the body is read as UTF-8");
    }

    private static IResult Compiled(RunbookEdition edition, int status) =>
        Results.Json(CompileReport.From($"{edition.Runbook.Slug}.md", edition.Compiled), CompileReport.Options, "application/json", status);

    /// <summary>The body as strict UTF-8, no longer than a runbook may be.</summary>
    private static async Task<Result<string>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (bytes.Length + read > SaveRunbook.MaxSize)
                return Problem.Invalid($"The runbook is larger than {SaveRunbook.MaxSize:N0} bytes, which is the limit. Split it into several.", "text");
            bytes.Write(buffer, 0, read);
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException)
        {
            return Problem.Invalid("This is no text in UTF-8. Save the runbook as Markdown in UTF-8 and send that.", "text");
        }
    }
}
