using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Access;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal.Incidents;

/// <summary>What is known when an incident begins.</summary>
/// <param name="System">Slug.</param>
/// <param name="Severity">As the system's policy calls it; null takes its worst but one, or the only one.</param>
/// <param name="Key">The act's own key; the same key again is the same incident.</param>
public sealed record NewIncident(string System, string? Severity, string Title, string Key)
{
    /// <summary>Name of the environment; null where nobody knows.</summary>
    public string? Environment { get; init; }
    public IReadOnlyList<string> Components { get; init; } = [];
    public bool Private { get; init; }
    public string? Runbook { get; init; }
    public string? RunbookPlace { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Which response guide leads through it; people can choose another one later.</summary>
    public IncidentKind Kind { get; init; }

    /// <summary>Alert or check that says so; null where a person does.</summary>
    public string? Source { get; init; }
}

/// <summary>Begins an incident: row, clocks, first timeline entry, whoever is called, audit: one transaction.</summary>
public sealed class DeclareIncident(IDbContextFactory<OpsPortalDbContext> contexts, IncidentActs acts, SystemQueries systems, TimeProvider time)
{
    private const int LongestTitle = 200;

    public async Task<Result<Incident>> InvokeAsync(Actor actor, NewIncident wanted, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "declare incidents")!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Incidents.AsNoTracking().FirstOrDefaultAsync(i => i.Key == wanted.Key, cancellation) is { } before) return before;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        try
        {
            var declared = await WithinAsync(db, actor, wanted, cancellation);
            if (!declared.Succeeded) return declared.Problem;
            await acts.EndAsync(declared.Value.Work, "incident.declared", cancellation);
            await transaction.CommitAsync(cancellation);
            await acts.HintAsync(declared.Value.Work.Incident, cancellation);
            return declared.Value.Work.Incident;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_incidents_key" })
        {
            await transaction.RollbackAsync(cancellation);
            return await db.Incidents.AsNoTracking().FirstAsync(i => i.Key == wanted.Key, cancellation);
        }
    }

    /// <summary>Within a transaction that is under way, for alerts. The caller ends the work, commits and gives the hint.</summary>
    internal async Task<Result<DeclaredIncident>> WithinAsync(OpsPortalDbContext db, Actor actor, NewIncident wanted, CancellationToken cancellation)
    {
        if (await systems.FindAsync(wanted.System, cancellation) is not { } sheet) return SystemQueries.Missing(wanted.System);
        var environment = wanted.Environment is null ? null : await db.Environments.FirstOrDefaultAsync(e => e.Name == wanted.Environment && e.RemovedAt == null, cancellation);
        if (wanted.Environment is not null && environment is null) return Problem.NotFound($"There is no environment {wanted.Environment}; choose one of those under Environments, or none.");
        if (await IncidentRights.RefuseAsync(db, actor, wanted.System, environment?.Id, "declare incidents", cancellation) is { } refused) return refused;
        var title = wanted.Title.Trim();
        if (title.Length is 0 or > LongestTitle) return Problem.Invalid($"Say in a few words what is wrong (at most {LongestTitle} characters).", "title");
        var severity = SeverityChoice.Of(Systems.Facts.SystemPolicy.Of(sheet), wanted.Severity);
        if (!severity.Succeeded) return severity.Problem;

        var now = time.GetUtcNow();
        var incident = new Incident
        {
            Key = wanted.Key,
            SystemId = sheet.System.Id,
            System = sheet.System.Slug,
            EnvironmentId = environment?.Id,
            Title = title,
            Severity = severity.Value,
            Components = [.. wanted.Components.Select(c => c.Trim()).Where(c => c.Length > 0).Distinct()],
            Kind = wanted.Kind,
            Private = wanted.Private,
            Runbook = wanted.Runbook,
            RunbookPlace = wanted.RunbookPlace,
            Parameters = wanted.Parameters,
            DeclaredById = wanted.Source is null ? actor.Id : null,
            DeclaredBy = wanted.Source ?? actor.Name,
            DetectedAt = now,
        };
        db.Incidents.Add(incident);
        await db.SaveChangesAsync(cancellation);
        var work = new IncidentWork(db, incident, actor, now);
        await work.LoadPolicyAsync(cancellation);
        work.Tell(TimelineKind.Declared, $"{(wanted.Source is null ? actor.Name : wanted.Source)} declared {incident.Severity}: {title}");
        if (wanted.Source is null) db.Responders.Add(new() { Incident = incident.Number, UserId = actor.Id, Name = actor.Name, Role = IncidentRole.Responder, JoinedAt = now });
        List<IncidentClock> clocks = [];
        ClockRules.Wind(clocks, incident, work.Severity, now);
        db.IncidentClocks.AddRange(clocks);
        work.News.Add(new IncidentNews.Declared());
        return new DeclaredIncident(work);
    }
}

/// <summary>An incident that is being declared.</summary>
internal sealed record DeclaredIncident(IncidentWork Work);
