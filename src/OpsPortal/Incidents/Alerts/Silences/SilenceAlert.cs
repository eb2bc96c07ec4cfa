using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.Alerts.Silences;

/// <summary>What is to be quiet, and for how long.</summary>
/// <param name="Integration">Name; null where there is one only.</param>
/// <param name="Until">At most <see cref="SilenceAlert.Longest"/> from now.</param>
public sealed record SilenceForm(string? Integration, IReadOnlyList<LabelMatcher> Matchers, DateTimeOffset? Until, string? Reason);

/// <summary>Keeps alerts quiet, here and in their Alertmanager, and lets them be heard again.</summary>
public sealed class SilenceAlert(IDbContextFactory<OpsPortalDbContext> contexts, TendSilences tend, AuditLog audit, ILiveBus bus, TimeProvider time)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);
    private const int MostMatchers = 20;

    public async Task<Result<AlertSilence>> InvokeAsync(Actor actor, SilenceForm form, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "silence alerts")!;
        var now = time.GetUtcNow();
        if (form.Reason?.Trim() is not { Length: > 0 and <= 500 } reason) return Problem.Invalid("Say why (at most 500 characters); whoever wonders about the quiet reads it.", "reason");
        if (form.Matchers is not { Count: > 0 and <= MostMatchers }) return Problem.Invalid($"Say which alerts: 1 to {MostMatchers} matchers, as in {{\"name\":\"alertname\",\"value\":\"HighErrorRate\"}}.", "matchers");
        foreach (var matcher in form.Matchers)
            if (matcher.Check() is { } wrong) return wrong;
        if (form.Matchers.All(m => m.Matches(new Dictionary<string, string>()))) return Problem.Invalid("These matchers hold for an alert without any label, so they would silence nearly everything. Name at least one label that has to be there.", "matchers");
        if (form.Until is not { } until || until <= now || until - now > Longest) return Problem.Invalid($"Say until when: a time within the next {Longest.TotalDays:F0} days.", "until");

        AlertSilence silence;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var found = await IntegrationAsync(db, form.Integration, cancellation);
            if (!found.Succeeded) return found.Problem;
            var integration = found.Value;
            if (await RefuseAsync(db, actor, integration, cancellation) is { } refused) return refused;
            silence = new()
            {
                Id = Guid.CreateVersion7(now),
                IntegrationId = integration.Id,
                Matchers = [.. form.Matchers],
                Reason = reason,
                CreatedById = actor.Id,
                CreatedBy = actor.Name,
                StartsAt = now,
                EndsAt = until.ToUniversalTime(),
                RemotePending = integration is { Kind: AlertKind.Alertmanager, Settings.AlertmanagerUrl: not null },
            };
            db.AlertSilences.Add(silence);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, "alerts.silenced", "silence", $"{silence.Id}", Detail(integration, silence), cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return await ToldAsync(silence, cancellation);
    }

    /// <summary>Alerts that still fire are looked at as if they had just come.</summary>
    public async Task<Result<AlertSilence>> EndAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "end silences")!;
        AlertSilence? silence;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            if (await db.AlertSilences.AsNoTracking().Where(s => s.Id == id).Select(s => s.IntegrationId).FirstOrDefaultAsync(cancellation) is var of && of == Guid.Empty) return Missing;
            await db.LockAsync($"alerts:{of}", cancellation);
            silence = await db.AlertSilences.FirstAsync(s => s.Id == id, cancellation);
            var integration = await db.AlertIntegrations.FirstAsync(i => i.Id == of, cancellation);
            if (await RefuseAsync(db, actor, integration, cancellation) is { } refused) return refused;
            if (silence.EndedAt is not null) return Problem.Conflict("This silence is over already.");
            (silence.EndedAt, silence.EndedBy) = (time.GetUtcNow(), actor.Name);
            // Also where it never got there: an answer may have been lost.
            (silence.RemotePending, silence.RemoteAfter, silence.RemoteProblem) = (silence.RemotePending || silence.RemoteId is not null, null, null);
            await db.SaveChangesAsync(cancellation);
            await TendSilences.HearAgainAsync(db, silence, cancellation);
            await audit.AppendAsync(db, actor, "alerts.heardAgain", "silence", $"{silence.Id}", Detail(integration, silence), cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return await ToldAsync(silence, cancellation);
    }

    private async Task<Result<AlertSilence>> ToldAsync(AlertSilence silence, CancellationToken cancellation)
    {
        if (silence.RemotePending) await tend.TellAsync(silence.Id, cancellation);
        await bus.PublishAsync(new(HintKind.Status, Grouping.GroupAlerts.Topic), cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.AlertSilences.AsNoTracking().FirstAsync(s => s.Id == silence.Id, cancellation);
    }

    private static async Task<Result<AlertIntegration>> IntegrationAsync(OpsPortalDbContext db, string? name, CancellationToken cancellation)
    {
        var all = await db.AlertIntegrations.Where(i => i.RemovedAt == null && (name == null || i.Name == name)).Take(2).ToListAsync(cancellation);
        return all switch
        {
            [var one] => one,
            [] => Problem.NotFound(name is null ? "There is no integration that could be silenced yet; an administrator adds one under Alerts." : $"There is no integration {name}."),
            _ => Problem.Invalid("There are several integrations; say which one to silence.", "integration"),
        };
    }

    /// <summary>A silence reaches as far as its integration does: without a system it takes the right for all of them.</summary>
    private static async Task<Problem?> RefuseAsync(OpsPortalDbContext db, Actor actor, AlertIntegration integration, CancellationToken cancellation)
    {
        var place = integration.EnvironmentId is { } id ? await db.Environments.Where(e => e.Id == id).Select(e => e.Name).FirstOrDefaultAsync(cancellation) : null;
        return actor.May(Permission.RunSteps, place, integration.System, "silence alerts");
    }

    private static Dictionary<string, string> Detail(AlertIntegration integration, AlertSilence silence) => new()
    {
        ["integration"] = integration.Name,
        ["matchers"] = string.Join(", ", silence.Matchers.Select(m => m.Text)),
        ["until"] = silence.EndsAt.ToString("O"),
        ["reason"] = silence.Reason,
    };

    private static Problem Missing => Problem.NotFound("There is no such silence.");
}
