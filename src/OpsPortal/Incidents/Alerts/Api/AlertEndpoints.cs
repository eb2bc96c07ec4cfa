using System.Globalization;
using System.Security.Claims;
using OpsPortal.Access;
using OpsPortal.Incidents.Alerts.Diagnostics;
using OpsPortal.Incidents.Alerts.Receiving;
using OpsPortal.Incidents.Alerts.Silences;

namespace OpsPortal.Incidents.Alerts.Api;

/// <summary>Alerts over HTTP: where they come in, and what became of them.</summary>
public static class AlertEndpoints
{
    public static IEndpointRouteBuilder MapAlerts(this IEndpointRouteBuilder app)
    {
        app.MapReceiving();
        app.MapDiagnostics();
        var integrations = app.MapGroup("/api/v1/alert-integrations").RequireAuthorization().WithTags("Alerts");
        integrations.MapGet("", async (ClaimsPrincipal user, AlertQueries alerts, CancellationToken cancellation) =>
            (await alerts.IntegrationsAsync(user.ToActor()!, cancellation)).ToHttp(all => Results.Ok(all.Select(i => IntegrationAnswer.Of(i.Integration, i.Environment))))).WithSummary("Senders of alerts; their keys are never returned");
        integrations.MapPost("", async (IntegrationForm form, ClaimsPrincipal user, SaveIntegration save, CancellationToken cancellation) =>
            (await save.AddAsync(user.ToActor()!, form, cancellation)).ToHttp(made => Results.Created($"/api/v1/alert-integrations/{made.Integration.Name}", Answer(made)))).WithSummary("Add one; the answer has its key, once");
        integrations.MapPatch("{name}", async (string name, IntegrationForm form, ClaimsPrincipal user, SaveIntegration save, CancellationToken cancellation) =>
            (await save.ChangeAsync(user.ToActor()!, name, form, cancellation)).ToHttp(made => Results.Ok(Answer(made)))).WithSummary("Change what is named; the rest stays");
        integrations.MapPost("{name}/key", async (string name, ClaimsPrincipal user, SaveIntegration save, CancellationToken cancellation) =>
            (await save.RotateKeyAsync(user.ToActor()!, name, cancellation)).ToHttp(made => Results.Ok(Answer(made)))).WithSummary("Give it another key; the old one is good for nothing at once");
        integrations.MapPost("{name}/test", async (string name, TestBody? body, ClaimsPrincipal user, TestIntegration test, CancellationToken cancellation) =>
            (await test.InvokeAsync(user.ToActor()!, name, body?.Alert, cancellation)).ToHttp()).WithSummary("Send a test alert through it; it declares nothing");
        integrations.MapDelete("{name}", async (string name, ClaimsPrincipal user, SaveIntegration save, CancellationToken cancellation) =>
            (await save.RemoveAsync(user.ToActor()!, name, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Remove; its alerts stay on record");

        app.MapGet("/api/v1/alerts", ListAsync).RequireAuthorization().WithTags("Alerts").WithSummary("Alerts, newest first");

        var silences = app.MapGroup("/api/v1/silences").RequireAuthorization().WithTags("Alerts");
        silences.MapGet("", async (bool? active, AlertQueries alerts, TimeProvider time, CancellationToken cancellation) =>
            (await alerts.SilencesAsync(active ?? true, time.GetUtcNow(), cancellation)).Select(s => SilenceAnswer.Of(s.Silence, s.Integration, time.GetUtcNow()))).WithSummary("Silences that hold now; active=false for all");
        silences.MapPost("", async (SilenceForm form, ClaimsPrincipal user, SilenceAlert silence, TimeProvider time, CancellationToken cancellation) =>
            (await silence.InvokeAsync(user.ToActor()!, form, cancellation)).ToHttp(s => Results.Created($"/api/v1/silences/{s.Id}", SilenceAnswer.Of(s, form.Integration, time.GetUtcNow())))).WithSummary("Keep alerts quiet for a while, here and in Alertmanager");
        silences.MapDelete("{id:guid}", async (Guid id, ClaimsPrincipal user, SilenceAlert silence, TimeProvider time, CancellationToken cancellation) =>
            (await silence.EndAsync(user.ToActor()!, id, cancellation)).ToHttp(s => Results.Ok(SilenceAnswer.Of(s, null, time.GetUtcNow())))).WithSummary("Let them be heard again now");
        return app;
    }

    private static async Task<IResult> ListAsync(long? incident, string? state, string? integration, string? cursor, int? limit, AlertQueries alerts, CancellationToken cancellation)
    {
        if (state is not (null or "firing" or "resolved")) return Problem.Invalid("The state is firing or resolved; leave it out for both.", "state").ToHttp();
        long? before = null;
        if (cursor is not null)
        {
            if (!long.TryParse(cursor, CultureInfo.InvariantCulture, out var id)) return Problem.Invalid("This cursor is none of ours; leave it out to begin at the newest.", "cursor").ToHttp();
            before = id;
        }
        var size = Math.Clamp(limit ?? 50, 1, 200);
        var page = await alerts.ListAsync(new(incident, state is null ? null : state == "firing", integration, before, size), cancellation);
        return Results.Ok(new AlertList([.. page.Select(a => AlertAnswer.Of(a.Alert, a.Integration))], page.Count == size ? $"{page[^1].Alert.Id}" : null));
    }

    private static IntegrationAnswer Answer(SavedIntegration saved) => IntegrationAnswer.Of(saved.Integration, saved.Environment, saved.Key);
}
