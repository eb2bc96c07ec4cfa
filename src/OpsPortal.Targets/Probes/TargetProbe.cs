namespace OpsPortal.Targets.Probes;

/// <summary>Asks one target for a sign of life. Reads only.</summary>
/// <param name="Kind">One of <see cref="TargetKind"/>.</param>
/// <param name="Secrets">What no sentence may hold, whatever a server answers.</param>
public sealed record TargetProbe(string Kind, string Name, Func<CancellationToken, Task<(string State, string Message)>> Ask, IReadOnlyList<string> Secrets)
{
    /// <summary>Of one target; all are asked at the same time.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Comes back after <see cref="Limit"/> at the latest.</summary>
    public async Task<TargetReport> RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            // what does not heed its token is left behind
            var (state, message) = await Task.Run(() => Ask(either.Token), either.Token).WaitAsync(either.Token);
            return new(Kind, Name, state, Clean(message));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(Kind, Name, TargetState.Failed, $"No answer within {Limit.TotalSeconds:0} seconds. Check the address, that it runs, and whether a firewall stands between.");
        }
        catch (TargetUnreachableException unreachable)
        {
            return new(Kind, Name, TargetState.Failed, Clean(unreachable.Message));
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // the others are asked all the same
            return new(Kind, Name, TargetState.Failed, Clean($"The portal failed at asking it, which is a bug worth reporting: {bug.Message}"));
        }
    }

    private string Clean(string message) => Secrets.Where(s => s.Length > 2).OrderByDescending(s => s.Length).Aggregate(message, (text, secret) => text.Replace(secret, "•••", StringComparison.Ordinal));
}
