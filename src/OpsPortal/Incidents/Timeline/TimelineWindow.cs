namespace OpsPortal.Incidents.Timeline;

/// <summary>The part of a timeline that a page holds: however long the timeline is, the page stays quick.</summary>
public sealed class TimelineWindow
{
    /// <summary>Read at once.</summary>
    public const int Page = 200;

    /// <summary>Held at most.</summary>
    public const int Most = 600;

    private List<TimelineEntry> entries = [];

    /// <summary>By number, without doubles.</summary>
    public IReadOnlyList<TimelineEntry> Entries => entries;

    /// <summary>There are older ones than those here.</summary>
    public bool HasOlder { get; private set; }

    /// <summary>Newer ones were put aside while somebody reads far above.</summary>
    public bool HasNewer { get; private set; }

    public int First => entries is [var first, ..] ? first.Number : 1;
    public int Last => entries is [.., var last] ? last.Number : 0;

    /// <param name="newest">The newest there are, at most <see cref="Page"/>.</param>
    public void Begin(IReadOnlyList<TimelineEntry> newest) => (entries, HasOlder, HasNewer) = ([.. newest], newest.Count == Page, false);

    /// <param name="older">Those right before the first here, at most <see cref="Page"/>.</param>
    public void Before(IReadOnlyList<TimelineEntry> older)
    {
        entries = [.. older.Where(o => o.Number < First), .. entries];
        HasOlder = older.Count == Page;
        if (entries.Count <= Most) return;
        entries.RemoveRange(Most, entries.Count - Most);
        HasNewer = true;
    }

    /// <param name="newer">Those after the last here. Put aside where the newest are not shown.</param>
    public void After(IReadOnlyList<TimelineEntry> newer)
    {
        if (HasNewer) return;
        var last = Last;
        entries.AddRange(newer.Where(n => n.Number > last));
        if (entries.Count <= Most) return;
        entries.RemoveRange(0, entries.Count - Most);
        HasOlder = true;
    }
}
