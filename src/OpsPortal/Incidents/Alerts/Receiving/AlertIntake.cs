using System.Threading.Channels;
using OpsPortal.Incidents.Alerts.Formats;
using OpsPortal.Incidents.Alerts.Grouping;

namespace OpsPortal.Incidents.Alerts.Receiving;

/// <summary>What one request brought, and from whom.</summary>
public sealed record ReceivedAlerts(Guid Integration, IncomingAlerts Body);

/// <summary>
/// Where alerts come in. Requests that come at the same time are stored in one transaction, and each is answered when that is
/// committed: a storm costs few statements, and nothing is acknowledged that a crash could lose.
/// </summary>
public sealed class AlertIntake(StoreAlerts store, AlertBell bell, AlertLimits limits, ILogger<AlertIntake> log) : BackgroundService
{
    private readonly Channel<Waiting> queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private int requests, alerts;

    /// <summary>A place among the requests under way, given back when disposed; null where there is none left.</summary>
    public IDisposable? Enter()
    {
        if (Interlocked.Increment(ref requests) <= limits.MostRequests) return new Place(this);
        Interlocked.Decrement(ref requests);
        return null;
    }

    /// <summary>True when they are stored; false where too many wait already.</summary>
    public async Task<bool> StoreAsync(ReceivedAlerts received, CancellationToken cancellation)
    {
        var size = Math.Max(1, received.Body.Alerts.Count);
        if (Interlocked.Add(ref alerts, size) > limits.MostWaiting && size <= limits.MostWaiting)
        {
            Interlocked.Add(ref alerts, -size);
            return false;
        }
        var waiting = new Waiting(received, size, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!queue.Writer.TryWrite(waiting)) return false;
        await waiting.Stored.Task.WaitAsync(cancellation);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        List<Waiting> batch = [];
        try
        {
            while (await queue.Reader.WaitToReadAsync(stopping))
            {
                for (var size = 0; size < limits.MostAtOnce && queue.Reader.TryRead(out var one); size += one.Size) batch.Add(one);
                await StoreAsync(batch, stopping);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Whoever still waits gets no answer that it is stored, and sends again.
            queue.Writer.TryComplete();
            foreach (var left in batch) left.Stored.TrySetCanceled(stopping);
            while (queue.Reader.TryRead(out var left)) left.Stored.TrySetCanceled(stopping);
        }
    }

    private async Task StoreAsync(List<Waiting> batch, CancellationToken stopping)
    {
        try
        {
            await store.InvokeAsync([.. batch.Select(w => w.Received)], stopping);
            foreach (var one in batch) End(one, null);
            bell.Ring();
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // What the database refuses of one sender is not the others' fault.
            if (batch.Count == 1) End(batch[0], e);
            else foreach (var one in batch) await StoreAsync([one], stopping);
            log.LogWarning(e, "Alerts of {Requests} requests could not be stored together", batch.Count);
        }
    }

    private void End(Waiting one, Exception? problem)
    {
        Interlocked.Add(ref alerts, -one.Size);
        if (problem is null) one.Stored.TrySetResult();
        else one.Stored.TrySetException(problem);
    }

    private sealed record Waiting(ReceivedAlerts Received, int Size, TaskCompletionSource Stored);

    private sealed class Place(AlertIntake intake) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref intake.requests);
    }
}
