namespace OpsPortal.Checks;

/// <summary>Whoever knows when failures are expected. Where nobody does, none are.</summary>
public interface IQuietTime
{
    /// <param name="component">Null for the whole system.</param>
    Task<bool> CoversAsync(Guid system, Guid environment, string? component, DateTimeOffset now, CancellationToken cancellation);
}
