namespace OpsPortal.Audit.Chain;

/// <summary>Follows a chain of entries, and says in a sentence whether it is whole.</summary>
/// <param name="complete">Nothing may come before the first entry unless a seal tells of it; a file may be a piece.</param>
/// <param name="anchor">An entry whose hash somebody wrote down: it has to be there. Null where nobody did.</param>
internal sealed class ChainCheck(bool complete, AuditAnchor? anchor = null)
{
    private AuditLine? first;
    private AuditLine? last;
    private string? wrong;
    private bool anchored;

    /// <summary>How many entries are as they were written, from the first one seen.</summary>
    public long Count { get; private set; }
    public string? LastHash => last?.Hash;
    public long LastId => last?.Id ?? 0;

    /// <summary>What came before the first entry, where an entry tells of it.</summary>
    public AuditSeal? Seal { get; private set; }

    /// <summary>False from the first entry on that is wrong; the rest need not be looked at.</summary>
    public bool Take(AuditLine line)
    {
        if (wrong is not null) return false;
        first ??= line;
        if (last is not null && line.Id != last.Id + 1)
            wrong = $"After entry {last.Id} comes entry {line.Id}: what was between is missing. {(complete ? "" : "What was exported with a filter cannot be checked; export all of it. ")}The {Count:N0} entries up to there are intact.";
        else if (last is null && line.Id == 1 && line.PreviousHash != AuditLine.Start || last is not null && line.PreviousHash != last.Hash || line.ComputeHash() != line.Hash)
            wrong = $"Entry {line.Id} was changed, or one before it was changed or removed; the {Count:N0} entries before it are intact.";
        else if (anchor is { } known && known.Id == line.Id && known.Hash != line.Hash)
            wrong = $"Entry {line.Id} has another hash than the one that was written down: it, or what came before it, was replaced.";
        if (wrong is not null) return false;
        anchored |= anchor?.Id == line.Id;
        if (AuditSeal.Of(line) is { } seal && seal.LastId == first.Id - 1 && seal.LastHash == first.PreviousHash) Seal = seal;
        last = line;
        Count++;
        return true;
    }

    /// <summary>Once all entries were taken.</summary>
    public (bool Intact, string Sentence) End()
    {
        if (wrong is not null) return (false, wrong);
        if (first is null || last is null) return anchor is null ? (true, "There are no entries yet.") : (false, $"There are no entries, but entry {anchor.Id} was written down: the log was emptied.");
        if (complete && first.Id > 1 && Seal is null) return (false, $"The log begins with entry {first.Id}, and no seal tells of the {first.Id - 1:N0} entries before it: they were removed.");
        if (anchor is { } known && !anchored && known.Id > last.Id) return (false, $"The log ends with entry {last.Id}, but entry {known.Id} was written down: its end was cut off.");
        if (anchor is { } before && !anchored && Seal is not { } covered) return (false, $"Entry {before.Id}, which was written down, is not among these.");
        if (anchor is { } sealedOne && !anchored && Seal!.LastId == sealedOne.Id && Seal.LastHash != sealedOne.Hash) return (false, $"Entry {sealedOne.Id} had another hash when it was written down than its seal says.");
        var start = first.Id == 1 ? "" : Seal is { } seal
            ? $" The {first.Id - 1:N0} before them, up to {seal.LastAt:yyyy-MM-dd}, were moved out under a seal."
            : $" They begin with entry {first.Id}; the hash of the one before it has to be {first.PreviousHash}.";
        return (true, $"{(Count == 1 ? "The one entry is" : $"All {Count:N0} entries are")} intact.{start} The last one, {last.Id}, has the hash {last.Hash}.");
    }
}

/// <summary>The hash of an entry, as somebody wrote it down elsewhere: <c>1042:9f3c…</c>.</summary>
internal sealed record AuditAnchor(long Id, string Hash)
{
    /// <summary>Null where the text is none.</summary>
    public static AuditAnchor? Parse(string text) =>
        text.Split(':') is [var id, { Length: 64 } hash] && long.TryParse(id, out var number) && number > 0 ? new(number, hash.ToLowerInvariant()) : null;

    public override string ToString() => $"{Id}:{Hash}";
}
