namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>Attempts over one method that go out in one message, held by a claim.</summary>
/// <param name="Attempts">With their pages, in the order in which they were made; never empty.</param>
internal sealed record ClaimedMessage(Guid Claim, IReadOnlyList<PageAttempt> Attempts)
{
    public PageAttempt First => Attempts[0];

    /// <summary>The same however often this message is sent.</summary>
    public string Key => $"page-{First.Bundle}";
}
