namespace OpsPortal.StatusPage.Pages;

/// <summary>A time in which a component was published as something else than operational; of these come the 90 days.</summary>
public sealed class StatusSpan
{
    public long Id { get; init; }
    public Guid ComponentId { get; init; }
    public ComponentState State { get; init; }
    public DateTimeOffset From { get; init; }

    /// <summary>The first instant at which it was over; null while it lasts.</summary>
    public DateTimeOffset? To { get; set; }
}
