using OpsPortal.Environments;

namespace OpsPortal.Executions.Plans;

/// <summary>Says when changes have to wait, beside the freezes that people put on environments. Capabilities above this one register theirs; none need to.</summary>
public interface IChangeWindow
{
    /// <summary>Null where nothing speaks against it now.</summary>
    Task<Freeze?> ClosedAsync(Execution draft, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>Whether a change has to wait, and for what.</summary>
public sealed class ChangeWindows(IEnumerable<IChangeWindow> windows)
{
    /// <param name="draft">With its environment.</param>
    public async Task<Freeze?> ClosedAsync(Execution draft, DateTimeOffset now, CancellationToken cancellation)
    {
        if (draft.Environment!.Freeze is { } freeze && freeze.Holds(now)) return freeze;
        foreach (var window in windows)
            if (await window.ClosedAsync(draft, now, cancellation) is { } closed) return closed;
        return null;
    }
}
