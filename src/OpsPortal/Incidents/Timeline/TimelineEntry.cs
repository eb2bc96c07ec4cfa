namespace OpsPortal.Incidents.Timeline;

/// <summary>Something happened. Never changed: a correction is a new entry that names the old one.</summary>
public sealed class TimelineEntry
{
    public long Incident { get; init; }

    /// <summary>Counts from 1 within the incident, without gaps.</summary>
    public int Number { get; init; }
    public DateTimeOffset At { get; init; }
    public TimelineKind Kind { get; init; }

    /// <summary>Null where the portal did it.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>As pages show it.</summary>
    public required string Actor { get; init; }

    /// <summary>A sentence; Markdown where <see cref="Kind"/> is a note, a correction or a status update.</summary>
    public required string Text { get; init; }

    /// <summary>What it refers to: <c>execution</c>, <c>alert</c>, <c>page</c>, <c>verdict</c>, <c>digest</c> …</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>();

    /// <summary>Number of the entry that it corrects.</summary>
    public int? Corrects { get; init; }
}

public enum TimelineKind
{
    Declared, Alert, Page, Acknowledged, State, Severity, Role, Note, Correction, Execution, Approval, SignOff, StatusUpdate, Clock, Link, Image, Check, Review, Facts,
}

/// <summary>An entry that people want at the top. Pins come and go; the entry stays.</summary>
public sealed class TimelinePin
{
    public long Incident { get; init; }
    public int Number { get; init; }
    public required string By { get; init; }
    public DateTimeOffset At { get; init; }
}
