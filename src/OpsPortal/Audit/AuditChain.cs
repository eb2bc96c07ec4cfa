using System.Security.Cryptography;
using System.Text.Json;

namespace OpsPortal.Audit;

/// <summary>How entries are hashed and checked.</summary>
internal static class AuditChain
{
    public static string Start { get; } = new('0', 64);

    /// <summary>PostgreSQL keeps microseconds; what is hashed must be what comes back.</summary>
    public static DateTimeOffset Stored(DateTimeOffset at) => new(at.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>An array has one form only; the detail is sorted because jsonb keeps no order.</summary>
    public static string Hash(long id, DateTimeOffset at, Guid actorId, string actorName, string action, string subjectKind, string subjectId,
        IReadOnlyDictionary<string, string> detail, string previousHash) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<object[]>(
        [
            previousHash, id, at.UtcTicks, actorId, actorName, action, subjectKind, subjectId,
            detail.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new[] { p.Key, p.Value }),
        ])));

    public static bool Follows(AuditEntry entry, long previousId, string previousHash) =>
        entry.Id == previousId + 1
        && entry.PreviousHash == previousHash
        && entry.Hash == Hash(entry.Id, entry.At, entry.ActorId, entry.ActorName, entry.Action, entry.SubjectKind, entry.SubjectId, entry.Detail, previousHash);
}
