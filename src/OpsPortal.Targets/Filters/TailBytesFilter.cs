using System.Text;

namespace OpsPortal.Targets.Filters;

/// <summary>The last bytes of UTF-8, line ends counted, or those from a byte on. A line may be cut.</summary>
internal sealed class TailBytesFilter(int count, bool fromStart) : LineFilter
{
    private readonly Queue<byte[]> held = new();
    private long heldBytes;
    private long skip = Math.Max(0, count - 1L);

    public override async ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        if (fromStart)
        {
            var cut = (int)Math.Min(skip, bytes.Length);
            skip -= cut;
            return cut == bytes.Length || await next(Text(bytes, cut), cancellation);
        }
        held.Enqueue(bytes);
        heldBytes += bytes.Length;
        while (heldBytes - held.Peek().Length >= count && held.Count > 1) heldBytes -= held.Dequeue().Length;
        return true;
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        if (count == 0) return;
        while (held.TryDequeue(out var bytes))
        {
            var cut = (int)Math.Clamp(heldBytes - count, 0, bytes.Length);
            heldBytes = Math.Min(heldBytes, count);
            if (cut < bytes.Length && !await next(Text(bytes, cut), cancellation)) return;
        }
    }

    private static string Text(byte[] bytes, int from) => Encoding.UTF8.GetString(bytes, from, bytes.Length - from - 1);
}
