using System.Threading.Channels;

namespace OpsPortal.Storage.Live;

/// <summary>What is to be told to other processes. A batch that did not get out is tried again on the next connection; where it piles up, the oldest go.</summary>
internal sealed class BusOutbox
{
    /// <summary>Listeners are woken once per batch, so many hints in one cost little more than one.</summary>
    private const int Batch = 500;

    private readonly Channel<Hint> waiting = Channel.CreateBounded<Hint>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly List<string> batch = [];

    /// <summary>This process, so that it passes over its own hints, which it has delivered already.</summary>
    public string Self { get; } = Guid.NewGuid().ToString("N");

    public void Add(Hint hint) => waiting.Writer.TryWrite(hint);

    /// <summary>Hands over batches as they come; ends by the exception of <paramref name="send"/>. For one caller at a time.</summary>
    public async Task SendAsync(Func<IReadOnlyList<string>, Task> send, CancellationToken stopping)
    {
        while (batch.Count > 0 || await waiting.Reader.WaitToReadAsync(stopping))
        {
            while (batch.Count < Batch && waiting.Reader.TryRead(out var hint)) batch.Add(HintText.Write(Self, hint));
            if (batch.Count == 0) continue;
            await send(batch);
            batch.Clear();
        }
    }
}
