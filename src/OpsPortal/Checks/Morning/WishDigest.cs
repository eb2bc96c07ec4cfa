using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;

namespace OpsPortal.Checks.Morning;

/// <param name="At">"08:00", in the contact's own time zone.</param>
public sealed record DigestForm(string? At = null, bool OnlyTrouble = false);

/// <summary>Who wants the morning's page sent to them: everybody for themselves.</summary>
public sealed class WishDigest(IDbContextFactory<OpsPortalDbContext> contexts, TimeProvider time)
{
    /// <summary>One's own wish.</summary>
    public async Task<DigestWish?> FindAsync(Guid account, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.DigestWishes.AsNoTracking().FirstOrDefaultAsync(w => db.Contacts.Any(c => c.Id == w.ContactId && c.UserId == account && c.RemovedAt == null), cancellation);
    }

    public async Task<Result<DigestWish>> SetAsync(Actor actor, DigestForm form, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.See)) return actor.May(Permission.See, toDoWhat: "read the morning's page")!;
        if (!TimeOnly.TryParseExact(form.At ?? "08:00", ["H:mm", "HH:mm"], out var at)) return Problem.Invalid("Write the time as 08:00.", "at");
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await OwnAsync(db, actor, cancellation) is not { } contact || !contact.Methods.Any(m => m.Works))
            return Problem.Conflict("OpsPortal has no way to reach you yet. Add an e-mail address on the page Your on-call and verify it; then ask again.");
        var wish = await db.DigestWishes.FirstOrDefaultAsync(w => w.ContactId == contact.Id, cancellation);
        if (wish is null) db.DigestWishes.Add(wish = new() { ContactId = contact.Id, TimeZone = contact.TimeZone });
        (wish.MinuteOfDay, wish.TimeZone, wish.OnlyTrouble, wish.Trouble) = (at.Hour * 60 + at.Minute, contact.TimeZone, form.OnlyTrouble, null);
        // One that would have been due today comes tomorrow.
        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone(wish.TimeZone));
        wish.SentFor = local.Hour * 60 + local.Minute >= wish.MinuteOfDay ? DateOnly.FromDateTime(local.DateTime) : DateOnly.FromDateTime(local.DateTime).AddDays(-1);
        await db.SaveChangesAsync(cancellation);
        return wish;
    }

    public async Task<Result<bool>> StopAsync(Actor actor, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.See)) return actor.May(Permission.See, toDoWhat: "read the morning's page")!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await OwnAsync(db, actor, cancellation) is { } contact) await db.DigestWishes.Where(w => w.ContactId == contact.Id).ExecuteDeleteAsync(cancellation);
        return true;
    }

    internal static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private static Task<Contact?> OwnAsync(OpsPortalDbContext db, Actor actor, CancellationToken cancellation) =>
        db.Contacts.Include(c => c.Methods).FirstOrDefaultAsync(c => c.UserId == actor.Id && c.RemovedAt == null, cancellation);
}
