namespace OpsPortal.StatusPage.Pages;

/// <summary>One line of a status page. It has a name of its own, so that nothing internal shows by itself.</summary>
public sealed class PageComponent
{
    public Guid Id { get; init; }
    public Guid PageId { get; init; }
    public required string Name { get; set; }
    public string? Description { get; set; }

    /// <summary>Components of one group stand together; null stands alone.</summary>
    public string? Group { get; set; }

    /// <summary>Names of components of this page that it needs.</summary>
    public IReadOnlyList<string> DependsOn { get; set; } = [];

    /// <summary>Slug of the system whose facts propose its state; null where only people do.</summary>
    public string? System { get; set; }

    /// <summary>Key of the component among the system's facts; null stands for the whole system.</summary>
    public string? Fact { get; set; }
    public int Position { get; set; }

    /// <summary>As it was published.</summary>
    public ComponentState State { get; set; }

    /// <summary>Since when it is in that state.</summary>
    public DateTimeOffset Since { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>The later, the worse.</summary>
public enum ComponentState
{
    Operational,
    UnderMaintenance,
    DegradedPerformance,
    PartialOutage,
    MajorOutage,
}
