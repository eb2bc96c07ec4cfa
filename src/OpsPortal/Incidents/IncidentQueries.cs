using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Storage;

namespace OpsPortal.Incidents;

/// <summary>Which incidents are wanted.</summary>
/// <param name="Open">True for those that are not over, false for the others, null for all.</param>
/// <param name="System">Slug.</param>
/// <param name="Before">Only older ones than this number.</param>
public sealed record IncidentFilter(bool? Open = null, string? System = null, string? Words = null, long? Before = null, int Limit = 50);

/// <summary>An incident with what its page shows besides the timeline.</summary>
public sealed record IncidentSheet(Incident Incident, string? Environment, IReadOnlyList<IncidentClock> Clocks, IReadOnlyList<Responder> Responders, IReadOnlyList<TimelinePin> Pins)
{
    /// <summary>Items of the response guide that people ticked.</summary>
    public IReadOnlyList<GuideTick> Ticks { get; init; } = [];

    public Responder? With(IncidentRole role) => Responders.FirstOrDefault(r => r.Role == role && r.LeftAt is null);
    public IEnumerable<Responder> Present => Responders.Where(r => r.LeftAt is null).OrderBy(r => r.Role == IncidentRole.Responder).ThenBy(r => r.Role).ThenBy(r => r.JoinedAt);
    public IEnumerable<IncidentClock> Running => Clocks.Where(c => c.StoppedAt is null).OrderBy(c => c.DueAt);
}

/// <summary>Incidents to look at: what the reader may not see is not there.</summary>
public sealed class IncidentQueries(IDbContextFactory<OpsPortalDbContext> contexts)
{
    public const int MostEntries = 500;

    public async Task<IReadOnlyList<IncidentSheet>> ListAsync(IncidentFilter filter, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var incidents = db.Incidents.AsNoTracking();
        if (filter.Open is { } open) incidents = incidents.Where(i => (i.ResolvedAt == null) == open);
        if (filter.System is { } system) incidents = incidents.Where(i => i.System == system);
        if (filter.Before is { } before) incidents = incidents.Where(i => i.Number < before);
        if (filter.Words is { Length: > 0 } words) incidents = incidents.Where(i => EF.Functions.ILike(i.Title, $"%{Escape(words)}%", "\\") || EF.Functions.ILike(i.System, $"%{Escape(words)}%", "\\"));
        var found = await incidents.OrderByDescending(i => i.Number).Take(Math.Clamp(filter.Limit, 1, 200)).ToListAsync(cancellation);
        return await SheetsAsync(db, found, cancellation);
    }

    public async Task<int> OpenCountAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Incidents.CountAsync(i => i.ResolvedAt == null, cancellation);
    }

    /// <summary>Null where there is none, or none to see.</summary>
    public async Task<IncidentSheet?> FindAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db.Incidents.AsNoTracking().Where(i => i.Number == number).ToListAsync(cancellation);
        return await SheetsAsync(db, found, cancellation) is [var sheet] ? sheet : null;
    }

    /// <summary>Entries after a number, oldest first, at most <see cref="MostEntries"/>; null where the incident is not there.</summary>
    public async Task<IReadOnlyList<TimelineEntry>?> TimelineAsync(long number, int after, IReadOnlyCollection<TimelineKind>? kinds, CancellationToken cancellation, int limit = MostEntries)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Incidents.AnyAsync(i => i.Number == number, cancellation)) return null;
        var entries = db.TimelineEntries.AsNoTracking().Where(e => e.Incident == number && e.Number > after);
        if (kinds is { Count: > 0 }) entries = entries.Where(e => kinds.Contains(e.Kind));
        return await entries.OrderBy(e => e.Number).Take(Math.Clamp(limit, 1, MostEntries)).ToListAsync(cancellation);
    }

    /// <summary>The newest entries up to a number, oldest first; null where the incident is not there.</summary>
    public async Task<IReadOnlyList<TimelineEntry>?> NewestAsync(long number, int? before, IReadOnlyCollection<TimelineKind>? kinds, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Incidents.AnyAsync(i => i.Number == number, cancellation)) return null;
        var entries = db.TimelineEntries.AsNoTracking().Where(e => e.Incident == number);
        if (before is { } end) entries = entries.Where(e => e.Number < end);
        if (kinds is { Count: > 0 }) entries = entries.Where(e => kinds.Contains(e.Kind));
        var newest = await entries.OrderByDescending(e => e.Number).Take(Math.Clamp(limit, 1, MostEntries)).ToListAsync(cancellation);
        newest.Reverse();
        return newest;
    }

    private static async Task<IReadOnlyList<IncidentSheet>> SheetsAsync(OpsPortalDbContext db, List<Incident> incidents, CancellationToken cancellation)
    {
        var numbers = incidents.ConvertAll(i => i.Number);
        if (numbers.Count == 0) return [];
        var clocks = (await db.IncidentClocks.AsNoTracking().Where(c => numbers.Contains(c.Incident)).ToListAsync(cancellation)).ToLookup(c => c.Incident);
        var responders = (await db.Responders.AsNoTracking().Where(r => numbers.Contains(r.Incident)).ToListAsync(cancellation)).ToLookup(r => r.Incident);
        var pins = (await db.TimelinePins.AsNoTracking().Where(p => numbers.Contains(p.Incident)).ToListAsync(cancellation)).ToLookup(p => p.Incident);
        var ticks = (await db.GuideTicks.AsNoTracking().Where(t => numbers.Contains(t.Incident)).ToListAsync(cancellation)).ToLookup(t => t.Incident);
        var places = incidents.Select(i => i.EnvironmentId).OfType<Guid>().Distinct().ToList();
        var environments = await db.Environments.AsNoTracking().Where(e => places.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellation);
        return [.. incidents.Select(i => new IncidentSheet(i, i.EnvironmentId is { } e ? environments.GetValueOrDefault(e) : null, [.. clocks[i.Number]], [.. responders[i.Number]], [.. pins[i.Number]]) { Ticks = [.. ticks[i.Number]] })];
    }

    private static string Escape(string words) => words.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
