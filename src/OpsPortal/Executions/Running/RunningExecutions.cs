namespace OpsPortal.Executions.Running;

/// <summary>What this process is running, so that it can stop with grace: no new ones, a while for those under way, then an end to the rest.</summary>
internal sealed class RunningExecutions(ExecutionLimits limits, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private readonly Lock changing = new();
    private readonly CancellationTokenSource cut = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;
    private bool stopping;

    /// <summary>The grace is over: what still runs has to end.</summary>
    public CancellationToken Cut => cut.Token;

    /// <summary>False where the process is stopping; otherwise <see cref="Leave"/> has to follow.</summary>
    public bool TryEnter()
    {
        lock (changing)
        {
            if (stopping) return false;
            count++;
            return true;
        }
    }

    public void Leave()
    {
        lock (changing)
            if (--count == 0 && stopping) idle.TrySetResult();
    }

    /// <summary>Comes before any service stops, so that database, bus and job engine are still there.</summary>
    public async Task StoppingAsync(CancellationToken cancellation)
    {
        lock (changing)
        {
            stopping = true;
            if (count == 0) idle.TrySetResult();
        }
        await idle.Task.WaitAsync(limits.ShutdownGrace, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await cut.CancelAsync();
        await idle.Task.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellation) => Task.CompletedTask;
    public void Dispose() => cut.Dispose();
}
