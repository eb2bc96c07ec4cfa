using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Alerts.Grouping;
using OpsPortal.Incidents.Alerts.Receiving;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Alerts;

/// <summary>What a test alert came to.</summary>
/// <param name="Sentence">Where an alert like this would go.</param>
public sealed record IntegrationTest(bool Stored, string Sentence);

/// <summary>
/// Sends an alert through everything that a real one passes: the sender's format, the intake, the database, the placing. It carries a label
/// that keeps it from declaring an incident, so that nobody is woken by a test.
/// </summary>
public sealed class TestIntegration(IDbContextFactory<OpsPortalDbContext> contexts, AlertIntake intake, GroupAlerts group, PlaceAlert placing, TimeProvider time)
{
    public const string Label = "opsportal_test";

    /// <param name="alert">Name of the alert to try, so that it shows which runbook answers it; null takes one that nobody knows.</param>
    public async Task<Result<IntegrationTest>> InvokeAsync(Actor actor, string name, string? alert, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, "test integrations") is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.AlertIntegrations.AsNoTracking().FirstOrDefaultAsync(i => i.Name == name && i.RemovedAt == null, cancellation) is not { } integration) return SaveIntegration.Missing(name);
        var known = string.IsNullOrWhiteSpace(alert) ? "OpsPortalTest" : alert.Trim();
        var key = $"opsportal-test-{Guid.NewGuid():N}";
        // It is over as soon as it is there: nothing of it stays open.
        foreach (var over in new[] { false, true })
        {
            var read = AlertBody.Read(integration, Encoding.UTF8.GetBytes(Body(integration.Kind, known, key, over)));
            if (!read.Succeeded) return read.Problem;
            if (!await intake.StoreAsync(new(integration.Id, read.Value), cancellation)) return new Problem(ProblemKind.Unavailable, "So many alerts come in just now that this one had to be sent away; try again in a moment.");
            await group.InvokeAsync(cancellation);
        }
        if (await db.Alerts.AsNoTracking().FirstOrDefaultAsync(a => a.IntegrationId == integration.Id && a.Fingerprint == key, cancellation) is not { } stored) return new IntegrationTest(false, "The alert was taken, and is not in the database.");
        var placed = await placing.InvokeAsync(db, integration, stored, cancellation);
        return new IntegrationTest(true, placed.Succeeded
            ? $"Received, stored and looked at. {known} would be an incident of {placed.Value.System.System.Name} with the severity {placed.Value.Severity}{(placed.Value.Runbook is { } runbook ? $", with the runbook {runbook} in hand" : "; no runbook answers it yet")}."
            : $"Received and stored. {placed.Problem.Detail}");
    }

    private string Body(AlertKind kind, string alert, string key, bool over)
    {
        var labels = new Dictionary<string, string> { ["alertname"] = alert, ["severity"] = "info", [Label] = "true" };
        const string summary = "A test from OpsPortal; nothing is wrong.";
        // Whatever the beginning, it has to be the same for both.
        var starts = DateTimeOffset.UnixEpoch.AddSeconds(time.GetUtcNow().ToUnixTimeSeconds() / 600 * 600);
        return kind switch
        {
            AlertKind.Alertmanager => JsonSerializer.Serialize(new
            {
                version = "4",
                groupKey = key,
                truncatedAlerts = 0,
                alerts = new[] { new { status = over ? "resolved" : "firing", labels, annotations = new { summary }, startsAt = starts, endsAt = over ? time.GetUtcNow() : default, fingerprint = key } },
            }),
            AlertKind.PagerDuty => JsonSerializer.Serialize(new { event_action = over ? "resolve" : "trigger", dedup_key = key, payload = new { summary = $"{alert}: {summary}", source = "OpsPortal", severity = "info", custom_details = labels } }),
            _ => JsonSerializer.Serialize(new { dedup_key = key, name = alert, status = over ? "resolved" : "firing", summary, severity = "info", labels }),
        };
    }
}
