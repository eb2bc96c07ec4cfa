namespace OpsPortal.Incidents.Clocks;

/// <summary>A deadline of an incident. It runs until it is stopped; when it runs out it is acted upon, once, and where it repeats again later.</summary>
public sealed class IncidentClock
{
    public long Incident { get; init; }
    public ClockKind Kind { get; init; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset DueAt { get; set; }

    /// <summary>When what it asks for was done, or no longer asked for.</summary>
    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>When it first ran out; null as long as it did not.</summary>
    public DateTimeOffset? RanOutAt { get; set; }

    /// <summary>When somebody has to be told (again); null where nothing is left to do.</summary>
    public DateTimeOffset? ActAt { get; set; }

    /// <summary>How often somebody was told.</summary>
    public int Acted { get; set; }
}

public enum ClockKind
{
    /// <summary>Until somebody acknowledges.</summary>
    Respond,

    /// <summary>Until it is mitigated; then those above are called.</summary>
    Escalate,

    /// <summary>Until the next status update.</summary>
    Update,

    /// <summary>Until it is resolved.</summary>
    Resolve,

    /// <summary>From the end until the review is there.</summary>
    Review,

    /// <summary>As long as somebody wanted to watch whether it holds; no policy asks for it.</summary>
    Monitor,
}
