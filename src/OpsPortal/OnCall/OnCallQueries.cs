using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Schedules;
using OpsPortal.Storage;

namespace OpsPortal.OnCall;

/// <summary>Who is on call, now and at any time.</summary>
public sealed class OnCallQueries(IDbContextFactory<OpsPortalDbContext> storage)
{
    /// <summary>Who has to answer at a moment. Asks for no right: paging goes by it.</summary>
    /// <returns>Null where there is no such schedule (any more).</returns>
    public async Task<WhoIsOnCall?> WhoAsync(Guid schedule, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return (await ViewsAsync(db, db.OnCallSchedules.Where(s => s.Id == schedule), cancellation)).FirstOrDefault()?.Who(at);
    }

    /// <summary>With its methods in the order in which they are tried. Asks for no right. Null where there is none (any more).</summary>
    public async Task<Contact?> ContactAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.Contacts.AsNoTracking().Include(c => c.Methods.OrderBy(m => m.Position)).FirstOrDefaultAsync(c => c.Id == id && c.RemovedAt == null, cancellation);
    }

    /// <summary>By name.</summary>
    public async Task<Result<IReadOnlyList<ScheduleView>>> SchedulesAsync(Actor actor, CancellationToken cancellation)
    {
        if (Refuse(actor) is { } refused) return refused;
        return (await AllAsync(cancellation)).ToList();
    }

    public async Task<Result<ScheduleView>> ScheduleAsync(Actor actor, string slug, CancellationToken cancellation)
    {
        if (Refuse(actor) is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await ViewsAsync(db, db.OnCallSchedules.Where(s => s.Slug == slug), cancellation) is [var found] ? found : ScheduleGuard.Missing(slug);
    }

    /// <summary>By name, with their methods in order.</summary>
    public async Task<Result<IReadOnlyList<Contact>>> ContactsAsync(Actor actor, CancellationToken cancellation)
    {
        if (Refuse(actor) is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.Contacts.AsNoTracking().Include(c => c.Methods.OrderBy(m => m.Position)).Where(c => c.RemovedAt == null).OrderBy(c => c.Name).ToListAsync(cancellation);
    }

    /// <summary>Accounts that are no contact yet, by name: an administrator can make them one.</summary>
    public async Task<Result<IReadOnlyList<AccountName>>> AccountsAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, toDoWhat: "make contacts of accounts") is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.Users.AsNoTracking().Where(u => !db.Contacts.Any(c => c.UserId == u.Id && c.RemovedAt == null)).OrderBy(u => u.DisplayName)
            .Select(u => new AccountName(u.Id, u.DisplayName, u.Email)).ToListAsync(cancellation);
    }

    /// <summary>All schedules, by name. Asks for no right.</summary>
    internal async Task<IReadOnlyList<ScheduleView>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await AllAsync(db, cancellation);
    }

    /// <summary>The same within the transaction that is under way on <paramref name="db"/>.</summary>
    internal static async Task<IReadOnlyList<ScheduleView>> AllAsync(OpsPortalDbContext db, CancellationToken cancellation) => await ViewsAsync(db, db.OnCallSchedules, cancellation);

    private static Problem? Refuse(Actor actor) => actor.MaySomewhere(Permission.See) ? null : actor.May(Permission.See, toDoWhat: "see who is on call");

    // All overrides are read, since a shift of today may have begun where one of last year ended.
    private static async Task<List<ScheduleView>> ViewsAsync(OpsPortalDbContext db, IQueryable<OnCallSchedule> which, CancellationToken cancellation)
    {
        var schedules = await which.AsNoTracking().AsSplitQuery().Where(s => s.RemovedAt == null).Include(s => s.Editions).Include(s => s.Overrides).OrderBy(s => s.Name).ToListAsync(cancellation);
        if (schedules.Count == 0) return [];
        var named = schedules.SelectMany(s => s.Editions.SelectMany(e => e.Layers).SelectMany(l => l.People.Concat(l.Shadows)).Concat(s.Overrides.Select(o => o.ContactId))).Distinct().ToList();
        // Whoever was removed is still the one who was on call.
        var people = await db.Contacts.AsNoTracking().Include(c => c.Methods.OrderBy(m => m.Position)).Where(c => named.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellation);
        return [.. schedules.Select(s => new ScheduleView(s, people))];
    }
}

/// <summary>An account, as lists show it.</summary>
public sealed record AccountName(Guid Id, string Name, string? Email);

/// <summary>A schedule with its people, ready to be calculated.</summary>
/// <param name="People">All that its editions and overrides name, by id.</param>
public sealed record ScheduleView(OnCallSchedule Entity, IReadOnlyDictionary<Guid, Contact> People)
{
    /// <summary>How far a hand-over is looked for.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(60);

    public Schedule Schedule { get; } = Entity.ToSchedule();

    public string NameOf(Guid person) => People.TryGetValue(person, out var contact) ? contact.Name : "somebody who was removed";

    public WhoIsOnCall Who(DateTimeOffset at)
    {
        var rota = Schedule.Shifts(at, at + Ahead);
        var shift = rota.Shifts.FirstOrDefault(s => s.Covers(at));
        var spell = rota.Spells.FirstOrDefault(s => s.From <= at);
        var until = spell?.To ?? rota.Shifts.Select(s => (DateTimeOffset?)s.From).FirstOrDefault();
        var next = until is null ? null : rota.Shifts.FirstOrDefault(s => s.Covers(until.Value));
        return new(Entity, shift is null ? null : People.GetValueOrDefault(shift.Person), shift,
            [.. rota.Shadows.Where(s => s.Covers(at)).Select(s => People.GetValueOrDefault(s.Person)).OfType<Contact>()],
            until >= at + Ahead ? null : until, next is null ? null : People.GetValueOrDefault(next.Person));
    }
}

/// <summary>Who has to answer.</summary>
/// <param name="Contact">Null where nobody is on call.</param>
/// <param name="Shift">Of <paramref name="Contact"/>.</param>
/// <param name="Until">When that changes; null where it does not within two months.</param>
/// <param name="Next">Who follows; null where nobody does.</param>
public sealed record WhoIsOnCall(OnCallSchedule Schedule, Contact? Contact, Shift? Shift, IReadOnlyList<Contact> Shadows, DateTimeOffset? Until, Contact? Next);
