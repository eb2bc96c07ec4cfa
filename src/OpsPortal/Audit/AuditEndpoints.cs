using System.Security.Claims;
using OpsPortal.Access;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Audit;

/// <summary>The audit log over HTTP, for administrators.</summary>
public static class AuditEndpoints
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton(AuditSettings.Of(configuration)).AddSingleton<AuditQueries>().AddSingleton<AuditGuard>().AddSingleton<SealAudit>();
        services.AddJob<TendAudit>(TendAudit.Job);
        if (Roles.Of(configuration).Worker) services.AddHostedService<TendAuditDaily>();
        services.AddHealthChecks().AddCheck<AuditGuardCheck>("audit");
        return services;
    }

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder app)
    {
        var log = app.MapGroup("/api/v1/audit").RequireAuthorization().WithTags("Audit");
        log.MapGet("", ListAsync).WithSummary("Entries of the audit log, newest first; person, action and subject may be parts");
        log.MapGet("verify", VerifyAsync).WithSummary("Whether the log is whole; anchor is the head of an earlier time, number:hash");
        log.MapGet("export", ExportAsync).WithSummary("The log as a file, oldest first; format is csv or jsonl. That it was exported is on record");
        return app;
    }

    private static async Task<IResult> ListAsync(string? person, string? action, string? subject, DateTimeOffset? from, DateTimeOffset? until, string? cursor, int? limit,
        ClaimsPrincipal user, AuditQueries queries, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        var page = await queries.PageAsync(actor, new(person, action, subject, from, until), cursor, limit ?? 50, cancellation);
        return page.ToHttp(found => Results.Ok(new { items = found.Items.Select(e => e.ToLine()), found.NextCursor }));
    }

    private static async Task<IResult> VerifyAsync(string? anchor, ClaimsPrincipal user, AuditQueries queries, AuditGuard guard, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        var verdict = await queries.VerifyAsync(actor, anchor, null, cancellation);
        if (!verdict.Succeeded) return verdict.Problem.ToHttp();
        var kept = await guard.LookAsync(cancellation);
        var found = verdict.Value;
        return Results.Ok(new { found.Intact, Entries = found.IntactEntries, found.Sentence, found.Head, found.Seal, Guard = $"{kept.State}".ToLowerInvariant(), GuardSentence = kept.Sentence });
    }

    private static async Task<IResult> ExportAsync(string? format, string? person, string? action, string? subject, DateTimeOffset? from, DateTimeOffset? until,
        ClaimsPrincipal user, AuditQueries queries, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        if ((format ?? "jsonl") is not ("csv" or "jsonl")) return Problem.Invalid($"There is no format \"{format}\"; choose csv or jsonl.", "format").ToHttp();
        var (csv, filter) = (format == "csv", new AuditFilter(person, action, subject, from, until));
        var noted = await queries.NoteExportAsync(actor, csv ? "csv" : "jsonl", filter, cancellation);
        return noted.ToHttp(_ => Results.Stream(
            to => csv ? AuditExport.WriteCsvAsync(queries.AllAsync(filter, cancellation), to, cancellation) : AuditExport.WriteJsonLinesAsync(queries.AllAsync(filter, cancellation), to, cancellation),
            csv ? "text/csv; charset=utf-8" : "application/x-ndjson", csv ? "audit.csv" : "audit.jsonl"));
    }
}
