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

    /// <summary>At most these, of what the account may.</summary>
    public Permission Scopes { get; init; } = RoleRules.Everything;

    /// <summary>Only there; empty means everywhere.</summary>
    public List<Guid> EnvironmentIds { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null never expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Accurate to a minute.</summary>
    public DateTimeOffset? UsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsValid(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
