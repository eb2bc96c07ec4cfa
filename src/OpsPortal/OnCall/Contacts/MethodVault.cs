using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OpsPortal.OnCall.Channels;
using OpsPortal.Secrets;

namespace OpsPortal.OnCall.Contacts;

/// <summary>Addresses are stored encrypted; this is the only place where they are read. What passes here is known as a secret from then on.</summary>
public sealed class MethodVault(IDataProtectionProvider protection, KnownSecrets known)
{
    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.OnCall.Methods");

    public string Protect(MethodAddress address)
    {
        known.Note(address.Secrets);
        return protector.Protect(JsonSerializer.Serialize(address, JsonSerializerOptions.Web));
    }

    /// <summary>Null where it was encrypted with a key that is gone.</summary>
    public MethodAddress? Reveal(ContactMethod method)
    {
        try
        {
            var address = JsonSerializer.Deserialize<MethodAddress>(protector.Unprotect(method.ProtectedAddress), JsonSerializerOptions.Web)!;
            known.Note(address.Secrets);
            return address;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
