using System.Text;

namespace OpsPortal.Targets.Filters;

/// <summary>The first bytes, of UTF-8 with line ends counted; with a negative count all but the last. A line may be cut.</summary>
internal sealed class HeadBytesFilter(int count) : LineFilter
{
    private readonly Queue<string> held = new();
    private long heldBytes;
    private long left = count;

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        var bytes = Encoding.UTF8.GetByteCount(line) + 1;
        if (count >= 0)
        {
            if (left <= 0) return false;
            left -= bytes;
            return left < -1 ? await next(Cut(line, left + bytes), cancellation) && false : await next(line, cancellation) && left > 0;
        }
        held.Enqueue(line);
        heldBytes += bytes;
        while (held.TryPeek(out var first) && heldBytes - Size(first) >= -(long)count)
        {
            heldBytes -= Size(first);
            if (!await next(held.Dequeue(), cancellation)) return false;
        }
        return true;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        if (held.TryPeek(out var first) && heldBytes + count is > 0 and var rest) await next(Cut(first, rest), cancellation);
    }

    private static int Size(string line) => Encoding.UTF8.GetByteCount(line) + 1;

    private static string Cut(string line, long bytes)
    {
        var all = Encoding.UTF8.GetBytes(line);
        return Encoding.UTF8.GetString(all, 0, (int)Math.Min(bytes, all.Length));
    }
}
