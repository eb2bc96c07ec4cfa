using System.Globalization;
using System.Security.Claims;
using OpsPortal.Access;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Morning;
using OpsPortal.Checks.Running;

namespace OpsPortal.Checks.Api;

/// <summary>Checks over HTTP.</summary>
public static class CheckEndpoints
{
    private const int MostResults = 2_000;

    public static IEndpointRouteBuilder MapChecks(this IEndpointRouteBuilder app)
    {
        var checks = app.MapGroup("/api/v1/checks").RequireAuthorization().WithTags("Checks");
        checks.MapGet("", ListAsync).WithSummary("Checks by number; ?system=, ?environment=, ?state=, pages by cursor");
        checks.MapPost("", AddAsync).WithSummary("Make one; the answer has the address of a heartbeat, once");
        checks.MapPost("try", TryAsync).WithSummary("Run what would be saved, once; nothing is kept");
        checks.MapGet("{id:int}", async (int id, HttpContext http, CheckQueries queries, CancellationToken cancellation) =>
            await queries.FindAsync(id, cancellation) is { } sheet ? Tagged(http, sheet.Check.Revision, Results.Ok(CheckAnswer.Of(sheet))) : SaveCheck.Missing(id).ToHttp()).WithSummary("One check with its ETag");
        checks.MapPatch("{id:int}", ChangeAsync).WithSummary("Change what is named; If-Match refuses what is not seen");
        checks.MapDelete("{id:int}", async (int id, ClaimsPrincipal user, SaveCheck save, CancellationToken cancellation) =>
            (await save.RemoveAsync(user.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Delete; what it measured stays on record");
        checks.MapPost("{id:int}/run", async (int id, ClaimsPrincipal user, PauseCheck pause, CheckQueries queries, CancellationToken cancellation) =>
            await AnswerAsync(await pause.RunNowAsync(user.ToActor()!, id, cancellation), queries, 202, cancellation)).WithSummary("Run as soon as a worker is free");
        checks.MapPost("{id:int}/pause", async (int id, ReasonBody? body, ClaimsPrincipal user, PauseCheck pause, CheckQueries queries, CancellationToken cancellation) =>
            await AnswerAsync(await pause.PauseAsync(user.ToActor()!, id, body?.Reason ?? "", cancellation), queries, 200, cancellation)).WithSummary("Let it rest, for a reason");
        checks.MapPost("{id:int}/resume", async (int id, ClaimsPrincipal user, PauseCheck pause, CheckQueries queries, CancellationToken cancellation) =>
            await AnswerAsync(await pause.ResumeAsync(user.ToActor()!, id, cancellation), queries, 200, cancellation)).WithSummary("Wake it up");
        checks.MapPost("{id:int}/secret", async (int id, ClaimsPrincipal user, SaveCheck save, CancellationToken cancellation) =>
            (await save.RotateSecretAsync(user.ToActor()!, id, cancellation)).ToHttp(saved => Results.Ok(CheckAnswer.Of(saved.Check, null, saved.Check.Environment!.Name, null, saved.Secret)))).WithSummary("Give a heartbeat another address; the old one is good for nothing at once");
        checks.MapGet("{id:int}/results", ResultsAsync).WithSummary("What it measured, oldest first: single runs, hours or days (?resolution=run|hour|day), ?from=&to=");
        checks.MapGet("digest", async (ClaimsPrincipal user, WishDigest wishes, CancellationToken cancellation) =>
            await wishes.FindAsync(user.ToActor()!.Id, cancellation) is { } wish ? Results.Ok(Answer(wish)) : Results.NoContent()).WithSummary("When the morning's page is sent to whoever asks");
        checks.MapPut("digest", async (DigestForm form, ClaimsPrincipal user, WishDigest wishes, CancellationToken cancellation) =>
            (await wishes.SetAsync(user.ToActor()!, form, cancellation)).ToHttp(wish => Results.Ok(Answer(wish)))).WithSummary("Have the morning's page sent each day: {\"at\":\"08:00\",\"onlyTrouble\":false}");
        checks.MapDelete("digest", async (ClaimsPrincipal user, WishDigest wishes, CancellationToken cancellation) =>
            (await wishes.StopAsync(user.ToActor()!, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Have it sent no more");

        // What calls has no account: the secret in the address is all it has.
        app.MapPost("/api/v1/heartbeats/{secret}", async (string secret, HttpContext http, ReceiveBeat receive, CancellationToken cancellation) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return await receive.InvokeAsync(secret, cancellation) ? Results.NoContent() : Problem.NotFound("No heartbeat has this address; it may have been given another one.").ToHttp();
        }).AllowAnonymous().RequireRateLimiting(ChecksSetup.HeartbeatLimit).WithTags("Checks").WithSummary("Something is alive");
        return app;
    }

    private static async Task<IResult> ListAsync(string? system, string? environment, string? state, string? cursor, int? limit, CheckQueries queries, CancellationToken cancellation)
    {
        CheckState? wanted = null;
        if (state is not null)
        {
            if (!Enum.TryParse<CheckState>(state, ignoreCase: true, out var named)) return Problem.Invalid($"There is no state {state}; there are {string.Join(", ", Enum.GetNames<CheckState>()).ToLowerInvariant()}.", "state").ToHttp();
            wanted = named;
        }
        var after = 0;
        if (cursor is not null && !int.TryParse(cursor, CultureInfo.InvariantCulture, out after)) return Problem.Invalid("This cursor is none of ours; leave it out to begin at the first.", "cursor").ToHttp();
        var size = Math.Clamp(limit ?? 100, 1, 500);
        var page = (await queries.ListAsync(system, environment, cancellation)).Where(s => s.Check.Id > after && (wanted is null || s.Standing.State == wanted)).OrderBy(s => s.Check.Id).Take(size + 1).ToList();
        return Results.Ok(new CheckList([.. page.Take(size).Select(s => CheckAnswer.Of(s))], page.Count > size ? $"{page[size - 1].Check.Id}" : null));
    }

    private static async Task<IResult> AddAsync(CheckBody body, ClaimsPrincipal user, HttpContext http, SaveCheck save, CancellationToken cancellation)
    {
        var form = body.Read();
        if (!form.Succeeded) return form.Problem.ToHttp();
        var saved = await save.AddAsync(user.ToActor()!, form.Value, cancellation);
        return saved.ToHttp(s => Tagged(http, s.Check.Revision, Results.Created($"/api/v1/checks/{s.Check.Id}", CheckAnswer.Of(s.Check, null, s.Check.Environment!.Name, null, s.Secret))));
    }

    private static async Task<IResult> ChangeAsync(int id, CheckBody body, ClaimsPrincipal user, HttpContext http, SaveCheck save, CheckQueries queries, CancellationToken cancellation)
    {
        var form = body.Read();
        if (!form.Succeeded) return form.Problem.ToHttp();
        int? seen = null;
        if (http.Request.Headers.IfMatch.ToString().Trim() is var tag && tag is not ("" or "*"))
        {
            if (!int.TryParse(tag.Trim('"'), CultureInfo.InvariantCulture, out var revision)) return Stale($"{tag} is no ETag of this; read it again and send the ETag that comes with it.");
            seen = revision;
        }
        var saved = await save.ChangeAsync(user.ToActor()!, id, form.Value, seen, cancellation);
        if (!saved.Succeeded) return saved.Problem.Field == SaveCheck.RevisionField ? Stale(saved.Problem.Detail) : saved.Problem.ToHttp();
        return await queries.FindAsync(id, cancellation) is { } sheet ? Tagged(http, sheet.Check.Revision, Results.Ok(CheckAnswer.Of(sheet))) : SaveCheck.Missing(id).ToHttp();
    }

    private static async Task<IResult> TryAsync(CheckBody body, ClaimsPrincipal user, TryCheck trial, CancellationToken cancellation)
    {
        var form = body.Read();
        if (!form.Succeeded) return form.Problem.ToHttp();
        return (await trial.InvokeAsync(user.ToActor()!, form.Value, cancellation)).ToHttp(found => Results.Ok(new TriedAnswer($"{found.Outcome}".ToLowerInvariant(), found.Value, found.Why)));
    }

    private static async Task<IResult> ResultsAsync(
        int id, DateTimeOffset? from, DateTimeOffset? to, string? resolution, string? cursor, int? limit, CheckQueries queries, CheckHistory history, TimeProvider time, CancellationToken cancellation)
    {
        if (resolution is not (null or "run" or "hour" or "day")) return Problem.Invalid("The resolution is run, hour or day.", "resolution").ToHttp();
        if (await queries.FindAsync(id, cancellation) is null) return SaveCheck.Missing(id).ToHttp();
        // what was measured at this instant is told, too
        var until = to ?? time.GetUtcNow().AddSeconds(1);
        var since = from ?? until.AddDays(resolution switch { "day" => -90, "hour" => -14, _ => -1 });
        if (cursor is not null && (!DateTimeOffset.TryParse(cursor, CultureInfo.InvariantCulture, out since))) return Problem.Invalid("This cursor is none of ours; leave it out to begin at the oldest.", "cursor").ToHttp();
        if (since >= until) return Problem.Invalid("The time begins before it ends: from has to be earlier than to.", "from").ToHttp();
        var size = Math.Clamp(limit ?? 1_000, 1, MostResults);
        if (resolution is null or "run") return Page("run", [.. (await history.RunsAsync(id, since, until, cancellation)).Select(RunAnswer.Of)], r => r.At, size);
        var spans = resolution == "hour" ? await history.HoursAsync(id, since, until, cancellation) : await history.DaysAsync(id, since, until, cancellation);
        return Page(resolution, [.. spans.Select(SpanAnswer.Of)], s => s.At, size);
    }

    private static IResult Page<T>(string resolution, IReadOnlyList<T> all, Func<T, DateTimeOffset> at, int size) =>
        Results.Ok(new ResultList<T>(resolution, [.. all.Take(size)], all.Count > size ? at(all[size]).ToString("O", CultureInfo.InvariantCulture) : null));

    private static async Task<IResult> AnswerAsync(Result<Check> done, CheckQueries queries, int status, CancellationToken cancellation) => !done.Succeeded ? done.Problem.ToHttp()
        : await queries.FindAsync(done.Value.Id, cancellation) is { } sheet ? Results.Json(CheckAnswer.Of(sheet), statusCode: status) : SaveCheck.Missing(done.Value.Id).ToHttp();

    private static IResult Tagged(HttpContext http, int revision, IResult answer)
    {
        http.Response.Headers.ETag = $"\"{revision}\"";
        return answer;
    }

    private static IResult Stale(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status412PreconditionFailed, title: "Changed meanwhile");

    private static object Answer(DigestWish wish) => new { At = $"{wish.MinuteOfDay / 60:00}:{wish.MinuteOfDay % 60:00}", wish.TimeZone, wish.OnlyTrouble, wish.SentFor, wish.Trouble };
}
