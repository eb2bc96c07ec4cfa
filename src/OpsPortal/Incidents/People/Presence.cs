namespace OpsPortal.Incidents.People;

/// <summary>Somebody has an incident's page open, on one process of the portal, for as long as that process says so.</summary>
public sealed class Presence
{
    public long Incident { get; init; }
    public Guid UserId { get; init; }

    /// <summary>Of one start of the process.</summary>
    public Guid Node { get; init; }
    public required string Name { get; init; }

    /// <summary>Until then it holds without being told again.</summary>
    public DateTimeOffset Until { get; set; }
}
