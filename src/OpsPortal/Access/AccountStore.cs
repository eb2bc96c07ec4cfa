using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>
/// Accounts as ASP.NET Identity keeps them, but secrets of authenticator apps and recovery codes encrypted: whoever reads the database, or a
/// backup of it, is not let in by them. Those that were stored before this are read as they are, and encrypted when they are read.
/// </summary>
internal sealed class AccountStore(OpsPortalDbContext db, IDataProtectionProvider protection, ILogger<AccountStore> log, IdentityErrorDescriber? describer = null)
    : UserOnlyStore<User, OpsPortalDbContext, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>, IdentityUserPasskey<Guid>>(db, describer)
{
    /// <summary>In front of what is encrypted. Keys are base 32 and recovery codes have letters, digits and dashes, so that none of them begins like this.</summary>
    public const string Mark = "protected:";

    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.Access.AccountToken");

    public override Task SetTokenAsync(User user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : Protect(value), cancellationToken);

    /// <summary>Null also where the keys it was encrypted with are gone: no code is right then, and an administrator's reset lets the person in.</summary>
    public override async Task<string?> GetTokenAsync(User user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        if (await FindTokenAsync(user, loginProvider, name, cancellationToken) is not { Value: { } stored } token) return null;
        if (!stored.StartsWith(Mark, StringComparison.Ordinal))
        {
            token.Value = Protect(stored);
            await Context.SaveChangesAsync(cancellationToken);
            return stored;
        }
        try
        {
            return protector.Unprotect(stored[Mark.Length..]);
        }
        catch (CryptographicException e)
        {
            log.LogWarning(e, "{Name} of account {Account} cannot be decrypted: the data-protection keys it was stored with are gone", name, user.Id);
            return null;
        }
    }

    private string Protect(string value) => Mark + protector.Protect(value);
}
