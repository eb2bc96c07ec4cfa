using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Alerts.Formats;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Alerts.Receiving;

/// <summary>
/// Where senders come in, each with the key of its integration. What is answered with 2xx is stored. Whoever comes while too much is
/// under way gets 503 and sends again; never 429, which Alertmanager takes for a refusal for good.
/// </summary>
internal static class ReceiveEndpoints
{
    /// <summary>Bytes. An Alertmanager that truncates nothing sends thousands of alerts at once.</summary>
    public const long MaxBody = 16L * 1024 * 1024;
    private const int RetryAfterSeconds = 5;

    public static void MapReceiving(this IEndpointRouteBuilder app)
    {
        // A limit per address would answer 429; the places in the intake are the limit here.
        app.MapPost("/api/v1/alerts/alertmanager", (HttpContext http, Receiver receiver) => receiver.InvokeAsync(http, AlertKind.Alertmanager, KeyOf(http.Request)))
            .AllowAnonymous().DisableRateLimiting().WithTags("Alerts").WithSummary("Alertmanager's webhook, version 4; the integration's key as the bearer token, as the password of basic authentication, or as ?key=");
        app.MapPost("/api/v1/alerts/generic/{key}", (string key, HttpContext http, Receiver receiver) => receiver.InvokeAsync(http, AlertKind.Generic, key))
            .AllowAnonymous().DisableRateLimiting().WithTags("Alerts").WithSummary("Any JSON, read by the integration's fields");
        app.MapPost("/v2/enqueue", (HttpContext http, Receiver receiver) => receiver.InvokeAsync(http, AlertKind.PagerDuty, null))
            .AllowAnonymous().DisableRateLimiting().WithTags("Alerts").WithSummary("PagerDuty's Events API v2; the integration's key as routing_key");
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Parameter is { Length: > 0 and < 1_000 } given)
        {
            if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return given.Trim();
            var pair = new byte[given.Length];
            if (header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(given, pair, out var written)) return Encoding.UTF8.GetString(pair, 0, written).Split(':', 2)[^1];
        }
        return request.Query["key"] is [{ Length: > 0 } key] ? key : null;
    }

    internal static IResult Overloaded(HttpContext http)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Results.Problem($"More alerts come in than can be stored just now. Nothing of this request was kept; send it again in {RetryAfterSeconds} seconds.", statusCode: 503, title: "Not now");
    }
}

/// <summary>One request of a sender: place, key, body, store, answer.</summary>
internal sealed class Receiver(IDbContextFactory<OpsPortalDbContext> contexts, AlertIntake intake, SaveIntegration save, TimeProvider time, ILogger<Receiver> log)
{
    /// <param name="key">Null where it stands in the body.</param>
    public async Task<IResult> InvokeAsync(HttpContext http, AlertKind kind, string? key)
    {
        using var place = intake.Enter();
        if (place is null) return ReceiveEndpoints.Overloaded(http);
        var cancellation = http.RequestAborted;
        try
        {
            var events = kind == AlertKind.PagerDuty;
            if (!events && await FindAsync(http, kind, key, cancellation) is null) return Unknown(http, kind);
            var body = await BodyAsync(http, events ? PagerDutyBody.MaxBody : ReceiveEndpoints.MaxBody, cancellation);
            if (body is null) return Refuse(kind, 413, events ? $"The event is longer than {PagerDutyBody.MaxBody / 1024} KB." : $"The body is longer than {ReceiveEndpoints.MaxBody / 1024 / 1024} MB; let the sender limit its alerts (max_alerts).");
            if (events)
            {
                var routing = PagerDutyBody.RoutingKey(body.Value);
                if (!routing.Succeeded) return Refuse(kind, 400, routing.Problem.Detail);
                key = routing.Value;
            }
            if (await FindAsync(http, kind, key, cancellation) is not { } integration) return Unknown(http, kind);
            var read = AlertBody.Read(integration, body.Value);
            if (!read.Succeeded)
            {
                await NoteAsync(integration, read.Problem.Detail, cancellation);
                return kind == AlertKind.PagerDuty ? Refuse(kind, 400, read.Problem.Detail) : read.Problem.ToHttp();
            }
            if (!await intake.StoreAsync(new(integration.Id, read.Value), cancellation)) return ReceiveEndpoints.Overloaded(http);
            return kind == AlertKind.PagerDuty
                ? Results.Json(new { status = "success", message = "Event processed", dedup_key = read.Value.Alerts[0].Fingerprint }, statusCode: 202)
                : Results.Json(new { status = "success", alerts = read.Value.Alerts.Count }, statusCode: 202);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is Npgsql.NpgsqlException or OperationCanceledException or TimeoutException or InvalidOperationException { InnerException: Npgsql.NpgsqlException })
        {
            log.LogWarning(e, "Alerts could not be stored; the sender is asked to send them again");
            return ReceiveEndpoints.Overloaded(http);
        }
    }

    /// <summary>By the key. An administrator's API token stands for the integration that ?integration= names, else the first of its kind, which is made where there is none.</summary>
    private async Task<AlertIntegration?> FindAsync(HttpContext http, AlertKind kind, string? key, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var here = db.AlertIntegrations.AsNoTracking().IgnoreQueryFilters().Where(i => i.Kind == kind && i.RemovedAt == null);
        if (!string.IsNullOrEmpty(key))
        {
            // What a timing of the look-up could tell is about the hash, not the key.
            var hash = AlertIntegration.HashOf(key);
            if (await here.FirstOrDefaultAsync(i => i.KeyHash == hash, cancellation) is { } found)
                return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(found.KeyHash), Encoding.ASCII.GetBytes(hash)) ? found : null;
        }
        if (kind != AlertKind.Alertmanager || http.User.ToActor() is not { } actor || actor.May(Permission.Administer) is not null) return null;
        var name = http.Request.Query["integration"].ToString();
        if (await here.Where(i => name == "" || i.Name == name).OrderBy(i => i.CreatedAt).FirstOrDefaultAsync(cancellation) is { } known) return known;
        return (await save.AddAsync(actor, new(name == "" ? "alertmanager" : name, $"{kind}"), cancellation)).Value?.Integration;
    }

    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http, long most, CancellationToken cancellation)
    {
        if (http.Request.ContentLength > most) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 4096, most));
        try
        {
            await http.Request.Body.CopyToAsync(body, cancellation);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == 413)
        {
            return null;
        }
        return body.Length > most ? null : body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private async Task NoteAsync(AlertIntegration integration, string wrong, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        await db.AlertIntegrations.IgnoreQueryFilters().Where(i => i.Id == integration.Id).ExecuteUpdateAsync(i => i.SetProperty(x => x.LastError, wrong).SetProperty(x => x.LastErrorAt, now), cancellation);
    }

    private static IResult Unknown(HttpContext http, AlertKind kind)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Refuse(kind, 401, kind == AlertKind.PagerDuty ? "routing_key is missing, or no integration has it." : "No integration has this key. An administrator finds the address and makes a new key under Alerts.");
    }

    /// <summary>As the senders of each kind expect it.</summary>
    private static IResult Refuse(AlertKind kind, int status, string wrong) => kind == AlertKind.PagerDuty
        ? Results.Json(new { status = "invalid event", message = "Event object is invalid", errors = new[] { wrong } }, statusCode: status)
        : Results.Problem(wrong, statusCode: status, title: status == 401 ? "Key needed" : "That will not do");
}
