namespace OpsPortal.Incidents.Reviews;

/// <summary>What was learned from an incident, in Markdown. Drafted from the timeline, then written by people.</summary>
public sealed class Review
{
    public long Incident { get; init; }
    public string Summary { get; set; } = "";
    public string Impact { get; set; } = "";
    public string Helped { get; set; } = "";
    public string Hindered { get; set; } = "";
    public string RootCause { get; set; } = "";

    /// <summary>Counts changes; who writes over what they have not seen is told.</summary>
    public int Revision { get; set; } = 1;
    public required string ChangedBy { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>Something to be done so that it does not happen again.</summary>
public sealed class ActionItem
{
    public long Id { get; init; }
    public long Incident { get; init; }
    public required string Text { get; set; }
    public Guid OwnerId { get; set; }

    /// <summary>As pages show them.</summary>
    public required string Owner { get; set; }
    public DateOnly DueOn { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public string? DoneBy { get; set; }

    /// <summary>When its owner is reminded (again); null where nobody need be.</summary>
    public DateTimeOffset? RemindAt { get; set; }
    public int Reminders { get; set; }
}
