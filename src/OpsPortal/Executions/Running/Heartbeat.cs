using Npgsql;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Running;

/// <summary>
/// Signs of life for one claim, on a connection and a task of their own, so that nothing a step does can hold them up.
/// Tells when the claim is lost, and when somebody asks to cancel.
/// </summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource cancelRequested = new();
    private readonly CancellationTokenSource over = new();
    private readonly ISubscription hints;
    private readonly Task beating;

    /// <summary>From here on it hears of a cancel; what was asked for before stands in the row, which is to be read afterwards.</summary>
    public Heartbeat(Claim claim, Claims claims, NpgsqlDataSource source, ILiveBus bus, ExecutionLimits limits, TimeProvider time, ILogger log)
    {
        hints = bus.Subscribe(HintKind.Cancel, $"{claim.ExecutionId}");
        beating = Task.Run(() => BeatAsync(claim, claims, source, limits, time, log));
    }

    public CancellationToken Lost => lost.Token;
    public CancellationToken CancelRequested => cancelRequested.Token;
    public string? CancelRequestedBy { get; private set; }

    /// <param name="by">Null where nobody asked for it.</param>
    public async Task CancelAsync(string? by)
    {
        if (by is null || CancelRequestedBy is not null) return;
        CancelRequestedBy = by;
        await cancelRequested.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await hints.DisposeAsync();
        lost.Dispose();
        cancelRequested.Dispose();
        over.Dispose();
    }

    private async Task BeatAsync(Claim claim, Claims claims, NpgsqlDataSource source, ExecutionLimits limits, TimeProvider time, ILogger log)
    {
        var heldUntil = time.GetUtcNow() + limits.Lease;
        // The claim was the first sign; most steps end before a second one is due, and need no connection for it.
        await hints.NextAsync(limits.Heartbeat, over.Token);
        while (!over.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(over.Token);
                while (await claims.RenewAsync(connection, claim, over.Token) is { } renewal)
                {
                    heldUntil = time.GetUtcNow() + limits.Lease;
                    await CancelAsync(renewal.CancelRequestedBy);
                    await hints.NextAsync(limits.Heartbeat, over.Token);
                }
                await lost.CancelAsync();
                return;
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "No sign of life for execution {Execution}; its claim holds until {Until}", claim.ExecutionId, heldUntil);
                if (time.GetUtcNow() >= heldUntil)
                {
                    await lost.CancelAsync();
                    return;
                }
                await Task.Delay(TimeSpan.FromSeconds(1), time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
