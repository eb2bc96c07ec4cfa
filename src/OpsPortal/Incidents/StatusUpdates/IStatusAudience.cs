namespace OpsPortal.Incidents.StatusUpdates;

/// <summary>Says where a status update of an incident will be read, so that whoever sends it knows.</summary>
public interface IStatusAudience
{
    /// <summary>Titles of the pages; none where it stays in the timeline.</summary>
    Task<IReadOnlyList<string>> WhereAsync(Incident incident, CancellationToken cancellation);
}
