using OpsPortal.Access;

namespace OpsPortal.OnCall.Calendars;

/// <param name="Schedule">Slug; null for one's own shifts in all schedules.</param>
internal sealed record CalendarBody(string? Schedule);

internal static class CalendarEndpoints
{
    public static void MapCalendars(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/calendars").WithTags("On-call");
        api.MapGet("/", async (HttpContext context, IssueCalendar calendars, CancellationToken cancellation) =>
            (await calendars.AllAsync(context.User.ToActor()!, cancellation)).ToHttp())
            .WithSummary("One's own calendar addresses; the addresses themselves are shown once");

        api.MapPost("/", async (CalendarBody body, HttpContext context, IssueCalendar calendars, CancellationToken cancellation) =>
            (await calendars.InvokeAsync(context.User.ToActor()!, body.Schedule, cancellation)).ToHttp(made => Results.Json(made, statusCode: 201)))
            .WithSummary("Make a secret address for a calendar program: of a schedule, or of one's own shifts");

        api.MapDelete("/{id:guid}", async (Guid id, HttpContext context, IssueCalendar calendars, CancellationToken cancellation) =>
            (await calendars.RevokeAsync(context.User.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Revoke a calendar address");

        // Calendar programs cannot sign in: the secret in the address is all they have.
        app.MapGet("/calendar/{secret}.ics", async (string secret, HttpContext context, ReadCalendar calendars, CancellationToken cancellation) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return await calendars.InvokeAsync(secret, cancellation) is { } text
                ? Results.Text(text, "text/calendar; charset=utf-8")
                : Results.Text("This calendar address is not known, or was revoked.", "text/plain", statusCode: 404);
        }).AllowAnonymous().RequireRateLimiting(OnCallSetup.CalendarLimit).ExcludeFromDescription();
    }
}
