namespace OpsPortal.Checks.Probing;

/// <summary>Which HTTP statuses are well: <c>200</c>, <c>200-299</c>, <c>200,204</c>.</summary>
internal sealed record StatusRange(IReadOnlyList<(int From, int To)> Parts)
{
    /// <summary>Null where it is written wrongly; nothing means 200 to 299.</summary>
    public static StatusRange? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return new([(200, 299)]);
        List<(int, int)> parts = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !int.TryParse(ends[0], out var from) || !int.TryParse(ends[^1], out var to) || from < 100 || to > 599 || to < from) return null;
            parts.Add((from, to));
        }
        return new(parts);
    }

    public bool Holds(int status) => Parts.Any(p => status >= p.From && status <= p.To);
}
