using OpsPortal.Executions;

namespace OpsPortal.Incidents.Timeline;

/// <summary>Everything that is shown of an entry, decided before it is drawn.</summary>
/// <param name="Corrections">Newest last.</param>
/// <param name="State">Of its execution, as it stands now; null where it has none.</param>
public sealed record EntryRow(TimelineEntry Entry, bool Pinned, IReadOnlyList<TimelineEntry> Corrections, ExecutionState? State)
{
    /// <summary>Number of its execution.</summary>
    public long? Execution => ExecutionOf(Entry);

    /// <summary>People wrote it, in Markdown.</summary>
    public bool Written => Entry.Kind is TimelineKind.Note or TimelineKind.Correction or TimelineKind.StatusUpdate;

    /// <summary>With an older picture of itself: nothing to draw anew.</summary>
    public bool LooksLike(EntryRow other) =>
        Entry.Number == other.Entry.Number && Pinned == other.Pinned && State == other.State && Corrections.Count == other.Corrections.Count;

    /// <param name="states">Of executions whose end came after their entry.</param>
    public static IReadOnlyList<EntryRow> Of(IReadOnlyList<TimelineEntry> entries, IEnumerable<TimelinePin> pins, IReadOnlyDictionary<long, ExecutionState> states)
    {
        var pinned = pins.Select(p => p.Number).ToHashSet();
        var corrections = entries.Where(e => e.Corrects is not null).ToLookup(e => e.Corrects!.Value);
        return [.. entries.Select(e => new EntryRow(e, pinned.Contains(e.Number), [.. corrections[e.Number]], StateOf(e, states)))];
    }

    /// <summary>Executions that still moved when their entries were written.</summary>
    public static IEnumerable<long> Moving(IEnumerable<TimelineEntry> entries) =>
        entries.Where(e => Recorded(e) is { } state && !state.IsTerminal()).Select(ExecutionOf).OfType<long>().Distinct();

    private static long? ExecutionOf(TimelineEntry entry) => long.TryParse(entry.Detail.GetValueOrDefault("execution"), out var id) ? id : null;
    private static ExecutionState? Recorded(TimelineEntry entry) => Enum.TryParse<ExecutionState>(entry.Detail.GetValueOrDefault("state"), out var state) && ExecutionOf(entry) is not null ? state : null;

    private static ExecutionState? StateOf(TimelineEntry entry, IReadOnlyDictionary<long, ExecutionState> states) =>
        Recorded(entry) is not { } state ? null : state.IsTerminal() ? state : states.TryGetValue(ExecutionOf(entry)!.Value, out var now) ? now : state;
}

/// <summary>What of a timeline somebody wants to see.</summary>
/// <param name="Kinds">Null is everything.</param>
public sealed record TimelineFilter(string Name, IReadOnlyList<TimelineKind>? Kinds)
{
    public static IReadOnlyList<TimelineFilter> All { get; } =
    [
        new("Everything", null),
        new("Written", [TimelineKind.Note, TimelineKind.Correction, TimelineKind.StatusUpdate, TimelineKind.Link, TimelineKind.Image, TimelineKind.Review]),
        new("Steps", [TimelineKind.Execution, TimelineKind.Approval, TimelineKind.SignOff, TimelineKind.Check]),
        new("Course", [TimelineKind.Declared, TimelineKind.Alert, TimelineKind.Page, TimelineKind.Acknowledged, TimelineKind.State, TimelineKind.Severity, TimelineKind.Role, TimelineKind.Clock, TimelineKind.Facts]),
    ];

    public bool Lets(TimelineEntry entry) => Kinds?.Contains(entry.Kind) ?? true;
}
