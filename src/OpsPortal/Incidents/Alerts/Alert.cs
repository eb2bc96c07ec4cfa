namespace OpsPortal.Incidents.Alerts;

/// <summary>Something that a sender says is wrong, from one beginning to its end. The same thing again later is another one.</summary>
public sealed class Alert
{
    public long Id { get; init; }
    public Guid IntegrationId { get; init; }

    /// <summary>What is the same each time: Alertmanager's fingerprint, a dedup key.</summary>
    public required string Fingerprint { get; init; }
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>As the sender says; null where it was replaced by a newer beginning.</summary>
    public DateTimeOffset? EndsAt { get; set; }
    public AlertState State { get; set; }

    /// <summary>The state that its group has heard of; null where nothing was made of it yet.</summary>
    public AlertState? Told { get; set; }
    public required string Name { get; set; }
    public string? Severity { get; set; }
    public required string Summary { get; set; }
    public IReadOnlyDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Annotations { get; set; } = new Dictionary<string, string>();

    /// <summary>Where the sender shows it.</summary>
    public string? Link { get; set; }
    public required string GroupKey { get; set; }

    /// <summary>Number of the incident that it belongs to.</summary>
    public long? Incident { get; set; }

    /// <summary>The silence that keeps it quiet.</summary>
    public Guid? SilenceId { get; set; }
    public DateTimeOffset FirstReceivedAt { get; init; }
    public DateTimeOffset LastReceivedAt { get; set; }

    /// <summary>How often it was received.</summary>
    public long Count { get; set; }
}

public enum AlertState
{
    Firing,

    /// <summary>Somebody took it on where it comes from.</summary>
    Acknowledged,
    Resolved,
}

/// <summary>Alerts that are one incident while it is open.</summary>
public sealed class AlertGroup
{
    public Guid IntegrationId { get; init; }
    public required string Key { get; init; }

    /// <summary>Something came that nobody has looked at yet.</summary>
    public bool Pending { get; set; }

    /// <summary>How many alerts the last notification left out: they are not known, so they are not over.</summary>
    public int Truncated { get; set; }

    /// <summary>The newest incident of this group.</summary>
    public long? Incident { get; set; }

    /// <summary>When the incident resolves by itself unless something fires again.</summary>
    public DateTimeOffset? ResolveAt { get; set; }

    /// <summary>Why no incident could be declared; null where nothing is in the way.</summary>
    public string? Problem { get; set; }
    public DateTimeOffset LastReceivedAt { get; set; }
}
