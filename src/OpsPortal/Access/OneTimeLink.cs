using System.Security.Cryptography;

namespace OpsPortal.Access;

/// <summary>Opens the portal once to whoever was given it: the first administrator, somebody who was invited, or who forgot a password.</summary>
public sealed class OneTimeLink
{
    public required string Hash { get; init; }

    /// <summary>Whose password it lets choose; null for the first start.</summary>
    public Guid? UserId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>A code of 192 random bits, and what is stored of it.</summary>
    internal static string New(out string hash)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        hash = ApiToken.HashOf(code);
        return code;
    }
}
