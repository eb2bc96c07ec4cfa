using System.Globalization;
using System.Security.Claims;
using System.Text;
using OpsPortal.Access;
using OpsPortal.Executions.Api;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Records;
using OpsPortal.Maintenance.Series;
using OpsPortal.Maintenance.Working;

namespace OpsPortal.Maintenance.Api;

/// <summary>Maintenance over HTTP.</summary>
public static class MaintenanceEndpoints
{
    public static IEndpointRouteBuilder MapMaintenance(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/maintenance").RequireAuthorization().WithTags("Maintenance");
        api.MapGet("", ListAsync).WithSummary("Plans, newest first");
        api.MapPost("", AddAsync).WithSummary("Plan maintenance; it is scheduled at once unless draft is true");
        api.MapGet("templates", async (TemplateQueries templates, CancellationToken cancellation) => Results.Ok(await templates.AllAsync(cancellation))).WithSummary("What the runbooks offer to begin with");
        api.MapGet("series", async (MaintenanceQueries queries, CancellationToken cancellation) => Results.Ok((await queries.SeriesAsync(cancellation)).Select(SeriesAnswer.Of))).WithSummary("Series that go on");
        api.MapPost("series", BeginSeriesAsync).WithSummary("Begin a series; its next times become plans");
        api.MapDelete("series/{id:guid}", (Guid id, ClaimsPrincipal user, PlanSeries series, CancellationToken cancellation) => WithAsync(user, async actor => (await series.EndAsync(actor, id, cancellation)).ToHttp(s => Results.Ok(SeriesAnswer.Of(s))))).WithSummary("End a series; its next times are cancelled");
        api.MapGet("{number:long}", GetAsync).WithSummary("One plan, with its checklist");
        api.MapPut("{number:long}", ChangeAsync).WithSummary("Change a plan that has not begun; the whole of it is sent");
        api.MapGet("{number:long}/export", ExportAsync).WithSummary("The record as JSON or Markdown");

        Act<ScheduleMaintenance>(api, "schedule", "Schedule a draft", (schedule, actor, number, _, cancellation) => schedule.InvokeAsync(actor, number, cancellation));
        Act<ScheduleMaintenance>(api, "approve", "Approve it, as the second person", (schedule, actor, number, body, cancellation) => schedule.ApproveAsync(actor, number, body?.Note, cancellation));
        Act<ScheduleMaintenance>(api, "reject", "Give it back with a reason", (schedule, actor, number, body, cancellation) => schedule.RejectAsync(actor, number, body?.Reason, cancellation));
        Act<RunMaintenance>(api, "start", "Begin", (run, actor, number, _, cancellation) => run.StartAsync(actor, number, cancellation));
        Act<RunMaintenance>(api, "complete", "Complete it; the record is closed", (run, actor, number, body, cancellation) => run.CompleteAsync(actor, number, body?.Note, cancellation));
        Act<RunMaintenance>(api, "cancel", "Cancel it with a reason", (run, actor, number, body, cancellation) => run.CancelAsync(actor, number, body?.Reason, cancellation));
        Act<RunMaintenance>(api, "rollback", "Roll back with a reason", (run, actor, number, body, cancellation) => run.RollBackAsync(actor, number, body?.Reason, cancellation));
        api.MapPost("{number:long}/extend", (long number, ExtendBody body, ClaimsPrincipal user, RunMaintenance run, MaintenanceQueries queries, CancellationToken cancellation) =>
            DoAsync(user, queries, actor => run.ExtendAsync(actor, number, body.Minutes, cancellation), cancellation)).WithSummary("Extend it by minutes");
        api.MapPost("{number:long}/phases/{phase:int}/gate", (long number, int phase, GateBody body, ClaimsPrincipal user, DecideGate gate, MaintenanceQueries queries, CancellationToken cancellation) =>
            DoAsync(user, queries, actor => gate.InvokeAsync(actor, number, phase, body.Go ?? false, body.Note, cancellation), cancellation)).WithSummary("Go or no-go after a phase");
        api.MapPost("{number:long}/items/{item:int}/sign", SignAsync).WithSummary("Sign an item; the same Idempotency-Key is the same signature");
        api.MapDelete("{number:long}/items/{item:int}/sign", (long number, int item, ClaimsPrincipal user, SignItem sign, MaintenanceQueries queries, CancellationToken cancellation) =>
            DoAsync(user, queries, actor => sign.WithdrawAsync(actor, number, item, cancellation), cancellation)).WithSummary("Withdraw the own signature");
        api.MapPost("{number:long}/items/{item:int}/skip", (long number, int item, SayBody body, ClaimsPrincipal user, SignItem sign, MaintenanceQueries queries, CancellationToken cancellation) =>
            DoAsync(user, queries, actor => sign.SkipAsync(actor, number, item, body.Reason, cancellation), cancellation)).WithSummary("Skip an item with a reason");
        api.MapPost("{number:long}/items/{item:int}/fail", (long number, int item, SayBody body, ClaimsPrincipal user, SignItem sign, MaintenanceQueries queries, CancellationToken cancellation) =>
            DoAsync(user, queries, actor => sign.FailAsync(actor, number, item, body.Reason, cancellation), cancellation)).WithSummary("Say that an item failed, and why");
        return app;
    }

    private static void Act<T>(IEndpointRouteBuilder api, string verb, string summary, Func<T, Actor, long, SayBody?, CancellationToken, Task<Result<MaintenancePlan>>> act) where T : notnull =>
        api.MapPost($"{{number:long}}/{verb}", (long number, SayBody? body, ClaimsPrincipal user, HttpContext http, MaintenanceQueries queries, CancellationToken cancellation) =>
            DoAsync(user, queries, actor => act(http.RequestServices.GetRequiredService<T>(), actor, number, body, cancellation), cancellation)).WithSummary(summary);

    private static async Task<IResult> ListAsync(bool? over, string? system, string? cursor, int? limit, MaintenanceQueries queries, CancellationToken cancellation)
    {
        long? before = null;
        if (cursor is not null)
        {
            if (!long.TryParse(cursor, CultureInfo.InvariantCulture, out var number)) return Problem.Invalid("This cursor is none of ours; leave it out to begin at the newest.", "cursor").ToHttp();
            before = number;
        }
        var size = Math.Clamp(limit ?? 50, 1, 200);
        var page = await queries.ListAsync(new(over, system, before, size), cancellation);
        return Results.Ok(new MaintenanceList([.. page.Select(MaintenanceAnswer.Of)], page.Count == size ? $"{page[^1].Plan.Number}" : null));
    }

    private static async Task<IResult> GetAsync(long number, HttpResponse http, MaintenanceQueries queries, CancellationToken cancellation)
    {
        if (await queries.FindAsync(number, cancellation) is not { } sheet) return MaintenanceActs.Missing(number).ToHttp();
        http.Headers.ETag = $"\"{sheet.Plan.Revision}\"";
        return Results.Ok(MaintenanceAnswer.Of(sheet));
    }

    private static async Task<IResult> AddAsync(MaintenanceBody body, HttpRequest http, ClaimsPrincipal user, PlanMaintenance plans, ScheduleMaintenance schedule, TemplateQueries templates, MaintenanceQueries queries, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        var key = ClickKey.Of(http, actor);
        if (!key.Succeeded) return key.Problem.ToHttp();
        var form = await ReadForm.OfAsync(body, templates, cancellation);
        // Whoever may not hears that first.
        if (!form.Succeeded) return (actor.MaySomewhere(Permission.RunSteps) ? form.Problem : actor.May(Permission.RunSteps, toDoWhat: "plan maintenance")!).ToHttp();
        var made = await plans.AddAsync(actor, form.Value, key.Value, cancellation);
        if (made.Succeeded && !body.Draft) made = await schedule.InvokeAsync(actor, made.Value.Number, cancellation);
        return made.Succeeded
            ? Results.Created($"/api/v1/maintenance/{made.Value.Number}", MaintenanceAnswer.Of((await queries.FindAsync(made.Value.Number, cancellation))!))
            : made.Problem.ToHttp();
    }

    private static async Task<IResult> ChangeAsync(long number, MaintenanceBody body, HttpRequest http, ClaimsPrincipal user, PlanMaintenance plans, TemplateQueries templates, MaintenanceQueries queries, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        int? revision = int.TryParse(http.Headers.IfMatch.ToString().Trim('"'), CultureInfo.InvariantCulture, out var seen) ? seen : null;
        var form = await ReadForm.OfAsync(body, templates, cancellation);
        if (!form.Succeeded) return (actor.MaySomewhere(Permission.RunSteps) ? form.Problem : actor.May(Permission.RunSteps, toDoWhat: "change maintenance")!).ToHttp();
        return await DoAsync(user, queries, _ => plans.ChangeAsync(actor, number, form.Value, revision, cancellation), cancellation);
    }

    private static Task<IResult> BeginSeriesAsync(MaintenanceBody body, ClaimsPrincipal user, PlanSeries series, TemplateQueries templates, CancellationToken cancellation) => WithAsync(user, async actor =>
    {
        var form = await ReadForm.SeriesAsync(body, templates, cancellation);
        if (!form.Succeeded) return (actor.MaySomewhere(Permission.RunSteps) ? form.Problem : actor.May(Permission.RunSteps, toDoWhat: "plan maintenance")!).ToHttp();
        return (await series.AddAsync(actor, form.Value, null, cancellation)).ToHttp(s => Results.Created($"/api/v1/maintenance/series/{s.Id}", SeriesAnswer.Of(s)));
    });

    private static async Task<IResult> SignAsync(long number, int item, SignBody? body, HttpRequest http, ClaimsPrincipal user, SignItem sign, MaintenanceQueries queries, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        var key = ClickKey.Of(http, actor);
        if (!key.Succeeded) return key.Problem.ToHttp();
        return await DoAsync(user, queries, _ => sign.InvokeAsync(actor, number, item, new(key.Value, body?.Note, body?.TickedAt), cancellation), cancellation);
    }

    private static async Task<IResult> ExportAsync(long number, string? format, MaintenanceQueries queries, CancellationToken cancellation)
    {
        if (format is not (null or "json" or "markdown")) return Problem.Invalid("The format is json or markdown.", "format").ToHttp();
        if (await queries.FindAsync(number, cancellation) is not { } sheet) return MaintenanceActs.Missing(number).ToHttp();
        var text = PlanRecord.Text(sheet.Plan, sheet.Environment, await queries.LogAsync(number, cancellation) ?? []);
        return format == "markdown"
            ? Results.File(Encoding.UTF8.GetBytes(RecordMarkdown.Of(PlanRecord.Read(text), sheet.Plan.RecordHash)), "text/markdown; charset=utf-8", $"{sheet.Plan.Name}.md")
            : Results.File(Encoding.UTF8.GetBytes(text), "application/json", $"{sheet.Plan.Name}.json");
    }

    private static Task<IResult> DoAsync(ClaimsPrincipal user, MaintenanceQueries queries, Func<Actor, Task<Result<MaintenancePlan>>> act, CancellationToken cancellation) => WithAsync(user, async actor =>
    {
        var done = await act(actor);
        if (!done.Succeeded) return done.Problem.ToHttp();
        return await queries.FindAsync(done.Value.Number, cancellation) is { } sheet ? Results.Ok(MaintenanceAnswer.Of(sheet)) : Results.NoContent();
    });

    private static async Task<IResult> WithAsync(ClaimsPrincipal user, Func<Actor, Task<IResult>> act) => user.ToActor() is { } actor ? await act(actor) : Results.Unauthorized();
}
