using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks;
using OpsPortal.Storage;
using ComponentState = OpsPortal.StatusPage.Pages.ComponentState;

namespace OpsPortal.StatusPage.Sources;

/// <summary>Checks of production that do not pass propose the state of what they look at, and tell for how long it was so.</summary>
internal sealed class CheckSource : IStatusSource
{
    public async Task<IReadOnlyList<StatusFinding>> FindAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation)
    {
        var places = await db.PublicPlacesAsync(cancellation);
        var rows = await db.CheckStandings.IgnoreQueryFilters().AsNoTracking().Where(s => s.Check!.RemovedAt == null && s.State != CheckState.Paused && s.State != CheckState.Unknown)
            .Select(s => new Standing(s.CheckId, s.Check!.Name, s.Check.System, s.Check.EnvironmentId, s.Check.Component, s.State, s.Why)).ToListAsync(cancellation);
        return [.. rows.Where(r => places.Contains(r.Environment)).GroupBy(r => (r.System, r.Component)).SelectMany(part => Of([.. part]))];
    }

    public async Task<IReadOnlyList<MeasuredSpan>> HistoryAsync(OpsPortalDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var places = await db.PublicPlacesAsync(cancellation);
        var checks = await db.Checks.IgnoreQueryFilters().AsNoTracking().Where(c => c.RemovedAt == null).Select(c => new { c.Id, c.System, c.Component, c.EnvironmentId }).ToListAsync(cancellation);
        var ids = checks.Where(c => places.Contains(c.EnvironmentId)).Select(c => c.Id).ToList();
        var changes = (await db.CheckChanges.AsNoTracking().Where(c => ids.Contains(c.CheckId) && c.At >= from && c.At < to).OrderBy(c => c.Id).ToListAsync(cancellation)).ToLookup(c => c.CheckId);
        var standing = await db.CheckStandings.AsNoTracking().Where(s => ids.Contains(s.CheckId)).ToDictionaryAsync(s => s.CheckId, s => s.State, cancellation);
        return [.. checks.Where(c => standing.ContainsKey(c.Id)).SelectMany(c => Spans([.. changes[c.Id]], standing[c.Id], from).Select(s => new MeasuredSpan(c.System, c.Component, s.State, s.From, s.To)))];
    }

    /// <summary>What one part of a system comes to: it is out where nothing of it passes.</summary>
    internal static IEnumerable<StatusFinding> Of(IReadOnlyList<Standing> part)
    {
        var dead = part.All(c => c.State == CheckState.Failing);
        foreach (var check in part.Where(c => State(c.State) is not null))
            yield return new($"check:{check.Id}", check.System, check.Component, dead ? ComponentState.MajorOutage : State(check.State)!.Value, $"{check.Name}: {check.Why}", $"/checks/{check.Id}");
    }

    /// <param name="changes">Oldest first.</param>
    /// <param name="now">How it stands at the end.</param>
    internal static IEnumerable<(ComponentState State, DateTimeOffset From, DateTimeOffset? To)> Spans(IReadOnlyList<CheckChange> changes, CheckState now, DateTimeOffset from)
    {
        var (state, since) = (changes.Count > 0 ? changes[0].From : now, from);
        foreach (var change in changes)
        {
            if (State(state) is { } was && change.At > since) yield return (was, since, change.At);
            (state, since) = (change.To, change.At);
        }
        if (State(state) is { } still) yield return (still, since, null);
    }

    private static ComponentState? State(CheckState state) => state switch
    {
        CheckState.Failing => ComponentState.PartialOutage,
        CheckState.Warning => ComponentState.DegradedPerformance,
        _ => null,
    };

    /// <param name="System">Slug.</param>
    internal sealed record Standing(int Id, string Name, string System, Guid Environment, string? Component, CheckState State, string Why);
}
