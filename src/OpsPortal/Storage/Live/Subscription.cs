using System.Threading.Channels;

namespace OpsPortal.Storage.Live;

internal sealed class Subscription(TimeProvider time, Action<Subscription> leave) : ISubscription
{
    private readonly Channel<Hint> hints = Channel.CreateBounded<Hint>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Deliver(Hint hint) => hints.Writer.TryWrite(hint);

    public async ValueTask<Hint?> NextAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (Newest() is { } waiting) return waiting;
        using var enough = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
        try
        {
            return await hints.Reader.WaitToReadAsync(either.Token) ? Newest() : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    public IAsyncEnumerator<Hint> GetAsyncEnumerator(CancellationToken cancellation = default) =>
        hints.Reader.ReadAllAsync(cancellation).GetAsyncEnumerator(cancellation);

    public ValueTask DisposeAsync()
    {
        leave(this);
        hints.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private Hint? Newest()
    {
        Hint? newest = null;
        while (hints.Reader.TryRead(out var hint)) newest = hint;
        return newest;
    }
}
