using System.Security.Cryptography;
using System.Text.Json;

namespace OpsPortal.Audit.Chain;

/// <summary>An entry of the audit log as a line of JSON. The portal and the command line both read and check this form.</summary>
internal sealed record AuditLine
{
    /// <summary>The previous hash of the first entry.</summary>
    public static string Start { get; } = new('0', 64);

    /// <summary>How entries are hashed now. 1 knew no origin.</summary>
    public const int Newest = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>1, 2, 3, … without gaps.</summary>
    public required long Id { get; init; }
    public int Version { get; init; } = 1;
    public required DateTimeOffset At { get; init; }
    public required Guid ActorId { get; init; }
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public required string SubjectKind { get; init; }
    public required string SubjectId { get; init; }
    public string? Address { get; init; }
    public string? Client { get; init; }
    public SortedDictionary<string, string> Detail { get; init; } = new(StringComparer.Ordinal);
    public required string PreviousHash { get; init; }
    public string Hash { get; init; } = "";

    /// <summary>What the hash has to be: SHA-256 of an array, which has one form only; the detail is sorted because jsonb keeps no order.</summary>
    /// <exception cref="NotSupportedException">A version that is not known here.</exception>
    public string ComputeHash()
    {
        var detail = Detail.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new[] { p.Key, p.Value });
        object?[] hashed = Version switch
        {
            1 => [PreviousHash, Id, At.UtcTicks, ActorId, Actor, Action, SubjectKind, SubjectId, detail],
            2 => [Version, PreviousHash, Id, At.UtcTicks, ActorId, Actor, Action, SubjectKind, SubjectId, Address, Client, detail],
            _ => throw new NotSupportedException($"Entry {Id} is of version {Version}; this program knows versions up to {Newest}."),
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(hashed)));
    }

    /// <summary>One line without its end; the same entry always gives the same bytes.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">The text is no entry.</exception>
    public static AuditLine Parse(string json) => JsonSerializer.Deserialize<AuditLine>(json, Json) ?? throw new JsonException("null is no entry");
}
