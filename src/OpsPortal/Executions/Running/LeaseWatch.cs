using System.Collections.Concurrent;

namespace OpsPortal.Executions.Running;

/// <summary>
/// Tells dead workers from living ones without trusting their clocks: a lease that nobody has renewed for as long as it lasts is over,
/// whatever moment it names. A worker whose clock was ahead would otherwise hold its executions long after its death.
/// </summary>
internal sealed class LeaseWatch(ExecutionLimits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<long, (Guid? Claim, DateTimeOffset? Lease, long Since)> seen = new();

    /// <param name="running">All executions that run now.</param>
    public IReadOnlyList<Execution> Over(IReadOnlyList<Execution> running)
    {
        foreach (var gone in seen.Keys.Except(running.Select(e => e.Id))) seen.TryRemove(gone, out _);
        return [.. running.Where(IsOver)];
    }

    private bool IsOver(Execution execution)
    {
        var first = (execution.ClaimId, execution.LeaseUntil, time.GetTimestamp());
        var known = seen.AddOrUpdate(execution.Id, first, (_, old) => (old.Claim, old.Lease) == (execution.ClaimId, execution.LeaseUntil) ? old : first);
        return execution.LeaseUntil < time.GetUtcNow() || time.GetElapsedTime(known.Since) > limits.Lease;
    }
}
