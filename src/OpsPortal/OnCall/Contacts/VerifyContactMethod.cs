using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.OnCall.Channels;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Contacts;

/// <summary>Proves that a method reaches its person: a code goes over it and is typed in.</summary>
public sealed class VerifyContactMethod(IDbContextFactory<OpsPortalDbContext> storage, DeliverMessage deliver, AuditLog audit, TimeProvider time)
{
    /// <summary>Sends a new code; an earlier one no longer counts.</summary>
    public async Task<Result<ContactMethod>> SendCodeAsync(Actor actor, Guid method, CancellationToken cancellation)
    {
        string code;
        ContactMethod found;
        await using (var db = await storage.CreateDbContextAsync(cancellation))
        {
            if (await ContactGuard.FindByMethodAsync(db, method, cancellation) is not var (contact, stored)) return ContactGuard.MissingMethod;
            if (ContactGuard.Refuse(actor, contact) is { } refused) return refused;
            found = stored;
            if (found.Works) return Problem.Conflict("This method was verified already.");
            if (deliver.NotConfigured(found.Kind) is { } missing) return new Problem(ProblemKind.Unavailable, missing);
            code = VerificationCode.New(out var hash);
            var (now, since) = (time.GetUtcNow(), time.GetUtcNow() - VerificationCode.Pause);
            // One statement decides which of two clicks sends.
            if (await db.ContactMethods.Where(m => m.Id == method && (m.CodeSentAt == null || m.CodeSentAt <= since)).ExecuteUpdateAsync(
                m => m.SetProperty(x => x.CodeHash, hash).SetProperty(x => x.CodeSentAt, now).SetProperty(x => x.CodeAttemptsLeft, VerificationCode.Attempts), cancellation) == 0)
                return Problem.Conflict($"A code is on its way. Wait {VerificationCode.Pause.TotalSeconds:0} seconds before you ask for another one.");
        }
        var spoken = found.Kind == MethodKind.Voice ? string.Join(' ', code.AsEnumerable()) : $"{code[..3]} {code[3..]}";
        var delivery = await deliver.InvokeAsync(found, new($"code-{Guid.NewGuid():N}", $"Your OpsPortal code is {spoken}",
            $"{spoken} is the code that proves that OpsPortal reaches you here. Type it in within {VerificationCode.Lasts.TotalMinutes:0} minutes. If you did not ask for it, do nothing.", Urgent: found.Kind == MethodKind.Voice), cancellation);
        return delivery is Delivery.Delivered or Delivery.Unknown ? found : new Problem(ProblemKind.Unavailable, $"The code could not be sent. {delivery.Why}");
    }

    public async Task<Result<ContactMethod>> InvokeAsync(Actor actor, Guid method, string code, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await ContactGuard.FindByMethodAsync(db, method, cancellation) is not var (contact, found)) return ContactGuard.MissingMethod;
        if (ContactGuard.Refuse(actor, contact) is { } refused) return refused;
        var oldest = time.GetUtcNow() - VerificationCode.Lasts;
        // An attempt is used up before it is looked at, so that many at once are no more than five.
        var counted = await db.ContactMethods.Where(m => m.Id == method && m.CodeHash != null && m.CodeSentAt > oldest && m.CodeAttemptsLeft > 0)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.CodeAttemptsLeft, x => x.CodeAttemptsLeft - 1), cancellation);
        if (counted == 0) return Problem.Invalid(found.CodeHash is null ? "Send a code first." : "This code is too old, or was typed wrong too often. Send a new one.", "code");
        await db.Entry(found).ReloadAsync(cancellation);
        if (!VerificationCode.Matches(code, found.CodeHash!))
        {
            await transaction.CommitAsync(cancellation);
            return Problem.Invalid(found.CodeAttemptsLeft == 0 ? "That is not the code. Send a new one." : $"That is not the code; {Left(found.CodeAttemptsLeft)}.", "code");
        }
        (found.VerifiedAt, found.DisabledAt, found.DisabledReason) = (time.GetUtcNow(), null, null);
        (found.CodeHash, found.CodeSentAt, found.CodeAttemptsLeft) = (null, null, 0);
        await db.SaveChangesAsync(cancellation);
        await db.NotifyAtCommitAsync(new(HintKind.OnCall, "contacts"), cancellation);
        await audit.AppendAsync(db, actor, "contactMethod.verified", "contact", $"{contact.Id}", MethodWords.Detail(contact, found), cancellation);
        await transaction.CommitAsync(cancellation);
        return found;
    }

    /// <summary>Sends something over a method that works, so that its person sees what a page will look like.</summary>
    public async Task<Result<ContactMethod>> TestAsync(Actor actor, Guid method, CancellationToken cancellation)
    {
        ContactMethod found;
        await using (var db = await storage.CreateDbContextAsync(cancellation))
        {
            if (await ContactGuard.FindByMethodAsync(db, method, cancellation) is not var (contact, stored)) return ContactGuard.MissingMethod;
            if (ContactGuard.Refuse(actor, contact) is { } refused) return refused;
            if (!stored.Works) return Problem.Conflict("This method does not work yet: verify it first.");
            found = stored;
        }
        var delivery = await deliver.InvokeAsync(found, new($"test-{Guid.NewGuid():N}", "A test from OpsPortal", $"{actor.Name} sent this to try how you are reached. There is nothing to do."), cancellation);
        return delivery is Delivery.Delivered ? found : new Problem(ProblemKind.Unavailable, delivery is Delivery.Unknown ? $"It may have arrived. {delivery.Why}" : $"It did not arrive. {delivery.Why}");
    }

    private static string Left(int attempts) => attempts == 1 ? "one try is left" : $"{attempts} tries are left";
}
