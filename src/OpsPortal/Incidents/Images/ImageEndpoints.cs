using OpsPortal.Access;
using OpsPortal.Incidents.Api;

namespace OpsPortal.Incidents.Images;

/// <summary>Pictures over HTTP: pages send them so, too, because a circuit is no place for megabytes.</summary>
internal static class ImageEndpoints
{
    public static void MapImages(this RouteGroupBuilder incidents)
    {
        incidents.MapPost("{number:long}/images", async (long number, string? caption, HttpContext context, AttachImage images, IncidentQueries queries, CancellationToken cancellation) =>
        {
            if (context.User.ToActor() is not { } actor) return Results.Unauthorized();
            if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "add an image")!.ToHttp();
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, cancellation)) > 0;)
            {
                if (content.Length + read > AttachImage.MaxSize) return Problem.Invalid($"An image may have {AttachImage.MaxSize / (1024 * 1024)} MiB. Make it smaller, or add a link to it.", "image").ToHttp();
                content.Write(buffer, 0, read);
            }
            var added = await images.InvokeAsync(actor, number, content.ToArray(), caption, cancellation);
            return !added.Succeeded ? added.Problem.ToHttp() : await queries.FindAsync(number, cancellation) is { } sheet ? Results.Ok(IncidentAnswer.Of(sheet)) : Results.NoContent();
        }).WithSummary("Add an image (PNG, JPEG, GIF, WebP); the body is its content");

        incidents.MapGet("{number:long}/images/{id:guid}", async (long number, Guid id, HttpContext context, AttachImage images, CancellationToken cancellation) =>
        {
            if (await images.FindAsync(number, id, cancellation) is not { } file) return Problem.NotFound($"INC-{number} has no such image.").ToHttp();
            // Whatever is in it: it is a picture and nothing else.
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            return Results.File(file.Content, file.Type);
        }).WithSummary("An image of the timeline");
    }
}
