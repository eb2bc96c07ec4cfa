namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>The places between two commits on a page's way: where a worker can die and leave something half done.</summary>
public enum PagePoint
{
    /// <summary>The pages of the next level are written, and not committed.</summary>
    Deciding,
    BeforeClaim,
    AfterClaim,

    /// <summary>The claim was looked at once more; nothing is sent yet.</summary>
    BeforeSending,

    /// <summary>The other side has answered; nobody knows of it yet.</summary>
    AfterSending,

    /// <summary>What came of it is written, and not committed.</summary>
    BeforeResult,
}

/// <summary>Told of each of these points, so that a test can end or freeze a worker right there. The portal's own does nothing.</summary>
public interface IPagePoints
{
    /// <param name="incident">Its number; null for a test page, and before a claim.</param>
    ValueTask ReachAsync(PagePoint point, long? incident);
}

internal sealed class NobodyWatchesPages : IPagePoints
{
    public ValueTask ReachAsync(PagePoint point, long? incident) => ValueTask.CompletedTask;
}
