namespace OpsPortal.Incidents.People;

/// <summary>Somebody who joined an incident.</summary>
public sealed class Responder
{
    public long Incident { get; init; }
    public Guid UserId { get; init; }
    public required string Name { get; init; }
    public IncidentRole Role { get; set; }
    public DateTimeOffset JoinedAt { get; set; }
    public DateTimeOffset? LeftAt { get; set; }
}

public enum IncidentRole
{
    Responder,

    /// <summary>Leads; at most one at a time.</summary>
    Commander,

    /// <summary>Tells those outside; at most one at a time.</summary>
    Communications,

    /// <summary>Writes down what the portal cannot know; at most one at a time.</summary>
    Scribe,
}
