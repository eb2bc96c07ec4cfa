using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.Access;

/// <summary>Lets a program act in an account's name. The token itself is shown once and never stored.</summary>
public sealed class ApiToken
{
    public Guid Id { get; init; }

    /// <summary>What it is for: "automation".</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, hex. Tokens are long and random, so a plain hash gives nothing away.</summary>
    public required string Hash { get; init; }
    public Guid UserId { get; init; }
    public User? User { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>Opens the portal once to whoever was given it: the first start's administrator, or somebody who starts it on their own machine.</summary>
public sealed class OneTimeLink
{
    public required string Hash { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}
