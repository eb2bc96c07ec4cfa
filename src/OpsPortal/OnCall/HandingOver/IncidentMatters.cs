using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.HandingOver;

/// <summary>What is open in the systems that a schedule answers for: incidents with what is due, alerts that are kept quiet, action items. Whoever looks sees no more than elsewhere.</summary>
internal sealed class IncidentMatters(IDbContextFactory<OpsPortalDbContext> contexts, TimeProvider time) : IOpenMatters
{
    private const int Most = 20;

    public async Task<IReadOnlyList<OpenMatter>> OpenAsync(Guid schedule, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var policies = await db.EscalationPolicies.AsNoTracking().Where(p => p.RemovedAt == null).ToListAsync(cancellation);
        var mine = policies.FindAll(p => p.Levels.Any(l => l.Schedules.Contains(schedule)));
        if (mine.Count == 0) return [];
        // A policy without systems is for all that have none of their own.
        var others = policies.Except(mine).SelectMany(p => p.Systems).ToList();
        var (named, rest) = (mine.SelectMany(p => p.Systems).ToList(), mine.Any(p => p.Systems.Count == 0));
        var incidents = db.Incidents.AsNoTracking().Where(i => named.Contains(i.System) || rest && !others.Contains(i.System));
        return [.. await IncidentsAsync(db, incidents, cancellation), .. await SilencesAsync(db, named, rest, others, cancellation), .. await ItemsAsync(db, incidents, cancellation)];
    }

    private async Task<IEnumerable<OpenMatter>> IncidentsAsync(OpsPortalDbContext db, IQueryable<Incident> incidents, CancellationToken cancellation)
    {
        var open = await incidents.Where(i => i.ResolvedAt == null).OrderByDescending(i => i.Number).Take(Most).ToListAsync(cancellation);
        var numbers = open.Select(i => i.Number).ToList();
        var clocks = (await db.IncidentClocks.AsNoTracking().Where(c => numbers.Contains(c.Incident) && c.StoppedAt == null).OrderBy(c => c.DueAt).ToListAsync(cancellation)).ToLookup(c => c.Incident);
        var now = time.GetUtcNow();
        return open.Select(i => new OpenMatter("incident", $"{i.Name} {i.Title}",
            string.Join(" · ", clocks[i.Number].Take(2).Select(c => $"{ClockText.Name(c.Kind)} {ClockText.Left(c, now)}").Prepend($"{i.Severity}, {i.State.Word()}")), $"/incidents/{i.Number}"));
    }

    private async Task<IEnumerable<OpenMatter>> SilencesAsync(OpsPortalDbContext db, List<string> named, bool rest, List<string> others, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var quiet = await db.AlertSilences.AsNoTracking().Where(s => s.EndedAt == null && s.StartsAt <= now && s.EndsAt > now)
            .Join(db.AlertIntegrations, s => s.IntegrationId, i => i.Id, (s, i) => new { Silence = s, Integration = i })
            .Where(x => x.Integration.System == null || named.Contains(x.Integration.System) || rest && !others.Contains(x.Integration.System))
            .OrderBy(x => x.Silence.EndsAt).Take(Most).ToListAsync(cancellation);
        return quiet.Select(x => new OpenMatter("silence", string.Join(", ", x.Silence.Matchers.Select(m => m.Text)), $"quiet until {x.Silence.EndsAt:yyyy-MM-dd HH:mm} UTC, by {x.Silence.CreatedBy}: {x.Silence.Reason}", null));
    }

    private async Task<IEnumerable<OpenMatter>> ItemsAsync(OpsPortalDbContext db, IQueryable<Incident> incidents, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var items = await db.ActionItems.AsNoTracking().Where(i => i.DoneAt == null && incidents.Any(x => x.Number == i.Incident)).OrderBy(i => i.DueOn).Take(Most).ToListAsync(cancellation);
        return items.Select(i => new OpenMatter("action item", i.Text, $"{i.Owner}, {(i.DueOn < today ? "was due" : "due")} {i.DueOn:yyyy-MM-dd}, from INC-{i.Incident}", $"/incidents/{i.Incident}/review"));
    }
}
