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
    private readonly Task beating;

    public Heartbeat(Claim claim, Claims claims, NpgsqlDataSource source, ILiveBus bus, ExecutionLimits limits, TimeProvider time, ILogger log) =>
        beating = Task.Run(() => BeatAsync(claim, claims, source, bus, limits, time, log));

    public CancellationToken Lost => lost.Token;
    public CancellationToken CancelRequested => cancelRequested.Token;
    public string? CancelRequestedBy { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lost.Dispose();
        cancelRequested.Dispose();
        over.Dispose();
    }

    private async Task BeatAsync(Claim claim, Claims claims, NpgsqlDataSource source, ILiveBus bus, ExecutionLimits limits, TimeProvider time, ILogger log)
    {
        await using var hints = bus.Subscribe(HintKind.Cancel, $"{claim.ExecutionId}");
        var heldUntil = time.GetUtcNow() + limits.Lease;
        while (!over.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(over.Token);
                while (await claims.RenewAsync(connection, claim, over.Token) is { } renewal)
                {
                    heldUntil = time.GetUtcNow() + limits.Lease;
                    if (renewal.CancelRequestedBy is { } by && CancelRequestedBy is null)
                    {
                        CancelRequestedBy = by;
                        await cancelRequested.CancelAsync();
                    }
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
