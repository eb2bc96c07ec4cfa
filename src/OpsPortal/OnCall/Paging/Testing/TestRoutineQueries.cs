using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Testing;

/// <summary>Test pages that come by themselves, and what became of the last ones.</summary>
public sealed class TestRoutineQueries(IDbContextFactory<OpsPortalDbContext> contexts)
{
    /// <summary>In the order in which they were planned.</summary>
    public async Task<IReadOnlyList<TestRoutineView>> ListAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var routines = await db.TestRoutines.AsNoTracking().OrderBy(r => r.Id).ToListAsync(cancellation);
        var (people, schedules, sent) = (routines.Select(r => r.ContactId).ToList(), routines.Select(r => r.ScheduleId).ToList(), routines.Select(r => r.LastPage).ToList());
        var names = await db.Contacts.Where(c => people.Contains(c.Id)).Select(c => new { c.Id, c.Name }).Concat(db.OnCallSchedules.Where(s => schedules.Contains(s.Id)).Select(s => new { s.Id, s.Name })).ToDictionaryAsync(n => n.Id, n => n.Name, cancellation);
        var pages = await db.Pages.AsNoTracking().Include(p => p.Attempts.OrderBy(a => a.DueAt)).Where(p => sent.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        return [.. routines.Select(r => new TestRoutineView(r, names[(r.ScheduleId ?? r.ContactId)!.Value], r.LastPage is { } page ? pages.GetValueOrDefault(page) : null))];
    }
}

/// <param name="Whom">Name of the schedule or the contact.</param>
/// <param name="Last">The newest page with its attempts; null where none was made.</param>
public sealed record TestRoutineView(TestRoutine Routine, string Whom, Page? Last)
{
    internal ReadyCheck Check(DateTimeOffset now) => TestRoutineText.Check(this, now);
}
