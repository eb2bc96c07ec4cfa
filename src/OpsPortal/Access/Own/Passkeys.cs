using Microsoft.AspNetCore.Identity;

namespace OpsPortal.Access;

/// <summary>What browsers send as the end of a passkey's ceremony. Null where it is not the end of one that was begun here.</summary>
internal static class Passkeys
{
    public static async Task<PasskeyAssertionResult<User>?> AssertAsync(SignInManager<User> signIn, string credential)
    {
        try
        {
            return await signIn.PerformPasskeyAssertionAsync(credential) is { Succeeded: true } asserted ? asserted : null;
        }
        catch (InvalidOperationException)
        {
            // Identity says so where no ceremony is under way.
            return null;
        }
    }

    public static async Task<PasskeyAttestationResult?> AttestAsync(SignInManager<User> signIn, string credential)
    {
        try
        {
            return await signIn.PerformPasskeyAttestationAsync(credential) is { Succeeded: true } attested ? attested : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
