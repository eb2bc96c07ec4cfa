using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Contacts;

/// <summary>Adds a contact, changes one, takes one away.</summary>
public sealed class SaveContact(IDbContextFactory<OpsPortalDbContext> storage, AuditLog audit, TimeProvider time)
{
    public const int LongestName = 100;

    public async Task<Result<Contact>> AddAsync(Actor actor, ContactForm form, CancellationToken cancellation)
    {
        if (actor.May(Permission.Write, toDoWhat: "add contacts") is { } refused) return refused;
        // Whose account it is decides who may change it.
        if (form.User is { } whose && whose != actor.Id && actor.May(Permission.Administer, toDoWhat: "give a contact to an account") is { } notThat) return notThat;
        if (Check(form, adding: true) is { } wrong) return wrong;
        return await StoreAsync(actor, "contact.added", db => Task.FromResult<Result<Contact>>(New(db, form.Name!.Trim(), form.User)), form, cancellation);
    }

    public Task<Result<Contact>> ChangeAsync(Actor actor, Guid id, ContactForm form, CancellationToken cancellation) =>
        StoreAsync(actor, "contact.changed", async db =>
        {
            if (await ContactGuard.FindAsync(db, id, cancellation) is not { } contact) return ContactGuard.Missing;
            if (ContactGuard.Refuse(actor, contact) is { } refused) return refused;
            // Whose account it is decides who may change it.
            if (form.User is not null && form.User != contact.UserId && actor.May(Permission.Administer, toDoWhat: "give a contact to an account") is { } notThat) return notThat;
            return Check(form, adding: false) is { } wrong ? wrong : contact;
        }, form, cancellation);

    /// <summary>The contact of whoever acts, made at the first time.</summary>
    public async Task<Result<Contact>> OwnAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Rights.Ended is { } why) return Problem.Forbidden(why);
        await using (var db = await storage.CreateDbContextAsync(cancellation))
            if (await db.Contacts.AsNoTracking().Include(c => c.Methods.OrderBy(m => m.Position)).FirstOrDefaultAsync(c => c.UserId == actor.Id && c.RemovedAt == null, cancellation) is { } known) return known;
        return await StoreAsync(actor, "contact.added", async db => await db.Users.AnyAsync(u => u.Id == actor.Id, cancellation)
            ? New(db, actor.Name, actor.Id)
            : Problem.Conflict("Only accounts have a contact of their own."), new(), cancellation);
    }

    /// <summary>What they were on call for stays on record. Refused as long as a schedule still counts on them.</summary>
    public async Task<Result<Contact>> RemoveAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync(OnCallLock, cancellation);
        if (await ContactGuard.FindAsync(db, id, cancellation) is not { } contact) return ContactGuard.Missing;
        if (ContactGuard.Refuse(actor, contact) is { } refused) return refused;
        if (await CountedOnAsync(db, id, cancellation) is { } schedule)
            return Problem.Conflict($"The schedule {schedule} still counts on {contact.Name}. Take them out of its layers and overrides first.");
        contact.RemovedAt = time.GetUtcNow();
        db.ContactMethods.RemoveRange(contact.Methods);
        await db.SaveChangesAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, "contacts"), cancellation);
        await audit.AppendAsync(db, actor, "contact.removed", "contact", $"{id}", new Dictionary<string, string> { ["name"] = contact.Name }, cancellation);
        await transaction.CommitAsync(cancellation);
        return contact;
    }

    /// <summary>Whoever changes contacts or schedules holds it: a schedule never names somebody who is being removed.</summary>
    internal const string OnCallLock = "on-call";

    private async Task<Result<Contact>> StoreAsync(Actor actor, string action, Func<OpsPortalDbContext, Task<Result<Contact>>> find, ContactForm form, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync(OnCallLock, cancellation);
        var found = await find(db);
        if (!found.Succeeded) return found;
        var contact = found.Value;
        if (form.Name is { } name) contact.Name = name.Trim();
        if (form.TimeZone is { } zone) contact.TimeZone = zone.Trim();
        if (form.Notes is { } notes) contact.Notes = notes.Trim() is { Length: > 0 } said ? said : null;
        if (form.User is { } user)
        {
            if (!await db.Users.AnyAsync(u => u.Id == user, cancellation)) return Problem.Invalid("There is no such account.", "user");
            contact.UserId = user;
        }
        if (contact.UserId is { } taken && await db.Contacts.Where(c => c.UserId == taken && c.Id != contact.Id && c.RemovedAt == null).Select(c => c.Name).FirstOrDefaultAsync(cancellation) is { } other)
            return Problem.Conflict($"That account is the contact {other} already.");
        await db.SaveChangesAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, "contacts"), cancellation);
        await audit.AppendAsync(db, actor, action, "contact", $"{contact.Id}", new Dictionary<string, string> { ["name"] = contact.Name, ["time zone"] = contact.TimeZone }, cancellation);
        await transaction.CommitAsync(cancellation);
        return contact;
    }

    private Contact New(OpsPortalDbContext db, string name, Guid? user)
    {
        var contact = new Contact { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = name.Length > LongestName ? name[..LongestName] : name, TimeZone = "UTC", UserId = user, CreatedAt = time.GetUtcNow() };
        db.Contacts.Add(contact);
        return contact;
    }

    /// <summary>Name of a schedule whose present layers or coming overrides have them.</summary>
    private async Task<string?> CountedOnAsync(OpsPortalDbContext db, Guid contact, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var schedule in await db.OnCallSchedules.AsNoTracking().Where(s => s.RemovedAt == null).Include(s => s.Editions).Include(s => s.Overrides.Where(o => o.To > now)).ToListAsync(cancellation))
            if (schedule.Current.Layers.Any(l => l.People.Contains(contact) || l.Shadows.Contains(contact)) || schedule.Overrides.Any(o => o.ContactId == contact))
                return schedule.Name;
        return null;
    }

    private static Problem? Check(ContactForm form, bool adding) =>
        adding && string.IsNullOrWhiteSpace(form.Name) || form.Name is { } name && name.Trim().Length is 0 or > LongestName ? Problem.Invalid($"Give the name that schedules show, at most {LongestName} characters.", "name")
        : form.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone.Trim(), out _) ? Problem.Invalid($"There is no time zone \"{zone}\"; one is called Europe/Berlin, America/New_York or UTC.", "timeZone")
        : form.Notes?.Length > 2_000 ? Problem.Invalid("Notes have at most 2,000 characters.", "notes")
        : null;
}

/// <summary>What is null stays as it is.</summary>
/// <param name="User">The account of this person.</param>
public sealed record ContactForm(string? Name = null, string? TimeZone = null, string? Notes = null, Guid? User = null);
