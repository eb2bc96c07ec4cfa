using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Contacts;

/// <summary>Who may change what of a contact: its person, or where it has no account whoever writes schedules; administrators always.</summary>
internal static class ContactGuard
{
    public static Problem Missing { get; } = Problem.NotFound("There is no such contact any more. Reload the list.");

    public static Problem MissingMethod { get; } = Problem.NotFound("That contact method is gone. Reload the page.");

    /// <summary>Null where they may.</summary>
    public static Problem? Refuse(Actor actor, Contact contact) =>
        actor.Rights.Ended is { } why ? Problem.Forbidden(why)
        : contact.UserId == actor.Id && actor.Id != Guid.Empty ? null
        : contact.UserId is null ? actor.May(Permission.Write, toDoWhat: $"change how {contact.Name} is reached")
        : actor.May(Permission.Administer, toDoWhat: $"change how {contact.Name} is reached");

    /// <summary>With its methods in order; taken for changing.</summary>
    public static Task<Contact?> FindAsync(OpsPortalDbContext db, Guid id, CancellationToken cancellation) =>
        db.Contacts.Include(c => c.Methods.OrderBy(m => m.Position)).FirstOrDefaultAsync(c => c.Id == id && c.RemovedAt == null, cancellation);

    public static async Task<(Contact Contact, ContactMethod Method)?> FindByMethodAsync(OpsPortalDbContext db, Guid method, CancellationToken cancellation)
    {
        var owner = await db.ContactMethods.Where(m => m.Id == method).Select(m => (Guid?)m.ContactId).FirstOrDefaultAsync(cancellation);
        return owner is { } id && await FindAsync(db, id, cancellation) is { } contact && contact.Methods.FirstOrDefault(m => m.Id == method) is { } found ? (contact, found) : null;
    }
}
