using OpsPortal.Incidents.Clocks;

namespace OpsPortal.Incidents;

/// <summary>What follows from an incident's life, in the same transaction: pages, checks, status proposals. The incident's row is locked.</summary>
public interface IIncidentListener
{
    Task HearAsync(IncidentWork work, IncidentNews news, CancellationToken cancellation);
}

/// <summary>What happened.</summary>
public abstract record IncidentNews
{
    public sealed record Declared : IncidentNews;

    /// <summary>It entered another state.</summary>
    public sealed record Moved(IncidentState From) : IncidentNews;
    public sealed record SeverityChanged(string From) : IncidentNews;

    /// <summary>A clock ran out, for the first time or once more (<see cref="IncidentClock.Acted"/>).</summary>
    public sealed record RanOut(IncidentClock Clock) : IncidentNews;

    public sealed record StatusTold(string Text) : IncidentNews;
}
