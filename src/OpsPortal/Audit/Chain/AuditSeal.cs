using System.Globalization;

namespace OpsPortal.Audit.Chain;

/// <summary>What is left of entries that were moved out: an entry of the chain that says how they ended, so that the chain goes on from there.</summary>
/// <param name="LastHash">The previous hash of the first entry that stayed.</param>
/// <param name="Digest">SHA-256 of the entries moved out, one JSON line each, every line ended by LF.</param>
internal sealed record AuditSeal(long FirstId, long LastId, DateTimeOffset FirstAt, DateTimeOffset LastAt, string LastHash, string Digest)
{
    public const string Action = "audit.sealed";
    public const string SubjectKind = "audit";
    public const string SubjectId = "seal";

    public long Count => LastId - FirstId + 1;

    public SortedDictionary<string, string> ToDetail() => new(StringComparer.Ordinal)
    {
        ["firstId"] = $"{FirstId}",
        ["lastId"] = $"{LastId}",
        ["count"] = $"{Count}",
        ["firstAt"] = FirstAt.ToString("O", CultureInfo.InvariantCulture),
        ["lastAt"] = LastAt.ToString("O", CultureInfo.InvariantCulture),
        ["lastHash"] = LastHash,
        ["digest"] = Digest,
    };

    /// <summary>Null where the entry is none.</summary>
    public static AuditSeal? Of(AuditLine line) =>
        line is { Action: Action, SubjectKind: SubjectKind } && line.Detail is var detail
        && Number(detail, "firstId") is { } first && Number(detail, "lastId") is { } last && Time(detail, "firstAt") is { } from && Time(detail, "lastAt") is { } until
        && detail.TryGetValue("lastHash", out var hash) && detail.TryGetValue("digest", out var digest)
            ? new(first, last, from, until, hash, digest)
            : null;

    private static long? Number(SortedDictionary<string, string> detail, string name) =>
        detail.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(SortedDictionary<string, string> detail, string name) =>
        detail.TryGetValue(name, out var text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
}
