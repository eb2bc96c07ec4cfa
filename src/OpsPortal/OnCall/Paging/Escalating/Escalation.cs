namespace OpsPortal.OnCall.Paging.Escalating;

/// <summary>How far the paging for an incident has come. One per incident.</summary>
public sealed class Escalation
{
    public long Incident { get; init; }
    public Guid PolicyId { get; set; }

    /// <summary>The level that was paged last, from 1; 0 before the first.</summary>
    public int Level { get; set; }

    /// <summary>From 1.</summary>
    public int Round { get; set; } = 1;

    /// <summary>When the next level is paged if nobody acknowledges; null where nobody is to be.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>When whoever acknowledged is reminded; null where nobody is to be.</summary>
    public DateTimeOffset? RemindAt { get; set; }
    public Guid? AcknowledgedBy { get; set; }
    public int Reminders { get; set; }
}
