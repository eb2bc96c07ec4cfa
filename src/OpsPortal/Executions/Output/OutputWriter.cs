using System.Threading.Channels;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Output;

/// <summary>Redacts, numbers and batches an execution's output. Where storing is slower than writing, writing waits.</summary>
public sealed class OutputWriter : IOutput, IAsyncDisposable
{
    private const int LinesPerChunk = 512;
    private const int BytesPerChunk = 64 * 1024;

    /// <summary>Full chunks that go into one statement when the output comes faster than it is stored.</summary>
    private const int ChunksAtOnce = 8;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly Channel<(OutputStream Stream, DateTimeOffset At, string Text)> lines = Channel.CreateBounded<(OutputStream, DateTimeOffset, string)>(
        new BoundedChannelOptions(2 * ChunksAtOnce * LinesPerChunk) { SingleReader = true });
    private readonly CancellationTokenSource abandoned = new();
    private readonly OutputStore store;
    private readonly IRedaction redaction;
    private readonly OutputBudget budget;
    private readonly TimeProvider time;
    private readonly Task storing;

    internal OutputWriter(OutputStore store, IRedaction redaction, OutputBudget budget, TimeProvider time)
    {
        (this.store, this.redaction, this.budget, this.time) = (store, redaction, budget, time);
        storing = Task.Run(StoreAllAsync);
    }

    /// <exception cref="ClaimLostException">The execution is no longer this worker's.</exception>
    public async ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation)
    {
        try
        {
            await lines.Writer.WriteAsync((stream, time.GetUtcNow(), line), cancellation);
        }
        catch (ChannelClosedException)
        {
            await storing;
            throw new InvalidOperationException("The output is already complete.");
        }
    }

    /// <summary>Stores what is left; nothing can be written afterwards.</summary>
    /// <exception cref="ClaimLostException">The execution is no longer this worker's.</exception>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        lines.Writer.TryComplete();
        await storing.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await abandoned.CancelAsync();
        await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        abandoned.Dispose();
    }

    private async Task StoreAllAsync()
    {
        try
        {
            while (await lines.Reader.WaitToReadAsync(abandoned.Token)) await AppendAsync(await GatherAsync());
            await AppendAsync(budget.Rest());
        }
        catch (Exception e)
        {
            lines.Writer.TryComplete(e);
            throw;
        }
    }

    /// <summary>What is there, or comes soon; at most some chunks full.</summary>
    private async Task<List<OutputLine>> GatherAsync()
    {
        List<OutputLine> batch = [];
        var (taken, bytes) = (0, 0L);
        using var soon = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, abandoned.Token);
        do
        {
            while (taken < ChunksAtOnce * LinesPerChunk && bytes < ChunksAtOnce * BytesPerChunk && lines.Reader.TryRead(out var line))
            {
                taken++;
                bytes += line.Text.Length;
                if (budget.Take(line.At, Name(line.Stream), redaction.Redact(line.Text).Replace("\0", "")) is { } numbered) batch.Add(numbered);
            }
        }
        while (taken < LinesPerChunk && bytes < BytesPerChunk && await MoreAsync(either.Token));
        return batch;
    }

    private async Task<bool> MoreAsync(CancellationToken soon)
    {
        try
        {
            return await lines.Reader.WaitToReadAsync(soon);
        }
        catch (OperationCanceledException) when (!abandoned.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task AppendAsync(IReadOnlyList<OutputLine> batch)
    {
        foreach (var chunks in OutputChunks.Of(batch, LinesPerChunk, BytesPerChunk).Chunk(ChunksAtOnce))
            await store.AppendAsync(chunks, budget.Progress with { LastLine = chunks[^1][^1].N }, abandoned.Token);
    }

    private static string Name(OutputStream stream) => stream switch { OutputStream.Out => "out", OutputStream.Error => "err", _ => "note" };
}
