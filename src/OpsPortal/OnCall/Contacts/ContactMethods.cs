using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.OnCall.Channels;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Contacts;

/// <summary>Adds ways to reach a contact.</summary>
public sealed class AddContactMethod(IDbContextFactory<OpsPortalDbContext> storage, MethodVault vault, AuditLog audit, TimeProvider time)
{
    private const int Most = 20;

    /// <summary>It counts once a code that came over it was typed in. The secret that signs its messages is shown here, and never again.</summary>
    public async Task<Result<AddedMethod>> InvokeAsync(Actor actor, Guid contact, MethodForm form, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"contact:{contact}", cancellation);
        if (await ContactGuard.FindAsync(db, contact, cancellation) is not { } owner) return ContactGuard.Missing;
        if (ContactGuard.Refuse(actor, owner) is { } refused) return refused;
        if (!Enum.IsDefined(form.Kind)) return Problem.Invalid("Choose a kind of method.", "kind");
        if (owner.Methods.Count >= Most) return Problem.Conflict($"{owner.Name} has {Most} contact methods; remove one first.");
        var address = ReadAddress.Of(form.Kind, form.Address ?? new());
        if (!address.Succeeded) return address.Problem;
        // The same browser that asks again is no second method.
        if (owner.Methods.FirstOrDefault(m => m.Kind == form.Kind && vault.Reveal(m) is { } known && known.To == address.Value.To && known.Url == address.Value.Url) is { } twin)
            return Problem.Conflict($"{owner.Name} has this method already{(twin.Works ? "" : "; remove it first to begin anew")}.");
        var method = new ContactMethod
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            ContactId = contact,
            Kind = form.Kind,
            ProtectedAddress = vault.Protect(address.Value),
            Shown = address.Value.Shown,
            Position = owner.Methods.Count,
            Urgency = form.Urgency,
            CreatedAt = time.GetUtcNow(),
        };
        db.ContactMethods.Add(method);
        await db.SaveChangesAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, "contacts"), cancellation);
        await audit.AppendAsync(db, actor, "contactMethod.added", "contact", $"{contact}", MethodWords.Detail(owner, method), cancellation);
        await transaction.CommitAsync(cancellation);
        return new AddedMethod(method, string.IsNullOrWhiteSpace(form.Address?.Secret) && method.Kind is not MethodKind.Push ? address.Value.Secret : null);
    }
}

/// <param name="Address">What belongs to the kind; see <see cref="AddressForm"/>.</param>
public sealed record MethodForm(MethodKind Kind, AddressForm? Address, MethodUrgency Urgency = MethodUrgency.Both);

/// <param name="Secret">That the portal made to sign with; null where there is none, or where it was given.</param>
public sealed record AddedMethod(ContactMethod Method, string? Secret);

/// <summary>Changes when methods are used, and takes them away.</summary>
public sealed class ChangeContactMethod(IDbContextFactory<OpsPortalDbContext> storage, AuditLog audit)
{
    public Task<Result<ContactMethod>> SetUrgencyAsync(Actor actor, Guid method, MethodUrgency urgency, CancellationToken cancellation) =>
        ChangeAsync(actor, method, "contactMethod.changed", (_, _, found) => found.Urgency = urgency, cancellation);

    /// <param name="position">From 0; further than the last is the last.</param>
    public Task<Result<ContactMethod>> MoveAsync(Actor actor, Guid method, int position, CancellationToken cancellation) =>
        ChangeAsync(actor, method, "contactMethod.moved", (_, contact, found) =>
        {
            List<ContactMethod> order = [.. contact.Methods.Where(m => m != found)];
            order.Insert(Math.Clamp(position, 0, order.Count), found);
            Number(order);
        }, cancellation);

    public Task<Result<ContactMethod>> RemoveAsync(Actor actor, Guid method, CancellationToken cancellation) =>
        ChangeAsync(actor, method, "contactMethod.removed", (db, contact, found) =>
        {
            db.ContactMethods.Remove(found);
            Number([.. contact.Methods.Where(m => m != found)]);
        }, cancellation);

    private async Task<Result<ContactMethod>> ChangeAsync(Actor actor, Guid id, string action, Action<OpsPortalDbContext, Contact, ContactMethod> change, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await ContactGuard.FindByMethodAsync(db, id, cancellation) is not var (owner, _)) return ContactGuard.MissingMethod;
        await db.LockAsync($"contact:{owner.Id}", cancellation);
        db.ChangeTracker.Clear();
        if (await ContactGuard.FindByMethodAsync(db, id, cancellation) is not var (contact, method)) return ContactGuard.MissingMethod;
        if (ContactGuard.Refuse(actor, contact) is { } refused) return refused;
        change(db, contact, method);
        await db.SaveChangesAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, "contacts"), cancellation);
        await audit.AppendAsync(db, actor, action, "contact", $"{contact.Id}", MethodWords.Detail(contact, method), cancellation);
        await transaction.CommitAsync(cancellation);
        return method;
    }

    private static void Number(List<ContactMethod> order)
    {
        foreach (var (position, method) in order.Index()) method.Position = position;
    }
}

/// <summary>What methods are called.</summary>
internal static class MethodWords
{
    public static string Of(MethodKind kind) => kind switch
    {
        MethodKind.Email => "e-mail",
        MethodKind.Slack => "Slack",
        MethodKind.Webhook => "webhook",
        MethodKind.Push => "push",
        MethodKind.WebPush => "browser",
        MethodKind.Sms => "text message",
        _ => "call",
    };

    public static string Of(MethodUrgency urgency) => urgency switch { MethodUrgency.High => "urgent only", MethodUrgency.Low => "not urgent only", _ => "urgent and not urgent" };

    public static Dictionary<string, string> Detail(Contact contact, ContactMethod method) =>
        new() { ["contact"] = contact.Name, ["kind"] = Of(method.Kind), ["urgency"] = Of(method.Urgency), ["position"] = $"{method.Position + 1}" };
}
