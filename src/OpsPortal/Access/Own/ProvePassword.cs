using Microsoft.AspNetCore.Identity;

namespace OpsPortal.Access;

/// <summary>Whether somebody knows an account's password; wrong ones count towards its lockout.</summary>
internal static class ProvePassword
{
    public static async Task<Problem?> RefuseAsync(UserManager<User> users, User user, string password, string field)
    {
        if (await users.IsLockedOutAsync(user)) return Problem.Forbidden("Too many wrong passwords; this account is locked for some minutes.") with { Field = field };
        if (await users.CheckPasswordAsync(user, password))
        {
            await users.ResetAccessFailedCountAsync(user);
            return null;
        }
        await users.AccessFailedAsync(user);
        return Problem.Invalid("That is not your password.", field);
    }

    /// <summary>Null where it will do.</summary>
    public static async Task<Problem?> WeakAsync(UserManager<User> users, User user, string password, string field)
    {
        foreach (var validator in users.PasswordValidators)
            if (await validator.ValidateAsync(users, user, password) is { Succeeded: false } weak)
                return Problem.Invalid(string.Join(" ", weak.Errors.Select(e => e.Description)), field);
        return null;
    }
}
