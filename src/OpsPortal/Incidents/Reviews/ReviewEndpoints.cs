using System.Security.Claims;
using System.Text;
using OpsPortal.Access;

namespace OpsPortal.Incidents.Reviews;

internal static class ReviewEndpoints
{
    public static void MapReviews(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/incidents/{number:long}").RequireAuthorization().WithTags("Incidents");
        api.MapGet("review", async (long number, string? format, ReviewQueries reviews, CancellationToken cancellation) =>
            format == "markdown"
                ? await reviews.MarkdownAsync(number, cancellation) is { } text ? Results.File(Encoding.UTF8.GetBytes(text), "text/markdown; charset=utf-8", $"INC-{number}-review.md") : IncidentActs.Missing(number).ToHttp()
                : await reviews.FindAsync(number, cancellation) is { } found ? Results.Ok(ReviewAnswer.Of(found)) : IncidentActs.Missing(number).ToHttp())
            .WithSummary("The review, drafted from the timeline where nobody has written yet; as JSON or Markdown");
        api.MapPut("review", (long number, ReviewText text, ClaimsPrincipal user, WriteReview write, ReviewQueries reviews, CancellationToken cancellation) =>
            ActAsync(number, write.InvokeAsync(user.ToActor()!, number, text, cancellation), reviews, cancellation)).WithSummary("Write parts of the review; revision refuses what is not seen");
        api.MapPost("review/finish", (long number, ClaimsPrincipal user, WriteReview write, ReviewQueries reviews, CancellationToken cancellation) =>
            ActAsync(number, write.FinishAsync(user.ToActor()!, number, cancellation), reviews, cancellation)).WithSummary("Finish the review");
        api.MapPost("action-items", (long number, ActionItemBody body, ClaimsPrincipal user, KeepActionItems items, ReviewQueries reviews, CancellationToken cancellation) =>
            ActAsync(number, items.AddAsync(user.ToActor()!, number, body.Text ?? "", body.Owner ?? Guid.Empty, body.DueOn ?? default, cancellation), reviews, cancellation)).WithSummary("Add an action item");
        api.MapPatch("action-items/{item:long}", (long number, long item, ActionItemBody body, ClaimsPrincipal user, KeepActionItems items, ReviewQueries reviews, CancellationToken cancellation) =>
            ActAsync(number, body.Done is { } done ? items.FinishAsync(user.ToActor()!, number, item, done, cancellation) : items.ChangeAsync(user.ToActor()!, number, item, body.Owner, body.DueOn, cancellation), reviews, cancellation)).WithSummary("Change an action item, or say that it is done");
        app.MapGet("/api/v1/action-items", async (bool? mine, ClaimsPrincipal user, ReviewQueries reviews, CancellationToken cancellation) =>
            Results.Ok((await reviews.OpenAsync(mine == true ? user.ToActor()!.Id : null, cancellation)).Select(ActionItemAnswer.Of))).RequireAuthorization().WithTags("Incidents").WithSummary("Action items that are not done, the most urgent first");
    }

    private static async Task<IResult> ActAsync(long number, Task<Result<Incident>> act, ReviewQueries reviews, CancellationToken cancellation)
    {
        var done = await act;
        return done.Succeeded ? Results.Ok(ReviewAnswer.Of((await reviews.FindAsync(number, cancellation))!)) : done.Problem.ToHttp();
    }
}

public sealed record ActionItemBody(string? Text, Guid? Owner, DateOnly? DueOn, bool? Done);

internal sealed record ActionItemAnswer(long Id, long Incident, string Text, Guid OwnerId, string Owner, DateOnly DueOn, DateTimeOffset? DoneAt, string? DoneBy)
{
    public static ActionItemAnswer Of(ActionItem i) => new(i.Id, i.Incident, i.Text, i.OwnerId, i.Owner, i.DueOn, i.DoneAt, i.DoneBy);
}

internal sealed record ReviewAnswer(string Summary, string Impact, string Helped, string Hindered, string RootCause, int Revision, string ChangedBy, IReadOnlyList<ActionItemAnswer> ActionItems)
{
    public static ReviewAnswer Of(ReviewSheet s) => new(s.Review.Summary, s.Review.Impact, s.Review.Helped, s.Review.Hindered, s.Review.RootCause, s.Review.Revision, s.Review.ChangedBy, [.. s.Items.Select(ActionItemAnswer.Of)]);
}
