namespace OpsPortal.Targets.Kubernetes;

/// <summary>What came of asking a watch connection for more.</summary>
internal abstract record WatchStep
{
    /// <param name="Event">Null for a bookmark.</param>
    /// <param name="Version">To resume from.</param>
    public sealed record Seen(WatchEvent? Event, string Version) : WatchStep;

    /// <summary>The server closed it in good order.</summary>
    public sealed record Ended : WatchStep;

    /// <summary>410: what has happened since is no longer known.</summary>
    public sealed record Expired : WatchStep;

    /// <summary>Broken off; another attempt may succeed.</summary>
    public sealed record Lost(Exception Error) : WatchStep;
}
