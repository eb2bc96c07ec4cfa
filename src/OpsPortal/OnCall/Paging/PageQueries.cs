using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging;

/// <summary>Pages, and why they were sent or not.</summary>
public sealed class PageQueries(IDbContextFactory<OpsPortalDbContext> contexts)
{
    /// <summary>Newest first, with their attempts.</summary>
    public async Task<IReadOnlyList<Page>> ListAsync(long? incident, Guid? contact, bool? open, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var pages = db.Pages.AsNoTracking().Include(p => p.Attempts.OrderBy(a => a.DueAt)).AsQueryable();
        // Whoever may not see an incident does not see whom it woke.
        pages = pages.Where(p => p.Incident == null || db.Incidents.Any(i => i.Number == p.Incident));
        if (incident is { } number) pages = pages.Where(p => p.Incident == number);
        if (contact is { } person) pages = pages.Where(p => p.ContactId == person);
        if (open is { } wanted) pages = pages.Where(p => (p.State == PageState.Open) == wanted);
        return await pages.OrderByDescending(p => p.Id).Take(Math.Clamp(limit, 1, 200)).ToListAsync(cancellation);
    }

    /// <summary>For whoever holds its link; null where there is none.</summary>
    internal async Task<Page?> FindAsync(long id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Pages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellation);
    }

    public async Task<IReadOnlyList<EscalationPolicy>> PoliciesAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.EscalationPolicies.AsNoTracking().Where(p => p.RemovedAt == null).OrderBy(p => p.Name).ToListAsync(cancellation);
    }

    /// <summary>By which people are paged for an incident; null where nobody is, or the incident is not there.</summary>
    internal async Task<EscalationPolicy?> PolicyOfAsync(long incident, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Incidents.AsNoTracking().FirstOrDefaultAsync(i => i.Number == incident, cancellation) is not { } found) return null;
        return await db.Escalations.AsNoTracking().FirstOrDefaultAsync(e => e.Incident == incident, cancellation) is { } under
            ? await db.EscalationPolicies.AsNoTracking().FirstAsync(p => p.Id == under.PolicyId, cancellation)
            : null;
    }

    /// <summary>Why somebody was paged for an incident, or why not: rule, attempts, states and reasons, one sentence each.</summary>
    public async Task<Result<IReadOnlyList<string>>> WhyAsync(Actor actor, long incident, Guid contact, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.See)) return actor.May(Permission.See, toDoWhat: "see pages")!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Incidents.AsNoTracking().FirstOrDefaultAsync(i => i.Number == incident, cancellation) is not { } found) return Incidents.IncidentActs.Missing(incident);
        if (await db.Contacts.AsNoTracking().FirstOrDefaultAsync(c => c.Id == contact, cancellation) is not { } person) return Problem.NotFound("There is no such contact.");
        var pages = await db.Pages.AsNoTracking().Include(p => p.Attempts.OrderBy(a => a.DueAt)).Where(p => p.Incident == incident && p.ContactId == contact).OrderBy(p => p.Id).ToListAsync(cancellation);
        if (pages.Count > 0) return pages.SelectMany(WhyText.Paged).ToList();
        var escalation = await db.Escalations.AsNoTracking().FirstOrDefaultAsync(e => e.Incident == incident, cancellation);
        var policy = escalation is null ? await Escalate.PolicyForAsync(db, found.System, cancellation) : await db.EscalationPolicies.AsNoTracking().FirstAsync(p => p.Id == escalation.PolicyId, cancellation);
        var schedules = await db.OnCallSchedules.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, cancellation);
        return new List<string> { WhyText.NotPaged(found, person, escalation, policy, schedules) };
    }
}
