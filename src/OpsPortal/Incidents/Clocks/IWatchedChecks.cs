namespace OpsPortal.Incidents.Clocks;

/// <summary>Whoever knows how the checks of a system stand.</summary>
public interface IWatchedChecks
{
    /// <param name="environment">Null for all of them.</param>
    Task<IReadOnlyList<WatchedCheck>> OfAsync(Guid system, Guid? environment, CancellationToken cancellation);
}

/// <summary>How a check stands.</summary>
/// <param name="Since">When it began to stand so.</param>
/// <param name="Link">Its page in the portal.</param>
public sealed record WatchedCheck(string Name, CheckHealth Health, DateTimeOffset Since, string Link);

public enum CheckHealth { Unknown, Passing, Warning, Failing }
