using System.Buffers.Binary;
using OpsPortal.Targets.Streams;

namespace OpsPortal.Targets.Docker.Client;

/// <summary>
/// Takes the two streams of a program out of one (docs.docker.com/engine/api, "Stream format"): frames with the stream's number in the
/// first of eight bytes and the length in the last four. With a terminal there are no frames, and one stream only.
/// </summary>
internal static class FrameReader
{
    private const int Header = 8;
    private const byte Error = 2;

    public static async Task ReadAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, bool framed, LineAssembler output, LineAssembler error, CancellationToken cancellation)
    {
        if (framed) await FramesAsync(read, output, error, cancellation);
        else
        {
            var buffer = new byte[16 * 1024];
            for (int count; (count = await read(buffer, cancellation)) > 0;) await output.AddAsync(buffer.AsMemory(0, count), cancellation);
        }
        await output.CompleteAsync(cancellation);
        await error.CompleteAsync(cancellation);
    }

    private static async Task FramesAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, LineAssembler output, LineAssembler error, CancellationToken cancellation)
    {
        var header = new byte[Header];
        var buffer = new byte[16 * 1024];
        while (await FillAsync(read, header, cancellation))
        {
            var to = header[0] == Error ? error : output;
            for (var left = (long)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)); left > 0;)
            {
                var count = await read(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellation);
                if (count == 0) return;
                await to.AddAsync(buffer.AsMemory(0, count), cancellation);
                left -= count;
            }
        }
    }

    private static async Task<bool> FillAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, Memory<byte> into, CancellationToken cancellation)
    {
        for (var filled = 0; filled < into.Length;)
        {
            var count = await read(into[filled..], cancellation);
            if (count == 0) return false;
            filled += count;
        }
        return true;
    }
}
