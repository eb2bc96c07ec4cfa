using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents;

/// <summary>
/// One act on one incident: its row is locked, so that acts come one after the other and the timeline has no gaps. Whoever locks
/// other rows as well locks the incident first.
/// </summary>
public sealed class IncidentWork(OpsPortalDbContext db, Incident incident, Actor actor, DateTimeOffset now)
{
    public OpsPortalDbContext Db => db;
    public Incident Incident => incident;

    /// <summary>Who acts; <see cref="Actor.Portal"/> where nobody did.</summary>
    public Actor Actor => actor;
    public DateTimeOffset Now => now;
    public SystemPolicy Policy { get; private set; } = null!;
    public SeverityLevel? Severity => Policy.Severity(incident.Severity);
    internal List<IncidentNews> News { get; } = [];

    /// <summary>Adds an entry; stored with the rest.</summary>
    public TimelineEntry Tell(TimelineKind kind, string text, IReadOnlyDictionary<string, string>? detail = null, int? corrects = null)
    {
        var entry = new TimelineEntry
        {
            Incident = incident.Number,
            Number = ++incident.LastEntry,
            At = now,
            Kind = kind,
            ActorId = actor.Id == Guid.Empty ? null : actor.Id,
            Actor = actor.Name,
            Text = text,
            Detail = detail ?? new Dictionary<string, string>(),
            Corrects = corrects,
        };
        db.Add(entry);
        return entry;
    }

    internal async Task LoadPolicyAsync(CancellationToken cancellation)
    {
        var system = await db.Systems.IgnoreQueryFilters().AsNoTracking().FirstAsync(s => s.Id == incident.SystemId, cancellation);
        Policy = SystemPolicy.Of(new(system, await db.SystemFacts.AsNoTracking().Where(f => f.SystemId == system.Id).ToListAsync(cancellation)));
    }
}

/// <summary>The way of every act on an incident: lock, work, listeners, audit, commit, hint.</summary>
public sealed class IncidentActs(
    IDbContextFactory<OpsPortalDbContext> contexts, IEnumerable<IIncidentListener> listeners, AuditLog audit, ILiveBus bus, TimeProvider time)
{
    /// <param name="audited">e.g. <c>incident.resolved</c>; null for what the timeline alone tells.</param>
    /// <param name="work">Null where it went well; a problem leaves everything as it was.</param>
    public async Task<Result<Incident>> InvokeAsync(
        Actor actor, long number, string verb, string? audited, Func<IncidentWork, Task<Problem?>> work, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: verb)!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await LockAsync(db, number, cancellation) is not { } incident) return Missing(number);
        if (await IncidentRights.RefuseAsync(db, actor, incident.System, incident.EnvironmentId, verb, cancellation) is { } refused) return refused;
        var act = new IncidentWork(db, incident, actor, time.GetUtcNow());
        await act.LoadPolicyAsync(cancellation);
        if (await work(act) is { } problem) return problem;
        await EndAsync(act, audited, cancellation);
        await transaction.CommitAsync(cancellation);
        await HintAsync(incident, cancellation);
        return incident;
    }

    /// <summary>The same within a transaction that is under way, for what happens elsewhere and is told here. The caller commits, then gives the hint.</summary>
    public async Task<Incident?> WithinAsync(OpsPortalDbContext db, Actor actor, long number, Func<IncidentWork, Task> work, CancellationToken cancellation)
    {
        if (await LockAsync(db, number, cancellation) is not { } incident) return null;
        var act = new IncidentWork(db, incident, actor, time.GetUtcNow());
        await act.LoadPolicyAsync(cancellation);
        await work(act);
        await EndAsync(act, null, cancellation);
        return incident;
    }

    internal async Task EndAsync(IncidentWork act, string? audited, CancellationToken cancellation)
    {
        // Numbers of rows that listeners refer to are there.
        await act.Db.SaveChangesAsync(cancellation);
        for (var at = 0; at < act.News.Count; at++)
            foreach (var listener in listeners) await listener.HearAsync(act, act.News[at], cancellation);
        await act.Db.SaveChangesAsync(cancellation);
        if (audited is null) return;
        await audit.AppendAsync(act.Db, act.Actor, audited, "incident", act.Incident.Name,
            new Dictionary<string, string> { ["system"] = act.Incident.System, ["severity"] = act.Incident.Severity, ["state"] = $"{act.Incident.State}" }, cancellation);
    }

    public ValueTask HintAsync(Incident incident, CancellationToken cancellation) => bus.PublishAsync(new(HintKind.Incident, $"{incident.Number}", incident.LastEntry), cancellation);

    public static Problem Missing(long number) => Problem.NotFound($"There is no incident INC-{number}.");

    private static async Task<Incident?> LockAsync(OpsPortalDbContext db, long number, CancellationToken cancellation)
    {
        // The lock alone, then the row through the filters of who may see it.
        await db.Database.ExecuteSqlAsync($"select 1 from incidents where number = {number} for update", cancellation);
        return await db.Incidents.FirstOrDefaultAsync(i => i.Number == number, cancellation);
    }
}
