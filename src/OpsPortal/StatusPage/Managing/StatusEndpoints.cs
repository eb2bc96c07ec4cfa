using System.Security.Claims;
using OpsPortal.Access;
using OpsPortal.Executions.Api;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Sources;

namespace OpsPortal.StatusPage.Managing;

/// <summary>Status pages from inside, over HTTP.</summary>
internal static class StatusEndpoints
{
    public static void MapStatusPages(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/status-pages").RequireAuthorization().WithTags("Status pages");
        api.MapGet("", async (StatusQueries pages, CancellationToken cancellation) => (await pages.AllAsync(cancellation)).Select(StatusAnswers.Of)).WithSummary("Status pages with their components and the proposals that wait");
        api.MapPost("", (PageBody body, ClaimsPrincipal user, HttpContext context, SavePage save, StatusQueries pages, CancellationToken cancellation) =>
            SaveAsync(user, body, form => save.AddAsync(user.ToActor()!, form, cancellation), context, pages, 201, cancellation)).WithSummary("Add a status page; of one behind a link the secret is told once");
        api.MapGet("{slug}", (string slug, HttpContext context, StatusQueries pages, CancellationToken cancellation) => ShowAsync(slug, context, pages, 200, null, cancellation)).WithSummary("One status page, with its ETag");
        api.MapPatch("{slug}", async (string slug, PageBody body, ClaimsPrincipal user, HttpContext context, SavePage save, StatusQueries pages, CancellationToken cancellation) =>
        {
            var tag = context.Request.Headers.IfMatch.ToString().Trim();
            int? seen = int.TryParse(tag.Trim('"'), out var revision) ? revision : null;
            return tag is not ("" or "*") && seen is null ? Stale($"{tag} is no ETag of a status page; read it again and send the ETag that comes with it.")
                : await SaveAsync(user, body, form => save.ChangeAsync(user.ToActor()!, slug, form with { Revision = seen }, cancellation), context, pages, 200, cancellation);
        }).WithSummary("Change what is named. If-Match refuses what is not seen");
        api.MapDelete("{slug}", async (string slug, ClaimsPrincipal user, SavePage save, CancellationToken cancellation) => (await save.RemoveAsync(user.ToActor()!, slug, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Take a status page away");
        api.MapPut("{slug}/components", async (string slug, ComponentsBody body, ClaimsPrincipal user, HttpContext context, SaveComponents save, StatusQueries pages, CancellationToken cancellation) =>
        {
            var saved = await save.InvokeAsync(user.ToActor()!, slug, [.. (body.Components ?? []).Select(c => new ComponentForm(c.Id, c.Name ?? "", c.Description, c.Group, c.DependsOn, c.System, c.Fact))], cancellation);
            return saved.Succeeded ? await ShowAsync(slug, context, pages, 200, null, cancellation) : saved.Problem.ToHttp();
        }).WithSummary("Set the components, all of them in their order");
        api.MapPut("{slug}/logo", (string slug, ClaimsPrincipal user, HttpRequest request, SavePage save, CancellationToken cancellation) => LogoAsync(slug, user, request, save, cancellation)).WithSummary("Set the logo: the bytes of a PNG, JPEG, GIF or WebP image");
        api.MapDelete("{slug}/logo", async (string slug, ClaimsPrincipal user, SavePage save, CancellationToken cancellation) => (await save.SetLogoAsync(user.ToActor()!, slug, null, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Take the logo away");
        api.MapPost("{slug}/updates", async (string slug, PostBody body, ClaimsPrincipal user, HttpRequest request, PublishUpdate publish, CancellationToken cancellation) =>
        {
            var actor = user.ToActor()!;
            var key = ClickKey.Of(request, actor);
            var form = key.Succeeded ? body.ToForm(key.Value) : key.Problem;
            // Whoever may not publish is told so, not what is wrong with the body.
            var published = form.Succeeded || !actor.MaySomewhere(Permission.RunSteps) ? await publish.InvokeAsync(actor, slug, form.Value ?? new(), cancellation) : form.Problem;
            return published.ToHttp(update => Results.Json(StatusAnswers.Of(update), statusCode: 201));
        }).WithSummary("Publish: a new incident, statement or maintenance, or how one goes on");
        api.MapPost("proposals/{id:long}/dismiss", async (long id, ClaimsPrincipal user, DecideProposal decide, CancellationToken cancellation) => (await decide.DismissAsync(user.ToActor()!, id, cancellation)).ToHttp(p => Results.Ok(StatusAnswers.Of(p)))).WithSummary("Say no to a proposal");
    }

    private static async Task<IResult> SaveAsync(ClaimsPrincipal user, PageBody body, Func<PageForm, Task<Result<SavedPage>>> save, HttpContext context, StatusQueries pages, int status, CancellationToken cancellation)
    {
        if (user.ToActor()!.May(Permission.Write, toDoWhat: "arrange status pages") is { } refused) return refused.ToHttp();
        var form = body.ToForm();
        if (!form.Succeeded) return form.Problem.ToHttp();
        var saved = await save(form.Value);
        return saved.Succeeded ? await ShowAsync(saved.Value.Page.Slug, context, pages, status, saved.Value.Secret, cancellation)
            : saved.Problem.Field == SavePage.RevisionField ? Stale(saved.Problem.Detail) : saved.Problem.ToHttp();
    }

    private static async Task<IResult> ShowAsync(string slug, HttpContext context, StatusQueries pages, int status, string? secret, CancellationToken cancellation)
    {
        if (await pages.FindAsync(slug, cancellation) is not { } sheet) return SavePage.Missing(slug).ToHttp();
        context.Response.Headers.ETag = $"\"{sheet.Page.Revision}\"";
        return Results.Json(secret is null ? StatusAnswers.Of(sheet) : new { link = $"/status/{slug}?key={secret}", page = StatusAnswers.Of(sheet) }, statusCode: status);
    }

    private static async Task<IResult> LogoAsync(string slug, ClaimsPrincipal user, HttpRequest request, SavePage save, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        // No more is read than could be taken.
        for (int read; content.Length <= SavePage.MaxLogo && (read = await request.Body.ReadAsync(buffer, cancellation)) > 0;) content.Write(buffer, 0, read);
        return (await save.SetLogoAsync(user.ToActor()!, slug, content.ToArray(), cancellation)).ToHttp(_ => Results.NoContent());
    }

    private static IResult Stale(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status412PreconditionFailed, title: "Changed meanwhile");
}
